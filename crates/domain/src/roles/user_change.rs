use super::{Role, SetStatus, UpdateUser};
use crate::{
    audit::{EventKind, FieldChange},
    sessions::EndReason,
    shared::{FieldCode, InputErrors, Invalid, Timestamp},
    users::{Status, Suspension, User},
};

/// What a command makes of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UserChange {
    /// The account afterwards.
    pub user: User,
    /// What is to be noted, each with the fields that differ; empty if the account is so already.
    pub events: Vec<(EventKind, Vec<FieldChange>)>,
    /// Why every session of the account ends; `None` if they go on.
    pub ends: Option<EndReason>,
}

impl UserChange {
    /// Judges a command and says what it does, without doing it.
    pub(super) fn of(
        before: &User,
        command: &UpdateUser,
        now: Timestamp,
    ) -> Result<Self, InputErrors> {
        let mut change = Self { user: before.clone(), events: Vec::new(), ends: None };
        if let Some(name) = &command.name
            && before.name.as_ref() != Some(name)
        {
            change.user.name = Some(name.clone());
            change.events.push((EventKind::UserUpdated, vec![FieldChange::of("name")]));
        }
        if let Some(role) = command.role {
            change.give_role(role)?;
        }
        if let Some(status) = &command.status {
            change.set_status(status, now)?;
        }
        if !change.events.is_empty() {
            change.user.touch(now);
            change.user.epoch += u32::from(change.ends.is_some());
        }
        Ok(change)
    }

    /// Whether the account is an admin's who may use it, afterwards.
    pub(super) fn leaves_an_active_admin(&self, now: Timestamp) -> bool {
        self.user.role == Role::Admin && !self.user.is_suspended(now)
    }

    /// Whether the account is suspended that was not.
    pub(super) fn suspends(&self) -> bool {
        self.ends == Some(EndReason::Suspended)
    }

    fn give_role(&mut self, role: Role) -> Result<(), InputErrors> {
        role.require_given()?;
        let before = self.user.role;
        if before == Role::Anonymous {
            let why = "only registering makes a user of a visitor";
            return Err(InputErrors::one("role", Invalid::new(FieldCode::NotAllowed, why)));
        }
        if role != before {
            self.user.role = role;
            self.ends = Some(EndReason::RoleChanged);
            let told = FieldChange::told("role", word(before.as_str()), word(role.as_str()));
            self.events.push((EventKind::RoleChanged, vec![told]));
        }
        Ok(())
    }

    fn set_status(&mut self, status: &SetStatus, now: Timestamp) -> Result<(), InputErrors> {
        let before = self.user.suspension.as_ref().filter(|suspension| suspension.holds(now));
        let after = match status {
            SetStatus::Active => None,
            SetStatus::Suspended { until: Some(until), .. } if *until <= now => {
                let invalid = Invalid::new(FieldCode::OutOfRange, "must be in the future");
                return Err(InputErrors::one("suspendedUntil", invalid));
            }
            SetStatus::Suspended { reason, until } => {
                let at = before.map_or(now, |earlier| earlier.at);
                Some(Suspension { at, until: *until, reason: reason.clone() })
            }
        };
        if before == after.as_ref() {
            return Ok(());
        }
        if before.is_none() {
            self.ends = Some(EndReason::Suspended);
        }
        let kind = match after {
            Some(_) => EventKind::UserSuspended,
            None => EventKind::UserReinstated,
        };
        self.events.push((kind, what_differs(before, after.as_ref())));
        self.user.suspension = after;
        Ok(())
    }
}

/// The fields that tell of a suspension, as far as they differ.
fn what_differs(before: Option<&Suspension>, after: Option<&Suspension>) -> Vec<FieldChange> {
    let status = |suspension: Option<_>| match suspension {
        Some(_) => Status::Suspended,
        None => Status::Active,
    };
    let until = |suspension: Option<&Suspension>| suspension.and_then(|each| each.until);
    let mut changes = Vec::new();
    if status(before) != status(after) {
        let (from, to) = (status(before).as_str(), status(after).as_str());
        changes.push(FieldChange::told("status", word(from), word(to)));
    }
    if until(before) != until(after) {
        let told = |until: Option<Timestamp>| until.map(|until| until.to_string());
        let (from, to) = (told(until(before)), told(until(after)));
        changes.push(FieldChange::told("suspendedUntil", from, to));
    }
    // That there is a reason now, or none any more, the status says already.
    if before.zip(after).is_some_and(|(before, after)| before.reason != after.reason) {
        changes.push(FieldChange::of("suspensionReason"));
    }
    changes
}

fn word(word: &str) -> Option<String> {
    Some(word.to_owned())
}

#[cfg(test)]
mod tests;
