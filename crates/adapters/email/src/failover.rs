use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Letter, MailError, Mailer},
    store::Source,
};

/// Asks several providers in turn: the next one only if the one before may take the mail later,
/// but not now. A refusal for good is final.
///
/// A provider that took the mail and could not say so in time counts as one that did not: then
/// the mail comes twice, rather than not at all.
pub struct Failover(Vec<(&'static str, Arc<dyn Mailer>)>);

impl Failover {
    /// The providers with their names for the log, in the order in which they are asked.
    pub fn new(providers: Vec<(&'static str, Arc<dyn Mailer>)>) -> Self {
        Self(providers)
    }
}

#[async_trait]
impl Mailer for Failover {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let mut wishes = Vec::with_capacity(self.0.len());
        // Whether any of them was reached and said no to this mail.
        let mut refused = false;
        let mut last: Source = "there is no provider to ask".into();
        for (index, (name, provider)) in self.0.iter().enumerate() {
            let (retry_after, source) = match provider.send(letter).await {
                Err(MailError::Temporary { retry_after, source }) => {
                    refused = true;
                    (retry_after, source)
                }
                Err(MailError::Unavailable { retry_after, source }) => (retry_after, source),
                answer => return answer,
            };
            // The last one's failure is the answer and logged by who asked.
            if index + 1 < self.0.len() {
                tracing::warn!(
                    mail = %letter.id, provider = name, error = %source,
                    "mail not taken, the next provider is asked"
                );
            }
            wishes.push(retry_after);
            last = source;
        }
        let retry_after = soonest(&wishes);
        Err(if refused {
            MailError::Temporary { retry_after, source: last }
        } else {
            MailError::Unavailable { retry_after, source: last }
        })
    }
}

/// When it makes sense to ask again: as soon as one of them may be ready. One that named no time
/// may be ready at any.
fn soonest(wishes: &[Option<Duration>]) -> Option<Duration> {
    let named: Option<Vec<Duration>> = wishes.iter().copied().collect();
    named?.into_iter().min()
}

impl std::fmt::Debug for Failover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_asked_again_when_the_first_of_them_may_be_ready() {
        let seconds = |s| Some(Duration::from_secs(s));
        assert_eq!(soonest(&[seconds(60), seconds(5)]), seconds(5));
        assert_eq!(soonest(&[seconds(60), None]), None);
        assert_eq!(soonest(&[]), None);
    }
}
