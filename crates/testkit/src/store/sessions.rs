use std::time::Duration;

use bookplate_domain::{
    sessions::{EndReason, Revocation, Rotation, Session},
    shared::{Client, SessionId, Timestamp, UserId},
    users::User,
};

use super::{Subject, a_kept_user, keep, read};
use crate::{a_moment, a_session, a_user, a_visitor};

pub(super) async fn insert(store: &Subject, session: &Session, epoch: u32) -> bool {
    keep(store, async |tx| tx.sessions().insert(session, epoch).await.unwrap()).await
}

async fn a_kept_session(store: &Subject) -> (Session, User) {
    let user = a_kept_user(store).await;
    let session = a_session(user.id);
    assert!(insert(store, &session, user.epoch).await);
    (session, user)
}

pub(super) async fn find(store: &Subject, id: SessionId) -> Option<(Session, User)> {
    read(store).sessions().find_with_user(id).await.unwrap()
}

async fn rotate(store: &Subject, id: SessionId, rotation: Rotation) -> Option<(Session, User)> {
    let rotated = keep(store, async |tx| tx.sessions().rotate(id, rotation).await.unwrap()).await;
    if rotated.is_some() {
        assert_eq!(rotated, find(store, id).await, "as it is kept");
    }
    rotated
}

pub(super) async fn revoke(
    store: &Subject,
    id: SessionId,
    reason: EndReason,
    now: Timestamp,
) -> Option<UserId> {
    keep(store, async |tx| tx.sessions().revoke(id, reason, now).await.unwrap()).await
}

fn rotation(from: u32) -> Rotation {
    let now = a_moment().plus(Duration::from_millis(60_001));
    let (expires_at, visitor_expires_at) =
        (now.plus(Duration::from_secs(3600)), now.plus(Duration::from_secs(7200)));
    Rotation { from, now, expires_at, visitor_expires_at }
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let user = a_kept_user(&store).await;
    let from_ip = |ip: Option<&str>| Session {
        client: Client { ip: ip.map(|ip| ip.parse().expect("an ip")), ..Client::default() },
        ..a_session(user.id)
    };
    let mut sessions = vec![
        a_session(user.id),
        from_ip(None),
        from_ip(Some("2001:db8::7")),
        Session {
            generation: u32::MAX,
            seen_generation: u32::MAX,
            rotated_at: a_moment().plus(Duration::from_millis(1)),
            authenticated_at: a_moment().plus(Duration::from_millis(2)),
            created_at: Timestamp::from_unix_millis(0),
            last_active_at: a_moment().plus(Duration::from_millis(3)),
            expires_at: a_moment().plus(Duration::from_millis(4)),
            ends_at: Timestamp::from_unix_millis(i64::MAX),
            ..a_session(user.id)
        },
    ];
    sessions.extend(EndReason::ALL.map(|reason| Session {
        revoked: Some(Revocation { at: a_moment(), reason }),
        ..a_session(user.id)
    }));
    for session in sessions {
        assert!(insert(&store, &session, user.epoch).await);
        let found = find(&store, session.id).await;
        assert_eq!(found, Some((session, user.clone())));
    }
}

pub async fn a_session_of_another_epoch_is_not_added(store: Subject) {
    let user = a_kept_user(&store).await;
    let session = a_session(user.id);
    for epoch in [0, user.epoch - 1, user.epoch + 1] {
        assert!(!insert(&store, &session, epoch).await, "epoch {epoch}");
        assert_eq!(find(&store, session.id).await, None);
    }
    assert!(insert(&store, &session, user.epoch).await);
}

pub async fn a_session_of_nobody_is_not_added(store: Subject) {
    let nobody = a_user();
    let session = a_session(nobody.id);
    assert!(!insert(&store, &session, nobody.epoch).await);
    assert_eq!(find(&store, session.id).await, None);
}

pub async fn a_rotated_session_is_as_the_domain_says(store: Subject) {
    let (session, user) = a_kept_session(&store).await;
    let (bystander, _) = a_kept_session(&store).await;
    let rotated = rotate(&store, session.id, rotation(1)).await;
    assert_eq!(rotated, Some((session.rotated(user.role, rotation(1)), user)));
    let visitor = a_visitor();
    keep(&store, async |tx| tx.users().insert(&visitor).await.unwrap()).await;
    let session = a_session(visitor.id);
    assert!(insert(&store, &session, visitor.epoch).await);
    let rotated = rotate(&store, session.id, rotation(1)).await;
    assert_eq!(rotated, Some((session.rotated(visitor.role, rotation(1)), visitor)));
    let other = find(&store, bystander.id).await.map(|(session, _)| session);
    assert_eq!(other, Some(bystander));
}

pub async fn only_the_present_generation_rotates(store: Subject) {
    let (session, user) = a_kept_session(&store).await;
    assert_eq!(rotate(&store, session.id, rotation(0)).await, None);
    assert_eq!(rotate(&store, session.id, rotation(2)).await, None);
    assert!(rotate(&store, session.id, rotation(1)).await.is_some());
    assert_eq!(rotate(&store, session.id, rotation(1)).await, None);
    let found = find(&store, session.id).await.map(|(session, _)| session);
    assert_eq!(found, Some(session.rotated(user.role, rotation(1))));
}

