use uuid::Uuid;

use super::*;
use crate::{
    shared::{Client, IfVersion, UserId},
    users::{DisplayName, EmailAddress, SuspensionReason},
};

fn at(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

fn reason(text: &str) -> SuspensionReason {
    SuspensionReason::parse(text).unwrap()
}

fn ada() -> User {
    let id = UserId::from_uuid(Uuid::nil());
    User::new(id, EmailAddress::parse("ada@example.com").unwrap(), Role::User, at(0))
}

fn suspended(until: Option<i64>) -> User {
    let suspension = Suspension { at: at(1), until: until.map(at), reason: reason("spam") };
    User { suspension: Some(suspension), ..ada() }
}

fn nothing() -> UpdateUser {
    UpdateUser {
        id: ada().id,
        name: None,
        role: None,
        status: None,
        if_version: IfVersion::Any,
        client: Client::default(),
    }
}

fn set(status: SetStatus) -> UpdateUser {
    UpdateUser { status: Some(status), ..nothing() }
}

fn suspend(why: &str, until: Option<i64>) -> UpdateUser {
    set(SetStatus::Suspended { reason: reason(why), until: until.map(at) })
}

fn change(before: &User, command: &UpdateUser) -> UserChange {
    UserChange::of(before, command, at(5)).unwrap()
}

fn told(field: &'static str, from: Option<&str>, to: Option<&str>) -> FieldChange {
    FieldChange::told(field, from.map(str::to_owned), to.map(str::to_owned))
}

fn moment(millis: i64) -> String {
    at(millis).to_string()
}

#[test]
fn what_is_so_already_changes_nothing() {
    let name = DisplayName::parse("Ada").unwrap();
    let named = User { name: Some(name.clone()), ..ada() };
    for (before, command) in [
        (ada(), nothing()),
        (named, UpdateUser { name: Some(name), ..nothing() }),
        (ada(), UpdateUser { role: Some(Role::User), ..nothing() }),
        (ada(), set(SetStatus::Active)),
        (suspended(Some(9)), suspend("spam", Some(9))),
        (suspended(None), suspend("spam", None)),
    ] {
        let change = change(&before, &command);
        assert_eq!(change, UserChange { user: before, events: Vec::new(), ends: None });
    }
}

#[test]
fn a_suspension_that_has_lapsed_is_not_taken_back() {
    let lapsed = suspended(Some(5));
    let change = change(&lapsed, &set(SetStatus::Active));
    assert_eq!(change, UserChange { user: lapsed, events: Vec::new(), ends: None });
}

#[test]
fn another_name_raises_the_version_and_ends_nothing() {
    let name = Some(DisplayName::parse("Ada").unwrap());
    let change = change(&ada(), &UpdateUser { name: name.clone(), ..nothing() });
    assert_eq!(change.user, User { name, version: 2, updated_at: at(5), ..ada() });
    assert_eq!(change.events, [(EventKind::UserUpdated, vec![FieldChange::of("name")])]);
    assert_eq!(change.ends, None);
}

#[test]
fn another_role_ends_every_session() {
    let change = change(&ada(), &UpdateUser { role: Some(Role::Moderator), ..nothing() });
    let (role, updated_at) = (Role::Moderator, at(5));
    assert_eq!(change.user, User { role, version: 2, epoch: 2, updated_at, ..ada() });
    let told = told("role", Some("user"), Some("moderator"));
    assert_eq!(change.events, [(EventKind::RoleChanged, vec![told])]);
    assert_eq!(change.ends, Some(EndReason::RoleChanged));
}

#[test]
fn a_suspension_ends_every_session_also_together_with_another_role() {
    for role in [None, Some(Role::Moderator)] {
        let change = change(&ada(), &UpdateUser { role, ..suspend("spam", Some(9)) });
        assert_eq!(change.ends, Some(EndReason::Suspended));
        assert!(change.suspends());
        assert_eq!((change.user.version, change.user.epoch), (2, 2));
        let told = vec![
            told("status", Some("active"), Some("suspended")),
            told("suspendedUntil", None, Some(&moment(9))),
        ];
        assert_eq!(change.events.last(), Some(&(EventKind::UserSuspended, told)));
    }
}

#[test]
fn of_a_suspension_that_goes_on_only_what_differs_is_told() {
    let reason = FieldChange::of("suspensionReason");
    for (command, differs) in [
        (
            suspend("spam", Some(10)),
            vec![told("suspendedUntil", Some(&moment(9)), Some(&moment(10)))],
        ),
        (suspend("spam", None), vec![told("suspendedUntil", Some(&moment(9)), None)]),
        (suspend("more spam", Some(9)), vec![reason]),
    ] {
        let change = change(&suspended(Some(9)), &command);
        assert_eq!(change.events, [(EventKind::UserSuspended, differs)]);
        assert_eq!((change.ends, change.user.epoch, change.user.version), (None, 1, 2));
        assert_eq!(change.user.suspension.unwrap().at, at(1), "it goes on");
    }
}

#[test]
fn a_suspension_after_one_that_has_lapsed_is_a_new_one() {
    let change = change(&suspended(Some(5)), &suspend("spam", None));
    assert!(change.suspends());
    assert_eq!(change.user.suspension.unwrap().at, at(5));
    let told = vec![told("status", Some("active"), Some("suspended"))];
    assert_eq!(change.events, [(EventKind::UserSuspended, told)]);
}

#[test]
fn whoever_is_reinstated_has_no_end_of_a_suspension_left() {
    let change = change(&suspended(Some(9)), &set(SetStatus::Active));
    assert_eq!((change.user.suspension, change.ends), (None, None));
    let told = vec![
        told("status", Some("suspended"), Some("active")),
        told("suspendedUntil", Some(&moment(9)), None),
    ];
    assert_eq!(change.events, [(EventKind::UserReinstated, told)]);
}

#[test]
fn nobody_is_made_a_visitor_nor_a_visitor_anybody_nor_suspended_into_the_past() {
    let visitor = User { role: Role::Anonymous, ..ada() };
    for (before, command, field) in [
        (ada(), UpdateUser { role: Some(Role::Anonymous), ..nothing() }, "role"),
        (visitor, UpdateUser { role: Some(Role::User), ..nothing() }, "role"),
        (ada(), suspend("spam", Some(5)), "suspendedUntil"),
    ] {
        let wrong = UserChange::of(&before, &command, at(5)).unwrap_err();
        assert_eq!(wrong.0[0].field, field);
    }
}
