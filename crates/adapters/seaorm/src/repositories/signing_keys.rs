use async_trait::async_trait;
use bookplate_domain::{
    sessions::{SigningKey, SigningKeyRepository},
    store::StoreError,
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    collections::{Collections, Connection},
    error::reading,
    rows::signing_key::{Column, Entity, Model, WHAT},
};

#[async_trait]
impl<C: Connection> SigningKeyRepository for Collections<C> {
    async fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.add(Model::new(key, self.backend())).await
    }

    async fn list(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        let rows = Entity::find().order_by_asc(Column::Generation).all(&self.connection).await;
        let rows = rows.map_err(reading(WHAT))?;
        rows.into_iter().map(SigningKey::try_from).collect()
    }
}