pub async fn an_expired_session_does_not_rotate(store: Subject) {
    let user = a_kept_user(&store).await;
    let now = rotation(1).now;
    let (before, later) = (Duration::from_millis(1), Duration::from_secs(60));
    for (expires_at, ends_at) in [(now, now.plus(later)), (now.plus(later), now)] {
        let session = Session { expires_at, ends_at, ..a_session(user.id) };
        assert!(insert(&store, &session, user.epoch).await);
        assert_eq!(rotate(&store, session.id, rotation(1)).await, None);
        assert_eq!(find(&store, session.id).await, Some((session.clone(), user.clone())));
        let still = Rotation { now: now.minus(before), ..rotation(1) };
        assert!(rotate(&store, session.id, still).await.is_some());
    }
}

pub async fn a_revoked_session_does_not_rotate(store: Subject) {
    let (session, user) = a_kept_session(&store).await;
    let revoked = revoke(&store, session.id, EndReason::LoggedOut, a_moment()).await;
    assert_eq!(revoked, Some(user.id));
    assert_eq!(rotate(&store, session.id, rotation(1)).await, None);
    let (found, _) = find(&store, session.id).await.expect("it is kept");
    assert_eq!(found.generation, 1);
}

pub async fn neither_the_seen_generation_nor_its_moment_falls(store: Subject) {
    let (session, _) = a_kept_session(&store).await;
    let saw = async |generation, now| {
        keep(&store, async |tx| {
            let sessions = tx.sessions();
            sessions.saw_generation(session.id, generation, now).await
        })
        .await
        .unwrap();
        let found = find(&store, session.id).await;
        found.map(|(session, _)| session).expect("it is kept")
    };
    let later = a_moment().plus(Duration::from_millis(1));
    let even_later = later.plus(Duration::from_millis(1));
    for (generation, moment, seen, active) in [
        (3, later, 3, later),
        (2, later, 3, later),
        (0, even_later, 3, even_later),
        (3, later, 3, even_later),
        (4, a_moment(), 4, even_later),
    ] {
        let expected = Session { seen_generation: seen, last_active_at: active, ..session.clone() };
        assert_eq!(saw(generation, moment).await, expected);
    }
}

pub async fn a_session_is_revoked_once_and_keeps_the_first_reason(store: Subject) {
    for (first, second) in [
        (EndReason::LoggedOut, EndReason::TokenReused),
        (EndReason::TokenReused, EndReason::LoggedOut),
    ] {
        let (session, user) = a_kept_session(&store).await;
        let later = a_moment().plus(Duration::from_millis(1));
        assert_eq!(revoke(&store, session.id, first, a_moment()).await, Some(user.id));
        assert_eq!(revoke(&store, session.id, second, later).await, None);
        let ended =
            Session { revoked: Some(Revocation { at: a_moment(), reason: first }), ..session };
        assert_eq!(find(&store, ended.id).await, Some((ended, user)));
    }
}

pub async fn what_is_not_there_does_not_rotate_or_end(store: Subject) {
    let (_, user) = a_kept_session(&store).await;
    let unknown = a_session(user.id).id;
    assert_eq!(rotate(&store, unknown, rotation(1)).await, None);
    assert_eq!(revoke(&store, unknown, EndReason::LoggedOut, a_moment()).await, None);
    assert_eq!(find(&store, unknown).await, None);
}

pub async fn all_sessions_of_a_user_end_but_the_excepted_one(store: Subject) {
    let (excepted, user) = a_kept_session(&store).await;
    let (of_another_user, _) = a_kept_session(&store).await;
    let others = [a_session(user.id), a_session(user.id)];
    for session in &others {
        assert!(insert(&store, session, user.epoch).await);
    }
    let logged_out = revoke(&store, others[0].id, EndReason::LoggedOut, a_moment()).await;
    assert_eq!(logged_out, Some(user.id));

    let later = a_moment().plus(Duration::from_secs(1));
    let revoke_all = async |except| {
        let reason = EndReason::PasswordChanged;
        keep(&store, async |tx| tx.sessions().revoke_all(user.id, except, reason, later).await)
            .await
            .unwrap()
    };
    let reason_of = async |id| {
        let (session, _) = find(&store, id).await.expect("it is kept");
        session.revoked.map(|revoked| (revoked.reason, revoked.at))
    };
    assert_eq!(revoke_all(Some(excepted.id)).await, 1);
    assert_eq!(reason_of(excepted.id).await, None);
    assert_eq!(reason_of(others[0].id).await, Some((EndReason::LoggedOut, a_moment())));
    assert_eq!(reason_of(others[1].id).await, Some((EndReason::PasswordChanged, later)));
    assert_eq!(reason_of(of_another_user.id).await, None);
    assert_eq!(revoke_all(None).await, 1);
    assert_eq!(reason_of(excepted.id).await, Some((EndReason::PasswordChanged, later)));
}

pub async fn a_fresh_proof_of_the_password_is_noted(store: Subject) {
    let (session, user) = a_kept_session(&store).await;
    let later = a_moment().plus(Duration::from_secs(1));
    keep(&store, async |tx| tx.sessions().reauthenticated(session.id, later).await).await.unwrap();
    let proven = Session { authenticated_at: later, ..session };
    assert_eq!(find(&store, proven.id).await, Some((proven, user)));
}
