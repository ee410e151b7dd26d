use std::time::Duration;

use bookplate_domain::{
    shared::{Timestamp, TokenId},
    users::{OneTimeToken, TokenPurpose},
};

use super::{Subject, a_kept_user, keep, read};
use crate::{a_moment, a_token, a_token_id};

const PURPOSE: TokenPurpose = TokenPurpose::VerifyEmail;

async fn insert(store: &Subject, token: &OneTimeToken) {
    keep(store, async |tx| {
        tx.one_time_tokens().insert(token).await.unwrap();
    })
    .await;
}

async fn find(store: &Subject, id: TokenId) -> Option<OneTimeToken> {
    let mut read = read(store);
    read.one_time_tokens().find(id).await.unwrap()
}

async fn consume(
    store: &Subject,
    id: TokenId,
    purpose: TokenPurpose,
    now: Timestamp,
) -> Option<OneTimeToken> {
    keep(store, async |tx| {
        let tokens = tx.one_time_tokens();
        tokens.consume(id, purpose, now).await.unwrap()
    })
    .await
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    for purpose in TokenPurpose::ALL {
        let token = OneTimeToken {
            purpose,
            expires_at: Timestamp::from_unix_millis(i64::MAX),
            ..a_token(a_kept_user(&store).await.id)
        };
        insert(&store, &token).await;
        assert_eq!(find(&store, token.id).await, Some(token));
    }
    assert_eq!(find(&store, a_token_id()).await, None);
}

pub async fn a_token_is_consumed_once(store: Subject) {
    let token = a_token(a_kept_user(&store).await.id);
    insert(&store, &token).await;
    let last_moment = Timestamp::from_unix_millis(token.expires_at.unix_millis() - 1);
    let first = consume(&store, token.id, PURPOSE, last_moment).await;
    assert_eq!(first, Some(token.clone()));
    assert_eq!(consume(&store, token.id, PURPOSE, last_moment).await, None);
    assert_eq!(find(&store, token.id).await, None);
    assert_eq!(consume(&store, a_token_id(), PURPOSE, a_moment()).await, None);
}

pub async fn an_expired_token_is_found_but_not_consumed(store: Subject) {
    let token = a_token(a_kept_user(&store).await.id);
    insert(&store, &token).await;
    for late in [Duration::ZERO, Duration::from_secs(1_000_000)] {
        let now = token.expires_at.plus(late);
        assert_eq!(consume(&store, token.id, PURPOSE, now).await, None);
    }
    assert_eq!(find(&store, token.id).await, Some(token));
}

pub async fn a_token_of_another_purpose_is_not_consumed(store: Subject) {
    let token = a_token(a_kept_user(&store).await.id);
    insert(&store, &token).await;
    for purpose in [TokenPurpose::Refresh, TokenPurpose::ConfirmRegistration] {
        let consumed = consume(&store, token.id, purpose, a_moment()).await;
        assert_eq!(consumed, None, "{purpose:?}");
    }
    let consumed = consume(&store, token.id, PURPOSE, a_moment()).await;
    assert_eq!(consumed, Some(token));
}

pub async fn a_newer_token_ends_older_ones_of_its_user_and_purpose_only(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (old, of_another_user) = (a_token(user), a_token(other));
    let for_another_purpose =
        OneTimeToken { purpose: TokenPurpose::ConfirmRegistration, ..a_token(user) };
    let new =
        OneTimeToken { created_at: a_moment().plus(Duration::from_millis(1)), ..a_token(user) };
    for token in [&old, &of_another_user, &for_another_purpose, &new] {
        insert(&store, token).await;
    }
    assert_eq!(find(&store, old.id).await, None);
    assert_eq!(consume(&store, old.id, PURPOSE, a_moment()).await, None);
    for alive in [of_another_user, for_another_purpose, new] {
        assert_eq!(find(&store, alive.id).await, Some(alive));
    }
}

pub async fn all_tokens_of_a_user_end_at_once_and_no_others(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let reset = OneTimeToken { purpose: TokenPurpose::ResetPassword, ..a_token(user) };
    let (verify, of_another_user) = (a_token(user), a_token(other));
    for token in [&reset, &verify, &of_another_user] {
        insert(&store, token).await;
    }
    keep(&store, async |tx| tx.one_time_tokens().end_all(user).await).await.unwrap();
    assert_eq!(find(&store, reset.id).await, None);
    assert_eq!(find(&store, verify.id).await, None);
    assert_eq!(find(&store, of_another_user.id).await, Some(of_another_user));
}
