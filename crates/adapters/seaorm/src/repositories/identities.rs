use async_trait::async_trait;
use bookplate_domain::{
    identities::{Identity, IdentityRepository, ProviderName, Subject},
    shared::UserId,
    store::StoreError,
};

use crate::{
    collections::{Collections, Connection},
    rows::identity::{Model, WHAT, identity_columns},
    sql::Sql,
};

const FIND: &str =
    concat!("SELECT ", identity_columns!(), " FROM identities WHERE issuer = $1 AND subject = $2");

/// Of those that were linked at the same moment, the first by its provider comes first.
const LIST: &str = concat!(
    "SELECT ",
    identity_columns!(),
    " FROM identities WHERE user_id = $1 ORDER BY created_at, provider"
);

const DELETE: &str = "DELETE FROM identities WHERE user_id = $1 AND provider = $2";

const DELETE_ALL: &str = "DELETE FROM identities WHERE user_id = $1";

#[async_trait]
impl<C: Connection> IdentityRepository for Collections<C> {
    async fn insert(&mut self, identity: &Identity) -> Result<(), StoreError> {
        self.add(Model::new(identity, self.backend())).await
    }

    async fn find(
        &mut self,
        issuer: &str,
        subject: &Subject,
    ) -> Result<Option<Identity>, StoreError> {
        let row: Option<Model> =
            Sql::new(&self.connection, FIND).bind(issuer).bind(subject.as_str()).one(WHAT).await?;
        row.map(Identity::try_from).transpose()
    }

    async fn list(&mut self, user: UserId) -> Result<Vec<Identity>, StoreError> {
        let rows: Vec<Model> =
            Sql::new(&self.connection, LIST).bind(user.as_uuid()).all(WHAT).await?;
        rows.into_iter().map(Identity::try_from).collect()
    }

    async fn delete(&mut self, user: UserId, provider: &ProviderName) -> Result<bool, StoreError> {
        let deleted = Sql::new(&self.connection, DELETE)
            .bind(user.as_uuid())
            .bind(provider.as_str())
            .run()
            .await?;
        Ok(deleted == 1)
    }

    async fn delete_all(&mut self, user: UserId) -> Result<u64, StoreError> {
        Sql::new(&self.connection, DELETE_ALL).bind(user.as_uuid()).run().await
    }
}
