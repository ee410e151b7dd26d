//! What has had its time is removed, and nothing else.

use std::time::Duration;

use bookplate_domain::{
    chats::Chat,
    mail::{MailFilter, OutboxMail},
    sessions::{EndReason, Revocation, Session},
    shared::{Limit, MailId, SessionId, Timestamp},
    users::{EmailChange, OneTimeToken, Registration, TokenPurpose, User},
};

use super::{
    Subject, a_kept_user,
    growth::a_kept_chain,
    keep, read,
    sessions::{find, insert},
};
use crate::{
    a_mail, a_moment, a_registration, a_session, a_token, a_visitor, an_address, an_email_change,
    an_identity,
};

const MILLISECOND: Duration = Duration::from_millis(1);

/// The moment before which something has to be over to go.
fn before() -> Timestamp {
    a_moment().plus(Duration::from_secs(1_000))
}

/// A moment before that, that moment and one after it: what is over at the first of them goes.
fn around() -> [Timestamp; 3] {
    [before().minus(MILLISECOND), before(), before().plus(MILLISECOND)]
}

fn ended_at(at: Timestamp) -> Option<Revocation> {
    Some(Revocation { at, reason: EndReason::LoggedOut })
}

async fn purge_sessions(store: &Subject, count: u32) -> u64 {
    keep(store, async |tx| tx.sessions().purge(before(), count).await.unwrap()).await
}

async fn kept_sessions(store: &Subject, user: &User, sessions: &[Session]) {
    for session in sessions {
        assert!(insert(store, session, user.epoch).await);
    }
}

async fn are_kept(store: &Subject, ids: impl IntoIterator<Item = SessionId>) -> Vec<bool> {
    let mut kept = Vec::new();
    for id in ids {
        kept.push(find(store, id).await.is_some());
    }
    kept
}

pub async fn sessions_that_are_over_are_removed_and_nothing_else(store: Subject) {
    let user = a_kept_user(&store).await;
    let late = before().plus(Duration::from_secs(9_000));
    let live = || Session { expires_at: late, ends_at: late, ..a_session(user.id) };
    let expired = around().map(|expires_at| Session { expires_at, ..live() });
    let ended = around().map(|at| Session { revoked: ended_at(at), ..live() });
    // It had expired long before somebody ended it, which offline verifiers have to be told.
    let [early, _, after] = around();
    let both = Session { expires_at: early, revoked: ended_at(after), ..live() };
    let untouched = live();
    let all = [&expired[..], &ended[..], &[both, untouched]].concat();
    kept_sessions(&store, &user, &all).await;
    assert_eq!(purge_sessions(&store, 100).await, 2);
    assert_eq!(purge_sessions(&store, 100).await, 0);
    let kept = are_kept(&store, all.iter().map(|session| session.id)).await;
    assert_eq!(kept, [false, true, true, false, true, true, true, true]);
    // Those that stayed are as they were.
    for session in all.into_iter().zip(kept).filter_map(|(it, kept)| kept.then_some(it)) {
        assert_eq!(find(&store, session.id).await.unwrap().0, session);
    }
}

pub async fn no_more_sessions_are_removed_at_once_than_asked_for(store: Subject) {
    let user = a_kept_user(&store).await;
    let [early, ..] = around();
    let expired = [(); 3].map(|()| Session { expires_at: early, ..a_session(user.id) });
    let ended = [(); 4].map(|()| Session { revoked: ended_at(early), ..a_session(user.id) });
    kept_sessions(&store, &user, &[&expired[..], &ended[..]].concat()).await;
    for expected in [0, 3, 3, 1, 0] {
        let count = if expected == 0 { 0 } else { 3 };
        assert_eq!(purge_sessions(&store, count).await, expected);
    }
}

