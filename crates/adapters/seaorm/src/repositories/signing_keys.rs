use async_trait::async_trait;
use bookplate_domain::{
    sessions::{SigningKey, SigningKeyRepository},
    store::StoreError,
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    change::Change,
    collections::{Collections, Connection},
    error::reading,
    rows::signing_key::{Column, Entity, Model, WHAT},
    sql::Sql,
};

const RESEAL: &str = "UPDATE signing_keys SET sealed = $2 WHERE kid = $1";

const DELETE: &str = "DELETE FROM signing_keys WHERE kid = $1";

#[async_trait]
impl<C: Connection> SigningKeyRepository for Collections<C> {
    async fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.add(Model::new(key, self.backend())).await?;
        self.note(Change::SigningKeys);
        Ok(())
    }

    async fn list(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        let rows = Entity::find().order_by_asc(Column::Generation).all(&self.connection).await;
        let rows = rows.map_err(reading(WHAT))?;
        rows.into_iter().map(SigningKey::try_from).collect()
    }

    async fn reseal(&mut self, kid: &str, sealed: &[u8]) -> Result<(), StoreError> {
        let resealed = Sql::new(&self.connection, RESEAL).bind(kid).bind(sealed.to_vec());
        resealed.run().await.map(drop)
    }

    async fn delete(&mut self, kid: &str) -> Result<bool, StoreError> {
        let deleted = Sql::new(&self.connection, DELETE).bind(kid).run().await?;
        if deleted > 0 {
            self.note(Change::SigningKeys);
        }
        Ok(deleted > 0)
    }
}
