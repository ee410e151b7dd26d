//! When visitors asked something, and how much at once.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::run;

const CREATE_ON_SQLITE: &str = "\
    CREATE TABLE visitor_questions (\
    id integer PRIMARY KEY, \
    user_id blob NOT NULL \
    CONSTRAINT visitor_questions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE, \
    at text NOT NULL, \
    count integer NOT NULL)";

const CREATE_ON_POSTGRES: &str = "\
    CREATE TABLE visitor_questions (\
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
    user_id uuid NOT NULL \
    CONSTRAINT visitor_questions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE, \
    at timestamp with time zone NOT NULL, \
    count bigint NOT NULL)";

const INDEXES: [&str; 2] = [
    "CREATE INDEX visitor_questions_user_id_at_idx ON visitor_questions (user_id, at)",
    "CREATE INDEX visitor_questions_at_idx ON visitor_questions (at)",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let create = match manager.get_database_backend() {
        DbBackend::Sqlite => CREATE_ON_SQLITE,
        _ => CREATE_ON_POSTGRES,
    };
    run(manager, &[create]).await?;
    run(manager, &INDEXES).await
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, &["DROP TABLE visitor_questions"]).await
}