pub async fn nothing_of_a_user_goes_with_a_session(store: Subject) {
    let user = a_kept_user(&store).await;
    let [early, ..] = around();
    let session = Session { expires_at: early, ends_at: early, ..a_session(user.id) };
    kept_sessions(&store, &user, std::slice::from_ref(&session)).await;
    let (chat, messages): (Chat, _) = a_kept_chain(&store, user.id, 3).await;
    let (token, change, identity) =
        (a_token(user.id), an_email_change(user.id), an_identity(user.id));
    keep(&store, async |tx| {
        tx.one_time_tokens().insert(&token).await.unwrap();
        tx.email_changes().insert(&change).await.unwrap();
        tx.identities().insert(&identity).await.unwrap();
    })
    .await;
    assert_eq!(purge_sessions(&store, 100).await, 1);
    assert_eq!(are_kept(&store, [session.id]).await, [false]);
    let mut read = read(&store);
    assert_eq!(read.users().find(user.id).await.unwrap(), Some(user.clone()));
    assert_eq!(read.chats().find(user.id, chat.id).await.unwrap(), Some(chat.clone()));
    let ids: Vec<_> = messages.iter().map(|message| message.id.clone()).collect();
    assert_eq!(read.messages().find(&chat, &ids).await.unwrap().len(), 3);
    assert_eq!(read.one_time_tokens().find(token.id).await.unwrap(), Some(token));
    assert_eq!(read.email_changes().list(user.id).await.unwrap(), [change]);
    assert_eq!(read.identities().list(user.id).await.unwrap(), [identity]);
}

pub async fn the_sessions_of_a_visitor_stay_as_long_as_the_visitor(store: Subject) {
    let visitor = a_visitor();
    keep(&store, async |tx| tx.users().insert(&visitor).await.unwrap()).await;
    let [early, _, after] = around();
    let expired = Session { expires_at: early, ..a_session(visitor.id) };
    let ended =
        Session { revoked: ended_at(early), last_active_at: after, ..a_session(visitor.id) };
    kept_sessions(&store, &visitor, &[expired.clone(), ended.clone()]).await;
    assert_eq!(purge_sessions(&store, 100).await, 0);
    assert_eq!(are_kept(&store, [expired.id, ended.id]).await, [true, true]);
    // So it is still known that the visitor was here not long ago, and what is theirs stays.
    let gone = keep(&store, async |tx| tx.users().purge_visitors(before(), 9).await.unwrap());
    assert_eq!(gone.await, 0);
    let gone = keep(&store, async |tx| {
        tx.users().purge_visitors(after.plus(MILLISECOND), 9).await.unwrap()
    });
    assert_eq!(gone.await, 1);
    assert_eq!(are_kept(&store, [expired.id, ended.id]).await, [false, false]);
}

pub async fn registrations_that_expired_are_removed_and_nothing_else(store: Subject) {
    let email = an_address();
    let all = around().map(|expires_at| Registration { expires_at, ..a_registration(&email) });
    let more =
        [(); 2].map(|()| Registration { expires_at: a_moment(), ..a_registration(&an_address()) });
    keep(&store, async |tx| {
        for registration in all.iter().chain(&more) {
            tx.registrations().insert(registration).await.unwrap();
        }
    })
    .await;
    let purge = async |count| {
        keep(&store, async |tx| tx.registrations().purge(before(), count).await.unwrap()).await
    };
    for expected in [2, 1, 0] {
        assert_eq!(purge(2).await, expected);
    }
    for (registration, kept) in all.into_iter().zip([false, true, true]) {
        let found = read(&store).registrations().find_by_token(registration.token).await.unwrap();
        assert_eq!(found, kept.then_some(registration));
    }
}

pub async fn tokens_that_expired_are_removed_and_nothing_else(store: Subject) {
    let mut all = Vec::new();
    for (place, expires_at) in around().into_iter().enumerate() {
        for purpose in [TokenPurpose::VerifyEmail, TokenPurpose::ResetPassword] {
            let user = a_kept_user(&store).await;
            all.push((place, OneTimeToken { purpose, expires_at, ..a_token(user.id) }));
        }
    }
    keep(&store, async |tx| {
        for (_, token) in &all {
            tx.one_time_tokens().insert(token).await.unwrap();
        }
    })
    .await;
    let purge = async |count| {
        keep(&store, async |tx| tx.one_time_tokens().purge(before(), count).await.unwrap()).await
    };
    for expected in [1, 1, 0] {
        assert_eq!(purge(1).await, expected);
    }
    for (place, token) in all {
        let found = read(&store).one_time_tokens().find(token.id).await.unwrap();
        assert_eq!(found, (place > 0).then_some(token));
    }
}

