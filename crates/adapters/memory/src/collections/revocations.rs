use async_trait::async_trait;
use bookplate_domain::{
    audit::EventKind,
    sessions::{FeedPlace, RevocationFeed, Revoked, RevokedTokens},
    shared::Timestamp,
    store::StoreError,
};

use super::Collections;
use crate::view::View;

#[async_trait]
impl<V: View> RevocationFeed for Collections<V> {
    async fn list(
        &mut self,
        from: Timestamp,
        after: Option<FeedPlace>,
        count: u32,
    ) -> Result<Vec<Revoked>, StoreError> {
        let state = self.0.state();
        let sessions = state.sessions.values().filter_map(|session| {
            let what = RevokedTokens::OfSession(session.id);
            session.revoked.map(|revocation| Revoked { at: revocation.at, what })
        });
        let users = state
            .epochs_raised
            .iter()
            .map(|(id, at)| Revoked { at: *at, what: RevokedTokens::OfUser(*id) });
        let gone = state.audit.iter().filter(|event| event.kind == EventKind::UserDeleted);
        let gone = gone.filter_map(|event| {
            Some(Revoked { at: event.at, what: RevokedTokens::OfUser(event.target?) })
        });
        let place = |revoked: &Revoked| (revoked.at, revoked.id());
        let after = after.map(|place| (place.at, place.id));
        let wanted = |revoked: &Revoked| {
            revoked.at >= from && after.is_none_or(|after| place(revoked) > after)
        };
        let mut items: Vec<Revoked> = sessions.chain(users).chain(gone).filter(wanted).collect();
        items.sort_by_key(place);
        items.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        Ok(items)
    }
}
