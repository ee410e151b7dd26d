use bookplate_domain::{
    mail::{MailRecord, MailStatus, OutboxMail},
    shared::Timestamp,
};

/// A mail and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct KeptMail {
    pub mail: OutboxMail,
    pub ended: Option<Ended>,
    pub last_error: Option<String>,
}

/// How a mail came to be owed no longer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended {
    Sent(Timestamp),
    Dead(Timestamp),
}

impl KeptMail {
    pub(crate) fn new(mail: OutboxMail) -> Self {
        Self { mail, ended: None, last_error: None }
    }

    pub(crate) fn is_owed(&self) -> bool {
        self.ended.is_none()
    }

    pub(crate) fn ended_before(&self, moment: Timestamp) -> bool {
        matches!(self.ended, Some(Ended::Sent(at) | Ended::Dead(at)) if at < moment)
    }

    pub(crate) fn is_sent(&self) -> bool {
        matches!(self.ended, Some(Ended::Sent(_)))
    }

    /// The mail as an operator sees it.
    pub(crate) fn record(&self) -> MailRecord {
        let (status, ended_at) = match self.ended {
            None => (MailStatus::Owed, None),
            Some(Ended::Sent(at)) => (MailStatus::Sent, Some(at)),
            Some(Ended::Dead(at)) => (MailStatus::Dead, Some(at)),
        };
        MailRecord {
            id: self.mail.id,
            to: self.mail.to.written().to_owned(),
            kind: self.mail.mail.kind().to_owned(),
            status,
            attempts: self.mail.attempts,
            created_at: self.mail.created_at,
            due_at: self.mail.due_at,
            ended_at,
            last_error: self.last_error.clone(),
        }
    }
}
