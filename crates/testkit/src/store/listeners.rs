//! What a [`ChangeListener`](bookplate_domain::store::ChangeListener) is told, and when.

use std::{
    sync::{Arc, Mutex},
    thread,
};

use bookplate_domain::{
    sessions::{EndReason, Rotation, Session},
    shared::Locale,
    store::Transaction,
    users::{Preferences, User},
};
use tokio::runtime::Handle;

use super::{Subject, a_kept_user, begin, keep};
use crate::{
    a_moment, a_password_hash, a_session, a_signing_key, a_user, an_address, an_event,
    doubles::{
        RecordingListener,
        Told::{self, SigningKeys},
    },
};

type Listener = Arc<RecordingListener>;

/// A kept user with a session, of which the listener was told whatever it was.
async fn with_a_session(store: &Subject, listener: &Listener) -> (User, Session) {
    let user = a_kept_user(store).await;
    let session = a_session(user.id);
    keep(store, async |tx| {
        assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
    })
    .await;
    listener.collect();
    (user, session)
}

/// What the listener was told by the time that the transaction was kept.
async fn told(
    store: &Subject,
    listener: &Listener,
    work: impl AsyncFnOnce(&mut dyn Transaction),
) -> Vec<Told> {
    let mut tx = begin(store).await;
    work(tx.as_mut()).await;
    assert_eq!(listener.collect(), [], "nothing is kept yet");
    tx.commit().await.expect("the transaction is kept");
    listener.collect()
}

pub async fn every_change_of_a_user_is_told(store: Subject, listener: Listener) {
    let user = User { email_verified_at: None, ..a_user() };
    keep(&store, async |tx| tx.users().insert(&user).await.unwrap()).await;
    let (id, now, expected) = (user.id, a_moment(), [Told::User(user.id)]);
    listener.collect();
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.users().verify_email(id, now).await.unwrap());
    });
    assert_eq!(heard.await, expected, "verify_email");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.users().set_password(id, None, &a_password_hash(), now).await.unwrap());
    });
    assert_eq!(heard.await, expected, "set_password");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.users().change_email(id, &an_address(), now).await.unwrap());
    });
    assert_eq!(heard.await, expected, "change_email");
    let heard = told(&store, &listener, async |tx| {
        tx.users().clear_password(id, now).await.unwrap();
    });
    assert_eq!(heard.await, expected, "clear_password");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.users().update(&User { bio: None, ..user.clone() }).await.unwrap());
    });
    assert_eq!(heard.await, expected, "update");
    let (locale, preferences) = (user.locale.clone(), initial_preferences);
    let heard = told(&store, &listener, async |tx| {
        tx.preferences().save(id, &preferences(Locale::default())).await.unwrap();
    });
    assert_eq!(heard.await, expected, "save another locale");
    let heard = told(&store, &listener, async |tx| {
        tx.preferences().save(id, &preferences(locale)).await.unwrap();
    });
    assert_eq!(heard.await, expected, "save the locale from before");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.users().delete(id).await.unwrap());
    });
    assert_eq!(heard.await, expected, "delete");
}

fn initial_preferences(locale: Locale) -> Preferences {
    Preferences::initial(locale, a_moment())
}

pub async fn every_end_and_fresh_proof_of_a_session_is_told(store: Subject, listener: Listener) {
    let (reason, now) = (EndReason::LoggedOut, a_moment());
    let (user, session) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        tx.sessions().reauthenticated(session.id, now).await.unwrap();
    });
    assert_eq!(heard.await, [Told::User(user.id)], "reauthenticated");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.sessions().revoke(session.id, reason, now).await.unwrap().is_some());
    });
    assert_eq!(heard.await, [Told::User(user.id)], "revoke");
    let (user, session) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.sessions().revoke_own(user.id, session.id, reason, now).await.unwrap());
    });
    assert_eq!(heard.await, [Told::User(user.id)], "revoke_own");
    let (user, _) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        assert_eq!(tx.sessions().revoke_oldest(user.id, 0, reason, now).await.unwrap(), 1);
    });
    assert_eq!(heard.await, [Told::User(user.id)], "revoke_oldest");
    let (user, _) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        assert_eq!(tx.sessions().revoke_all(user.id, None, reason, now).await.unwrap(), 1);
    });
    assert_eq!(heard.await, [Told::User(user.id)], "revoke_all");
}

pub async fn every_change_of_the_signing_keys_is_told(store: Subject, listener: Listener) {
    let key = a_signing_key(1);
    let heard = told(&store, &listener, async |tx| {
        tx.signing_keys().insert(&key).await.unwrap();
    });
    assert_eq!(heard.await, [SigningKeys], "insert");
    // It is the same key. Nodes that seal under secrets in another order would wake each other
    // without end.
    let heard = told(&store, &listener, async |tx| {
        tx.signing_keys().reseal(&key.kid, &[1]).await.unwrap();
    });
    assert_eq!(heard.await, [], "reseal");
    let heard = told(&store, &listener, async |tx| {
        assert!(tx.signing_keys().delete(&key.kid).await.unwrap());
    });
    assert_eq!(heard.await, [SigningKeys], "delete");
}

