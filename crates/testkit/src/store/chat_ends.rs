//! What becomes of chats and of what belongs to them when an account ends.

use std::time::Duration;

use bookplate_domain::{
    chats::{Chat, ChatFilter, ChatQuery, Comment, Message, Report, ReportAction, Resolution},
    shared::{Limit, UserId},
    users::User,
};

use super::{
    Subject, a_kept_user,
    chats::all,
    growth::{a_kept_chain, found, insert},
    keep, read,
};
use crate::{a_bare_chat, a_moment, a_report, a_visitor};

/// An account with chats, a report and a question.
struct Whole {
    user: User,
    chats: [(Chat, Vec<Message>); 2],
    report: Report,
}

async fn with_chats(store: &Subject, user: User) -> Whole {
    keep(store, async |tx| tx.users().insert(&user).await.unwrap()).await;
    let chats = [a_kept_chain(store, user.id, 3).await, a_kept_chain(store, user.id, 2).await];
    let report = a_report(user.id, &chats[0].1[1]);
    keep(store, async |tx| {
        tx.reports().insert(&report).await.unwrap();
        tx.visitor_questions().add(user.id, a_moment(), 2).await.unwrap();
    })
    .await;
    Whole { user, chats, report }
}

async fn assert_gone(store: &Subject, whole: &Whole) {
    let id = whole.user.id;
    assert_eq!(read(store).users().find(id).await.unwrap(), None);
    for (chat, _) in &whole.chats {
        assert_eq!(found(store, chat).await, None);
        assert_eq!(all(store, chat).await, []);
    }
    assert_eq!(read(store).chats().count(id).await.unwrap(), 0);
    assert_eq!(read(store).reports().find(whole.report.id).await.unwrap(), None);
    let list = read(store).reports().list(None, Some(id), None, Limit::MOST).await.unwrap();
    assert_eq!(list.items, []);

    // Nor does it come back with the ids.
    keep(store, async |tx| tx.users().insert(&whole.user).await.unwrap()).await;
    assert_eq!(asked(store, id).await, 0);
    let chat = Chat { id: whole.chats[0].0.id, ..a_bare_chat(id) };
    insert(store, &chat).await;
    assert_eq!(all(store, &chat).await, []);
    let all_chats = ChatFilter::default();
    let list = read(store).chats().list(id, &all_chats, None, Limit::MOST).await.unwrap();
    assert_eq!(list.items, [chat]);
    let query = ChatQuery::parse("1").unwrap();
    let hits = read(store).chats().search(id, &query, None, Limit::MOST).await.unwrap();
    assert_eq!(hits.items, []);
}

async fn assert_whole(store: &Subject, whole: &Whole) {
    for (chat, messages) in &whole.chats {
        assert_eq!(found(store, chat).await.as_ref(), Some(chat));
        assert_eq!(all(store, chat).await, *messages);
    }
    let report = read(store).reports().find(whole.report.id).await.unwrap();
    assert_eq!(report.as_ref(), Some(&whole.report));
    assert_eq!(asked(store, whole.user.id).await, 2);
    let query = ChatQuery::parse("1").unwrap();
    let hits = read(store).chats().search(whole.user.id, &query, None, Limit::MOST).await.unwrap();
    assert_eq!(hits.items.len(), 2);
}

async fn asked(store: &Subject, visitor: UserId) -> usize {
    let long_ago = a_moment().minus(Duration::from_secs(1000));
    read(store).visitor_questions().since(visitor, long_ago).await.unwrap().len()
}

pub async fn a_deleted_account_takes_its_chats_and_all_that_belongs_to_them(store: Subject) {
    let gone = with_chats(&store, crate::a_user()).await;
    let stays = with_chats(&store, crate::a_user()).await;
    assert_whole(&store, &gone).await;
    assert!(keep(&store, async |tx| tx.users().delete(gone.user.id).await.unwrap()).await);
    assert_whole(&store, &stays).await;
    assert_gone(&store, &gone).await;
    assert_whole(&store, &stays).await;
}

pub async fn a_purged_visitor_takes_the_same_along(store: Subject) {
    let gone = with_chats(&store, a_visitor()).await;
    let later = a_moment().plus(Duration::from_secs(100));
    let stays = with_chats(&store, User { created_at: later, ..a_visitor() }).await;
    let purged = keep(&store, async |tx| tx.users().purge_visitors(later, 10).await.unwrap());
    assert_eq!(purged.await, 1);
    assert_whole(&store, &stays).await;
    assert_gone(&store, &gone).await;
}

pub async fn a_report_forgets_a_moderator_who_is_gone(store: Subject) {
    let moderator = a_kept_user(&store).await.id;
    let whole = with_chats(&store, crate::a_user()).await;
    let resolution = Resolution {
        action: ReportAction::Dismiss,
        by: Some(moderator),
        at: a_moment(),
        note: Some(Comment::parse("harmlos").unwrap()),
    };
    let settled = Report { resolution: Some(resolution.clone()), ..whole.report.clone() };
    keep(&store, async |tx| tx.reports().update(&settled).await.unwrap()).await;
    assert!(keep(&store, async |tx| tx.users().delete(moderator).await.unwrap()).await);
    let resolution = Some(Resolution { by: None, ..resolution });
    let found = read(&store).reports().find(settled.id).await.unwrap();
    assert_eq!(found, Some(Report { resolution, ..settled }));
}

pub async fn what_was_given_away_does_not_end_with_the_giver(store: Subject) {
    let to = a_kept_user(&store).await.id;
    let whole = with_chats(&store, a_visitor()).await;
    keep(&store, async |tx| {
        tx.users().lock(to.min(whole.user.id)).await.unwrap();
        tx.users().lock(to.max(whole.user.id)).await.unwrap();
        assert_eq!(tx.chats().give(whole.user.id, to, None).await.unwrap().len(), 2);
        assert!(tx.users().delete(whole.user.id).await.unwrap());
    })
    .await;
    for (chat, messages) in &whole.chats {
        let chat = Chat { owner_id: to, ..chat.clone() };
        assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
        assert_eq!(all(&store, &chat).await, *messages);
    }
    let report = read(&store).reports().find(whole.report.id).await.unwrap();
    assert_eq!(report, Some(Report { user_id: to, ..whole.report }));
}
