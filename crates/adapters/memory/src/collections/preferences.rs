use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    shared::UserId,
    store::StoreError,
    users::{Preferences, PreferencesRepository, User},
};

use super::Collections;
use crate::{change::Change, view::View};

#[async_trait]
impl<V: View> PreferencesRepository for Collections<V> {
    async fn find(&mut self, user: UserId) -> Result<Option<Preferences>, StoreError> {
        let state = self.0.state();
        let found = |user: &User| {
            let locale = user.locale.clone();
            match state.preferences.get(&user.id) {
                Some(saved) => Preferences { locale, ..saved.clone() },
                None => Preferences::initial(locale, user.created_at),
            }
        };
        Ok(state.users.get(&user).map(found))
    }

    async fn save(&mut self, user: UserId, preferences: &Preferences) -> Result<(), StoreError> {
        self.0.change(|state| {
            let Some(account) = Arc::make_mut(&mut state.users).get_mut(&user) else {
                return Err(StoreError::Backend("there is no such user".into()));
            };
            if account.locale != preferences.locale {
                account.locale = preferences.locale.clone();
                state.changes.insert(Change::User(user));
            }
            Arc::make_mut(&mut state.preferences).insert(user, preferences.clone());
            Ok(())
        })
    }
}