/// What happens all the time: nobody who remembers a session need read it again for that.
pub async fn what_nobody_remembers_is_not_told(store: Subject, listener: Listener) {
    let (user, session) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        let old = user.password.as_ref().expect("a hash");
        tx.users().rehash(user.id, old, &a_password_hash()).await.unwrap();
        let (now, expires_at) = (a_moment(), session.expires_at);
        let sessions = tx.sessions();
        assert!(sessions.insert(&a_session(user.id), user.epoch).await.unwrap());
        let rotation = Rotation { from: 1, now, expires_at, visitor_expires_at: expires_at };
        assert!(sessions.rotate(session.id, rotation).await.unwrap().is_some());
        sessions.saw_generation(session.id, 2, now).await.unwrap();
        let ended = sessions.revoke_oldest(user.id, 2, EndReason::TooMany, now).await;
        assert_eq!(ended.unwrap(), 0);
        tx.audit().record(&an_event()).await.unwrap();
        let preferences = initial_preferences(user.locale.clone());
        tx.preferences().save(user.id, &preferences).await.unwrap();
    });
    assert_eq!(heard.await, []);
}

pub async fn what_changed_nothing_is_not_told(store: Subject, listener: Listener) {
    let (user, _) = with_a_session(&store, &listener).await;
    let (nobody, no_session) = (a_user().id, a_session(user.id).id);
    let (reason, now) = (EndReason::LoggedOut, a_moment());
    let heard = told(&store, &listener, async |tx| {
        let (users, stale) = (tx.users(), Some(user.epoch + 1));
        assert!(!users.verify_email(user.id, now).await.unwrap(), "it was before");
        assert!(!users.set_password(user.id, stale, &a_password_hash(), now).await.unwrap());
        assert!(!users.change_email(nobody, &an_address(), now).await.unwrap());
        users.clear_password(nobody, now).await.unwrap();
        assert!(!users.update(&a_user()).await.unwrap());
        assert!(!users.delete(nobody).await.unwrap());
        let sessions = tx.sessions();
        assert_eq!(sessions.revoke(no_session, reason, now).await.unwrap(), None);
        assert!(!sessions.revoke_own(user.id, no_session, reason, now).await.unwrap());
        assert_eq!(sessions.revoke_all(nobody, None, reason, now).await.unwrap(), 0);
        sessions.reauthenticated(no_session, now).await.unwrap();
        tx.signing_keys().reseal("no key", &[1]).await.unwrap();
        assert!(!tx.signing_keys().delete("no key").await.unwrap());
    });
    assert_eq!(heard.await, []);
}

pub async fn each_user_is_told_once_a_transaction(store: Subject, listener: Listener) {
    let (ada, _) = with_a_session(&store, &listener).await;
    let (bob, _) = with_a_session(&store, &listener).await;
    let heard = told(&store, &listener, async |tx| {
        for user in [ada.id, bob.id] {
            for _ in 0..3 {
                tx.users().clear_password(user, a_moment()).await.unwrap();
            }
            let reason = EndReason::PasswordChanged;
            tx.sessions().revoke_all(user, None, reason, a_moment()).await.unwrap();
        }
        for generation in 1..4 {
            tx.signing_keys().insert(&a_signing_key(generation)).await.unwrap();
        }
    });
    let heard = heard.await;
    assert_eq!(heard.len(), 3, "{heard:?}");
    for expected in [Told::User(ada.id), Told::User(bob.id), SigningKeys] {
        assert!(heard.contains(&expected), "{heard:?}");
    }
}

pub async fn what_is_not_kept_is_never_told(store: Subject, listener: Listener) {
    let (user, session) = with_a_session(&store, &listener).await;
    let change = async |tx: &mut dyn Transaction| {
        tx.users().clear_password(user.id, a_moment()).await.unwrap();
        let reason = EndReason::LoggedOut;
        tx.sessions().revoke(session.id, reason, a_moment()).await.unwrap();
        tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
    };
    let mut tx = begin(&store).await;
    change(tx.as_mut()).await;
    drop(tx);
    let mut tx = begin(&store).await;
    change(tx.as_mut()).await;
    tx.users().insert(&user).await.unwrap_err();
    tx.commit().await.unwrap_err();
    // The next one is told of its own changes alone.
    let heard = told(&store, &listener, async |tx| {
        tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
    });
    assert_eq!(heard.await, [SigningKeys]);
}

pub async fn what_is_told_can_be_read_by_then(store: Subject, listener: Listener) {
    let user = a_kept_user(&store).await;
    let versions: Arc<Mutex<Vec<u32>>> = Arc::default();
    let (reading, seen, runtime) = (store.clone(), versions.clone(), Handle::current());
    listener.then(move || {
        let found = thread::scope(|scope| {
            let find = || runtime.block_on(async { reading.read().users().find(user.id).await });
            scope.spawn(find).join()
        });
        let found = found.unwrap().unwrap().expect("it is kept");
        seen.lock().unwrap().push(found.version);
    });
    for _ in 0..2 {
        keep(&store, async |tx| {
            tx.users().clear_password(user.id, a_moment()).await.unwrap();
        })
        .await;
    }
    assert_eq!(*versions.lock().unwrap(), [user.version + 1, user.version + 2]);
}
