use std::time::Duration;

use bookplate_domain::{
    shared::{Timestamp, TokenId, UserId},
    store::{StoreError, Unique},
    users::EmailChange,
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{a_moment, a_token_id, a_user, an_email_change};

pub(super) async fn insert(store: &Subject, changes: &[&EmailChange]) {
    keep(store, async |tx| {
        for change in changes {
            tx.email_changes().insert(change).await.unwrap();
        }
    })
    .await;
}

async fn by_confirm(store: &Subject, token: TokenId) -> Option<EmailChange> {
    read(store).email_changes().find_by_confirm_token(token).await.unwrap()
}

async fn by_revert(store: &Subject, token: TokenId) -> Option<EmailChange> {
    read(store).email_changes().find_by_revert_token(token).await.unwrap()
}

pub(super) async fn confirm(store: &Subject, token: TokenId, now: Timestamp) -> bool {
    keep(store, async |tx| tx.email_changes().confirm(token, now).await.unwrap()).await
}

pub(super) async fn revert(store: &Subject, token: TokenId, now: Timestamp) -> bool {
    keep(store, async |tx| tx.email_changes().revert(token, now).await.unwrap()).await
}

/// The tokens of a change that has both.
pub(super) fn tokens(change: &EmailChange) -> (TokenId, TokenId) {
    let tokens = change.confirm_token.zip(change.revert_token);
    tokens.expect("a change with both tokens")
}

pub(super) fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

pub(super) fn just_before(moment: Timestamp) -> Timestamp {
    Timestamp::from_unix_millis(moment.unix_millis() - 1)
}

/// A change that was asked for so many seconds after [`a_moment`].
pub(super) fn asked_at(seconds: u64, user: UserId) -> EmailChange {
    let epoch = u32::try_from(seconds).expect("a small number");
    EmailChange { epoch, created_at: at(seconds), ..an_email_change(user) }
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let full = EmailChange {
        expires_at: Timestamp::from_unix_millis(0),
        revertible_until: Timestamp::from_unix_millis(i64::MAX),
        confirmed_at: Some(at(1)),
        ..an_email_change(user)
    };
    let plain = an_email_change(other);
    let unrevertible = EmailChange { revert_token: None, ..an_email_change(user) };
    insert(&store, &[&full, &plain]).await;
    for change in [full, plain] {
        let (confirm, revert) = tokens(&change);
        assert_eq!(by_confirm(&store, confirm).await, Some(change.clone()));
        assert_eq!(by_revert(&store, revert).await, Some(change));
    }
    insert(&store, &[&unrevertible]).await;
    let found = by_confirm(&store, unrevertible.confirm_token.expect("a token")).await;
    assert_eq!(found, Some(unrevertible));
}

pub async fn a_token_of_the_other_kind_finds_and_spends_nothing(store: Subject) {
    let change = an_email_change(a_kept_user(&store).await.id);
    let (to_confirm, to_revert) = tokens(&change);
    insert(&store, &[&change]).await;
    for wrong in [to_revert, a_token_id()] {
        assert_eq!(by_confirm(&store, wrong).await, None);
        assert!(!confirm(&store, wrong, a_moment()).await);
    }
    for wrong in [to_confirm, a_token_id()] {
        assert_eq!(by_revert(&store, wrong).await, None);
        assert!(!revert(&store, wrong, a_moment()).await);
    }
    assert_eq!(by_confirm(&store, to_confirm).await, Some(change));
}

pub async fn an_id_or_token_that_another_has_is_refused(store: Subject) {
    let first = an_email_change(a_kept_user(&store).await.id);
    insert(&store, &[&first]).await;
    let user = a_kept_user(&store).await.id;
    for second in [
        EmailChange { id: first.id, ..an_email_change(user) },
        EmailChange { confirm_token: first.confirm_token, ..an_email_change(user) },
        EmailChange { revert_token: first.revert_token, ..an_email_change(user) },
    ] {
        let refused = begin(&store).await.email_changes().insert(&second).await;
        let conflict = matches!(refused, Err(StoreError::Conflict(Unique::Id)));
        assert!(conflict, "{refused:?}");
    }
    assert_eq!(by_confirm(&store, tokens(&first).0).await, Some(first));
}

pub async fn a_newer_change_ends_older_confirmations_of_its_user_only(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (old, of_another, new) = (asked_at(0, user), asked_at(0, other), asked_at(1, user));
    insert(&store, &[&old, &of_another]).await;
    insert(&store, &[&new]).await;
    let (to_confirm, to_revert) = tokens(&old);
    assert_eq!(by_confirm(&store, to_confirm).await, None);
    assert!(!confirm(&store, to_confirm, at(2)).await);
    // The owner of the old mailbox can still take the older change back.
    let kept = EmailChange { confirm_token: None, ..old };
    assert_eq!(by_revert(&store, to_revert).await, Some(kept));
    for alive in [of_another, new] {
        assert_eq!(by_confirm(&store, tokens(&alive).0).await, Some(alive));
    }
    assert!(revert(&store, to_revert, at(2)).await);
}

pub async fn a_change_is_confirmed_once_and_can_be_reverted_then(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let (change, bystander) =
        (an_email_change(user), an_email_change(a_kept_user(&store).await.id));
    insert(&store, &[&change, &bystander]).await;
    let (to_confirm, to_revert) = tokens(&change);
    let now = just_before(change.expires_at);
    assert!(confirm(&store, to_confirm, now).await);
    assert!(!confirm(&store, to_confirm, now).await);
    assert_eq!(by_confirm(&store, to_confirm).await, None);
    let confirmed = EmailChange { confirm_token: None, confirmed_at: Some(now), ..change };
    assert_eq!(by_revert(&store, to_revert).await, Some(confirmed));
    assert_eq!(by_confirm(&store, tokens(&bystander).0).await, Some(bystander));
    assert!(revert(&store, to_revert, now).await);
}

pub async fn an_expired_token_is_found_but_not_spent(store: Subject) {
    let change = an_email_change(a_kept_user(&store).await.id);
    insert(&store, &[&change]).await;
    let (to_confirm, to_revert) = tokens(&change);
    for late in [Duration::ZERO, Duration::from_secs(1_000_000)] {
        assert!(!confirm(&store, to_confirm, change.expires_at.plus(late)).await);
        assert!(!revert(&store, to_revert, change.revertible_until.plus(late)).await);
    }
    assert_eq!(by_confirm(&store, to_confirm).await, Some(change.clone()));
    assert_eq!(by_revert(&store, to_revert).await, Some(change));
}

pub async fn a_change_is_reverted_once_and_cannot_be_confirmed_then(store: Subject) {
    let change = an_email_change(a_kept_user(&store).await.id);
    insert(&store, &[&change]).await;
    let (to_confirm, to_revert) = tokens(&change);
    let now = just_before(change.revertible_until);
    assert!(revert(&store, to_revert, now).await);
    assert!(!revert(&store, to_revert, now).await);
    assert_eq!(by_revert(&store, to_revert).await, None);
    assert_eq!(by_confirm(&store, to_confirm).await, None);
    assert!(!confirm(&store, to_confirm, a_moment()).await);
}

pub async fn a_revert_ends_later_changes_of_its_user_and_no_others(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let changes = [1, 2, 3, 4].map(|second| asked_at(second, user));
    let [earlier, chosen, later, latest] = changes;
    let of_another = asked_at(3, other);
    // The order in which they are kept is not the order in which they were asked for.
    for change in [&later, &earlier, &chosen, &of_another, &latest] {
        insert(&store, &[change]).await;
    }
    assert!(revert(&store, tokens(&chosen).1, at(5)).await);
    for ended in [&chosen, &later, &latest] {
        let (to_confirm, to_revert) = tokens(ended);
        assert_eq!(by_confirm(&store, to_confirm).await, None);
        assert_eq!(by_revert(&store, to_revert).await, None);
        assert!(!revert(&store, to_revert, at(5)).await);
    }
    assert!(revert(&store, tokens(&earlier).1, at(5)).await);
    assert_eq!(by_confirm(&store, tokens(&of_another).0).await, Some(of_another));
}

pub async fn a_revert_that_spends_nothing_ends_nothing(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let expired = EmailChange { revertible_until: at(2), ..asked_at(0, user) };
    let later = asked_at(1, user);
    insert(&store, &[&expired]).await;
    insert(&store, &[&later]).await;
    assert!(!revert(&store, tokens(&expired).1, at(2)).await);
    let (to_confirm, to_revert) = tokens(&later);
    assert_eq!(by_confirm(&store, to_confirm).await, Some(later.clone()));
    assert_eq!(by_revert(&store, to_revert).await, Some(later));
}

pub async fn all_confirmations_of_a_user_end_and_no_reverts(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (change, of_another) = (an_email_change(user), an_email_change(other));
    insert(&store, &[&change, &of_another]).await;
    let (to_confirm, to_revert) = tokens(&change);
    keep(&store, async |tx| tx.email_changes().end_confirmations(user).await).await.unwrap();
    assert_eq!(by_confirm(&store, to_confirm).await, None);
    assert!(!confirm(&store, to_confirm, a_moment()).await);
    let kept = EmailChange { confirm_token: None, ..change };
    assert_eq!(by_revert(&store, to_revert).await, Some(kept));
    assert_eq!(by_confirm(&store, tokens(&of_another).0).await, Some(of_another));
}

pub async fn all_changes_of_a_user_are_listed_from_the_oldest(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let [third, first, second] = [3, 1, 2].map(|seconds| asked_at(seconds, user));
    for change in [&third, &first, &second, &asked_at(1, other)] {
        insert(&store, &[change]).await;
    }
    assert!(revert(&store, tokens(&second).1, at(4)).await);
    let listed = read(&store).email_changes().list(user).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|change| change.id).collect();
    assert_eq!(ids, [first.id, second.id, third.id]);
    assert_eq!((listed[1].revert_token, listed[2].revert_token), (None, None));
    assert_eq!(read(&store).email_changes().list(a_user().id).await.unwrap(), []);
}
