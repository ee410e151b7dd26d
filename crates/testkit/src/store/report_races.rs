//! Messages that are reported, and reports that are settled, by many at the same moment.

use bookplate_domain::chats::{Report, ReportAction, Resolution};

use super::{
    Subject, a_kept_user,
    growth::a_kept_chain,
    keep,
    races::{all_at_once, done},
    read,
};
use crate::{a_moment, a_report};

pub async fn of_many_who_report_a_message_one_does(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 1).await;
    let (owner, message) = (chat.owner_id, messages[0].clone());
    let reported = all_at_once(&store, move |_, mut tx| {
        let message = message.clone();
        async move {
            tx.users().lock(owner).await.expect("nobody fails");
            tx.chats().lock(owner, message.chat_id).await.expect("nobody fails");
            let open = tx.reports().find_open(owner, message.chat_id, &message.id).await;
            if open.expect("nobody fails").is_some() {
                return false;
            }
            tx.reports().insert(&a_report(owner, &message)).await.expect("nobody fails");
            done(tx, true).await
        }
    })
    .await;
    assert_eq!(reported.into_iter().filter(|reported| *reported).count(), 1);
}

pub async fn of_many_who_settle_a_report_one_does(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 1).await;
    let report = a_report(chat.owner_id, &messages[0]);
    keep(&store, async |tx| tx.reports().insert(&report).await.unwrap()).await;
    let (id, owner) = (report.id, chat.owner_id);
    let settled = all_at_once(&store, move |number, mut tx| async move {
        let found = tx.reports().lock(id).await.expect("nobody fails").expect("it is there");
        if found.resolution.is_some() {
            return None;
        }
        let action = ReportAction::ALL[number % ReportAction::ALL.len()];
        let resolution = Resolution { action, by: Some(owner), at: a_moment(), note: None };
        let settled = Report { resolution: Some(resolution), ..found };
        tx.reports().update(&settled).await.expect("nobody fails");
        done(tx, Some(settled)).await
    })
    .await;
    let settled: Vec<Report> = settled.into_iter().flatten().collect();
    assert_eq!(settled.len(), 1);
    assert_eq!(read(&store).reports().find(id).await.unwrap(), Some(settled[0].clone()));
}
