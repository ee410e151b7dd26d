use bookplate_domain::store::Store;
use bookplate_testkit::{
    a_completed_authorization, a_moment, a_pending_authorization, a_user, an_identity,
};
use sea_orm::ConnectionTrait;

use crate::{
    corrupt_rows::what,
    database::{Database, Kind},
};

on_both! {
    an_identity_that_makes_no_sense_is_corrupt
    what_a_provider_said_that_makes_no_sense_is_corrupt
}

async fn an_identity_that_makes_no_sense_is_corrupt(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let user = a_user();
    let identity = an_identity(user.id);
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.identities().insert(&identity).await.unwrap();
    tx.commit().await.unwrap();
    let mut harms = vec!["email_written = NULL", "email_canonical = NULL"];
    if kind == Kind::Sqlite {
        harms.extend(["created_at = 'some day'", "provider = X'ff'"]);
    }
    for harm in harms {
        raw.execute_unprepared(&format!("UPDATE identities SET {harm}")).await.unwrap();
        let mut read = store.read();
        let found = read.identities().find(&identity.issuer, &identity.subject).await;
        assert_eq!(what(found), "identity", "{harm}");
        assert_eq!(what(read.identities().list(user.id).await), "identity", "{harm}");
        let cure = "UPDATE identities SET email_written = 'a@b.c', email_canonical = 'a@b.c', \
                    provider = 'acme', created_at = (SELECT created_at FROM users)";
        raw.execute_unprepared(cure).await.unwrap();
        assert_eq!(read.identities().list(user.id).await.unwrap().len(), 1, "{harm}");
    }
}

/// Whoever takes it does not get half of it, and does not take it either.
async fn what_a_provider_said_that_makes_no_sense_is_corrupt(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let completed = a_completed_authorization();
    let mut tx = store.begin().await.unwrap();
    tx.authorizations().insert_completed(&completed).await.unwrap();
    tx.commit().await.unwrap();
    let (id, challenge) = (completed.id, completed.code_challenge.clone());
    let mut harms = vec!["email_written = NULL", "email_canonical = NULL"];
    if kind == Kind::Sqlite {
        harms.extend(["created_at = 'some day'", "subject = X'ff'", "email_verified = 'perhaps'"]);
    }
    let email = completed.assertion.email.clone().unwrap();
    let cure = format!(
        "UPDATE completed_authorizations SET email_written = '{}', email_canonical = '{}', \
         subject = 'somebody', email_verified = true, created_at = expires_at",
        email.written(),
        email.canonical()
    );
    for harm in harms {
        let update = format!("UPDATE completed_authorizations SET {harm}");
        raw.execute_unprepared(&update).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let taken = tx.authorizations().consume_completed(id, &challenge, a_moment()).await;
        assert_eq!(what(taken), "completed authorization", "{harm}");
        drop(tx);
        raw.execute_unprepared(&cure).await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    let taken = tx.authorizations().consume_completed(id, &challenge, a_moment()).await.unwrap();
    assert_eq!(taken.unwrap().assertion.email, Some(email));
}

/// The types of PostgreSQL leave no room for nonsense there.
#[test]
fn a_way_to_a_provider_that_makes_no_sense_is_corrupt() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        let pending = a_pending_authorization();
        let mut tx = store.begin().await.unwrap();
        tx.authorizations().insert_pending(&pending).await.unwrap();
        tx.commit().await.unwrap();
        let harm = "UPDATE pending_authorizations SET created_at = 'some day'";
        raw.execute_unprepared(harm).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let (provider, browser) = (&pending.provider, pending.browser);
        let authorizations = tx.authorizations();
        let taken = authorizations.consume_pending(pending.id, provider, browser, a_moment()).await;
        assert_eq!(what(taken), "pending authorization");
    });
}