pub async fn a_change_of_address_is_kept_as_long_as_it_can_be_taken_back(store: Subject) {
    let user = a_kept_user(&store).await;
    let [early, at_the_end, after] = around();
    // The link to the new mailbox expired long ago in each of them.
    let change = |revertible_until| EmailChange { revertible_until, ..an_email_change(user.id) };
    let taken_back = EmailChange { revert_token: None, ..change(early) };
    let confirmed = EmailChange { confirmed_at: Some(a_moment()), ..change(at_the_end) };
    let all = [change(early), taken_back, change(early), confirmed, change(after)];
    keep(&store, async |tx| {
        for change in &all {
            tx.email_changes().insert(change).await.unwrap();
        }
    })
    .await;
    let purge = async |count| {
        keep(&store, async |tx| tx.email_changes().purge(before(), count).await.unwrap()).await
    };
    for expected in [2, 1, 0] {
        assert_eq!(purge(2).await, expected);
    }
    let left = read(&store).email_changes().list(user.id).await.unwrap();
    let mut ids: Vec<_> = left.iter().map(|change| change.id).collect();
    ids.sort();
    let mut expected = [all[3].id, all[4].id];
    expected.sort();
    assert_eq!(ids, expected);
    // The old address is still held, and can be had back to the last millisecond.
    let holder = read(&store).email_changes().find_holder(&all[3].old, early).await.unwrap();
    assert_eq!(holder, Some(user.id));
    let revert = all[3].revert_token.expect("it has one");
    let reverted = keep(&store, async |tx| tx.email_changes().revert(revert, early).await);
    assert!(reverted.await.unwrap());
}

/// Mails that were sent, given up, given up and sent after all, and are owed, at each moment.
async fn mails(store: &Subject) -> Vec<[MailId; 3]> {
    let mut all = Vec::new();
    for at in around() {
        let mails = [(); 3].map(|()| OutboxMail { created_at: a_moment(), ..a_mail() });
        keep(store, async |tx| {
            let outbox = tx.outbox();
            for mail in &mails {
                outbox.insert(mail).await.unwrap();
            }
            outbox.delivered(mails[0].id, at).await.unwrap();
            outbox.bury(mails[1].id, at, "550").await.unwrap();
            outbox.bury(mails[2].id, a_moment(), "given up").await.unwrap();
            // A faster worker had it sent after all.
            outbox.delivered(mails[2].id, at).await.unwrap();
        })
        .await;
        all.push(mails.map(|mail| mail.id));
    }
    all
}

async fn listed(store: &Subject) -> Vec<MailId> {
    let filter = MailFilter::default();
    let page = read(store).outbox().list(&filter, None, Limit::MOST).await.unwrap();
    page.items.into_iter().map(|record| record.id).collect()
}

pub async fn mails_that_ended_are_removed_and_those_that_are_owed_stay(store: Subject) {
    let ended = mails(&store).await;
    // Owed since long ago, one of them given up and to be tried again.
    let owed = [(); 2].map(|()| a_mail());
    keep(&store, async |tx| {
        for mail in &owed {
            tx.outbox().insert(mail).await.unwrap();
        }
        tx.outbox().bury(owed[1].id, a_moment(), "550").await.unwrap();
        assert!(tx.outbox().retry(owed[1].id, a_moment()).await.unwrap());
    })
    .await;
    let purge = async |count| {
        keep(&store, async |tx| tx.outbox().purge(before(), count).await.unwrap()).await
    };
    assert_eq!(purge(0).await, 0);
    for expected in [2, 1, 0] {
        assert_eq!(purge(2).await, expected);
    }
    let left = listed(&store).await;
    let stay = ended[1].iter().chain(&ended[2]).chain(owed.iter().map(|mail| &mail.id));
    assert!(stay.clone().all(|id| left.contains(id)));
    assert_eq!(left.len(), stay.count());
}
