use std::time::Duration;

use bookplate_domain::{
    identities::{Identity, ProviderName, Subject as Person},
    shared::{Timestamp, UserId},
    store::{StoreError, Unique},
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{a_moment, a_subject, a_user, an_identity};

async fn insert(store: &Subject, identities: &[&Identity]) {
    keep(store, async |tx| {
        for identity in identities {
            tx.identities().insert(identity).await.unwrap();
        }
    })
    .await;
}

/// Tries to link an identity in a transaction that is dropped, whatever comes of it.
async fn refusal(store: &Subject, identity: &Identity) -> Option<StoreError> {
    let mut tx = begin(store).await;
    tx.identities().insert(identity).await.err()
}

async fn find(store: &Subject, of: &Identity) -> Option<Identity> {
    find_by(store, &of.issuer, of.subject.as_str()).await
}

async fn find_by(store: &Subject, issuer: &str, subject: &str) -> Option<Identity> {
    let subject = Person::from_stored(subject.to_owned());
    read(store).identities().find(issuer, &subject).await.unwrap()
}

async fn list(store: &Subject, user: UserId) -> Vec<Identity> {
    read(store).identities().list(user).await.unwrap()
}

fn of_provider(name: &str, user: UserId) -> Identity {
    Identity { provider: ProviderName::parse(name).expect("a name"), ..an_identity(user) }
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let longest = "~".repeat(Person::MAX_BYTES);
    let subject = Person::parse(&longest).expect("a subject");
    let full = an_identity(user);
    let bare = Identity {
        subject,
        email: None,
        created_at: Timestamp::from_unix_millis(i64::MAX),
        ..of_provider("other", user)
    };
    insert(&store, &[&full, &bare]).await;
    for identity in [&full, &bare] {
        assert_eq!(find(&store, identity).await.as_ref(), Some(identity));
    }
    assert_eq!(list(&store, user).await, [full, bare]);
}

pub async fn an_identity_is_found_by_issuer_and_subject_to_the_letter(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let identity = Identity {
        issuer: "https://id.example/Tenant".to_owned(),
        subject: Person::parse("Ada_1%").expect("a subject"),
        ..an_identity(user)
    };
    insert(&store, &[&identity]).await;
    for (issuer, subject) in [
        ("https://id.example/tenant", "Ada_1%"),
        ("https://id.example/Tenant/", "Ada_1%"),
        ("https://id.example/Tenan", "Ada_1%"),
        ("HTTPS://id.example/Tenant", "Ada_1%"),
        ("https://id.example/Tenant ", "Ada_1%"),
        ("", "Ada_1%"),
        ("https://id.example/Tenant", "ada_1%"),
        ("https://id.example/Tenant", "Ada_1"),
        ("https://id.example/Tenant", "Ada_1%%"),
        ("https://id.example/Tenant", "Ada_1% "),
        ("https://id.example/Tenant", "Adax1%"),
        ("https://id.example/Tenant", ""),
        ("Ada_1%", "https://id.example/Tenant"),
    ] {
        assert_eq!(find_by(&store, issuer, subject).await, None, "{issuer:?} {subject:?}");
    }
    assert_eq!(find(&store, &identity).await, Some(identity));
}

pub async fn what_differs_by_a_letter_belongs_to_others(store: Subject) {
    let mine = an_identity(a_kept_user(&store).await.id);
    let subject = mine.subject.as_str().to_uppercase();
    let by_letter = Identity {
        user_id: a_kept_user(&store).await.id,
        subject: Person::parse(&subject).expect("a subject"),
        ..mine.clone()
    };
    let issuer = mine.issuer.trim_end_matches('/').to_owned();
    let by_slash = Identity { user_id: a_kept_user(&store).await.id, issuer, ..mine.clone() };
    insert(&store, &[&mine, &by_letter, &by_slash]).await;
    for identity in [mine, by_letter, by_slash] {
        assert_eq!(find(&store, &identity).await, Some(identity));
    }
}

pub async fn an_identity_that_another_has_is_refused(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let kept = of_provider("first", owner);
    insert(&store, &[&kept]).await;
    for user in [owner, other] {
        let again = Identity { issuer: kept.issuer.clone(), ..of_provider("second", user) };
        let again = Identity { subject: kept.subject.clone(), ..again };
        let refused = refusal(&store, &again).await;
        assert!(matches!(refused, Some(StoreError::Conflict(Unique::Identity))), "{refused:?}");
    }
    assert_eq!(find(&store, &kept).await, Some(kept));
    assert_eq!(list(&store, other).await, []);
}

pub async fn a_second_identity_of_a_provider_is_refused(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let kept = an_identity(user);
    insert(&store, &[&kept]).await;
    for second in
        [an_identity(user), Identity { issuer: "https://b".to_owned(), ..an_identity(user) }]
    {
        let refused = refusal(&store, &second).await;
        let expected = matches!(refused, Some(StoreError::Conflict(Unique::UserProvider)));
        assert!(expected, "{refused:?}");
    }
    // Another account may, and so may another provider.
    let (theirs, another) = (an_identity(other), of_provider("another", user));
    insert(&store, &[&theirs, &another]).await;
    assert_eq!(list(&store, user).await.len(), 2);
    assert_eq!(list(&store, other).await, [theirs]);
}

pub async fn an_identity_of_nobody_is_refused(store: Subject) {
    let identity = an_identity(a_user().id);
    let refused = refusal(&store, &identity).await;
    assert!(matches!(refused, Some(StoreError::Backend(_))), "{refused:?}");
    assert_eq!(find(&store, &identity).await, None);
}

pub async fn identities_are_listed_in_the_order_in_which_they_were_linked(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let at = |seconds, name| Identity {
        created_at: a_moment().plus(Duration::from_secs(seconds)),
        ..of_provider(name, user)
    };
    let (third, first, second) = (at(3, "a"), at(1, "c"), at(2, "b"));
    insert(&store, &[&third, &an_identity(other), &first, &second]).await;
    assert_eq!(list(&store, user).await, [first, second, third]);
    assert_eq!(list(&store, a_user().id).await, []);
}

pub async fn an_identity_is_unlinked_once_and_no_other(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let [chosen, of_other, another] =
        [an_identity(user), an_identity(other), of_provider("another", user)];
    insert(&store, &[&chosen, &of_other, &another]).await;
    let unlink = async |user, provider| {
        keep(&store, async |tx| tx.identities().delete(user, provider).await.unwrap()).await
    };
    let unknown = ProviderName::parse("unknown").expect("a name");
    assert!(!unlink(user, &unknown).await);
    assert!(!unlink(a_user().id, &chosen.provider).await);
    assert!(unlink(user, &chosen.provider).await);
    assert!(!unlink(user, &chosen.provider).await);
    assert_eq!(find(&store, &chosen).await, None);
    assert_eq!(list(&store, user).await, [another]);
    assert_eq!(list(&store, other).await, [of_other]);
    // Both places are free again.
    let taken_over = Identity { user_id: other, ..of_provider("another", other) };
    let taken_over = Identity { issuer: chosen.issuer, subject: chosen.subject, ..taken_over };
    let next = Identity { subject: a_subject(), ..an_identity(user) };
    insert(&store, &[&taken_over, &next]).await;
    assert_eq!(find(&store, &taken_over).await, Some(taken_over));
}

pub async fn all_identities_of_a_user_are_unlinked_and_no_others(store: Subject) {
    let (user, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let theirs = an_identity(other);
    insert(&store, &[&an_identity(user), &theirs, &of_provider("another", user)]).await;
    let unlink_all =
        async || keep(&store, async |tx| tx.identities().delete_all(user).await.unwrap()).await;
    assert_eq!(unlink_all().await, 2);
    assert_eq!(unlink_all().await, 0);
    assert_eq!(list(&store, user).await, []);
    assert_eq!(list(&store, other).await, [theirs]);
}

pub async fn what_is_not_kept_links_and_unlinks_nothing(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let (kept, new) = (an_identity(user), of_provider("another", user));
    insert(&store, &[&kept]).await;
    let mut dropped = begin(&store).await;
    assert!(dropped.identities().delete(user, &kept.provider).await.unwrap());
    dropped.identities().insert(&new).await.unwrap();
    assert_eq!(dropped.identities().list(user).await.unwrap(), std::slice::from_ref(&new));
    drop(dropped);
    assert_eq!(find(&store, &new).await, None);
    assert_eq!(list(&store, user).await, [kept]);
}

pub async fn the_identities_of_a_deleted_account_are_free_again(store: Subject) {
    let (user, next) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let [first, second] = [an_identity(user), of_provider("another", user)];
    let bystander = an_identity(a_kept_user(&store).await.id);
    insert(&store, &[&first, &second, &bystander]).await;
    assert!(keep(&store, async |tx| tx.users().delete(user).await.unwrap()).await);
    for gone in [&first, &second] {
        assert_eq!(find(&store, gone).await, None);
    }
    assert_eq!(list(&store, user).await, []);
    let taken_over = Identity { user_id: next, ..first };
    insert(&store, &[&taken_over]).await;
    assert_eq!(find(&store, &taken_over).await, Some(taken_over));
    assert_eq!(find(&store, &bystander).await, Some(bystander));
}
