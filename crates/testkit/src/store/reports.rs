use std::time::Duration;

use bookplate_domain::{
    chats::{Comment, MessageId, Report, ReportAction, ReportReason, ReportStatus, Resolution},
    shared::{ReportId, UserId},
};

use super::{
    Subject, a_kept_user, begin,
    growth::{a_kept_chain, a_kept_chat, go_on},
    keep, pages, read,
};
use crate::{a_message, a_message_id, a_moment, a_report};

async fn insert(store: &Subject, report: &Report) {
    keep(store, async |tx| tx.reports().insert(report).await.unwrap()).await;
}

async fn find(store: &Subject, id: ReportId) -> Option<Report> {
    read(store).reports().find(id).await.unwrap()
}

fn settled(report: &Report, by: UserId, note: Option<&str>) -> Report {
    let at = a_moment().plus(Duration::from_secs(77));
    let note = note.map(|note| Comment::parse(note).unwrap());
    let resolution = Resolution { action: ReportAction::RemoveMessage, by: Some(by), at, note };
    Report { resolution: Some(resolution), ..report.clone() }
}

async fn settle(store: &Subject, report: &Report) {
    keep(store, async |tx| {
        tx.reports().lock(report.id).await.unwrap();
        tx.reports().update(report).await.unwrap();
    })
    .await;
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    for reason in ReportReason::ALL {
        let message = go_on(&store, &mut chat).await;
        let comment = a_report(owner, &message).comment.filter(|_| *reason != ReportReason::Spam);
        let report = Report { reason: *reason, comment, ..a_report(owner, &message) };
        insert(&store, &report).await;
        assert_eq!(find(&store, report.id).await.as_ref(), Some(&report));
        let mut tx = begin(&store).await;
        assert_eq!(tx.reports().lock(report.id).await.unwrap(), Some(report));
    }
    let nobodys = a_report(owner, &a_message(&chat)).id;
    assert_eq!(find(&store, nobodys).await, None);
    assert_eq!(begin(&store).await.reports().lock(nobodys).await.unwrap(), None);
}

pub async fn an_update_writes_the_resolution_and_nothing_else(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (_, messages) = a_kept_chain(&store, owner, 2).await;
    let [report, other] = [0, 1].map(|n: usize| a_report(owner, &messages[n]));
    insert(&store, &report).await;
    insert(&store, &other).await;
    for action in ReportAction::ALL {
        for note in [None, Some("Kein Grund.\n— „M“")] {
            let mut settled = settled(&report, owner, note);
            if let Some(resolution) = &mut settled.resolution {
                resolution.action = *action;
            }
            let altered = Report { reason: ReportReason::Other, comment: None, ..settled.clone() };
            settle(&store, &altered).await;
            assert_eq!(find(&store, report.id).await, Some(settled));
        }
    }
    assert_eq!(find(&store, other.id).await, Some(other));
}

pub async fn the_open_report_of_a_message_is_found(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 2).await;
    let elsewhere = a_kept_chat(&store, owner).await;
    let unknown = a_message_id();
    let find_open = async |chat, message: &MessageId| {
        read(&store).reports().find_open(owner, chat, message).await.unwrap()
    };
    assert_eq!(find_open(chat.id, &messages[0].id).await, None);
    let first = a_report(owner, &messages[0]);
    insert(&store, &first).await;
    assert_eq!(find_open(chat.id, &messages[0].id).await.as_ref(), Some(&first));
    assert_eq!(find_open(chat.id, &messages[1].id).await, None);
    assert_eq!(find_open(elsewhere.id, &messages[0].id).await, None);
    assert_eq!(find_open(chat.id, &unknown).await, None);
    let stranger = crate::a_user().id;
    let of_stranger =
        read(&store).reports().find_open(stranger, chat.id, &messages[0].id).await.unwrap();
    assert_eq!(of_stranger, None, "who may have the chat's id once that is gone");

    settle(&store, &settled(&first, owner, None)).await;
    assert_eq!(find_open(chat.id, &messages[0].id).await, None);
    let second = a_report(owner, &messages[0]);
    insert(&store, &second).await;
    assert_eq!(find_open(chat.id, &messages[0].id).await, Some(second));
}

pub async fn reports_are_listed_from_the_newest_by_status_and_user(store: Subject) {
    let owners = [a_kept_user(&store).await.id, a_kept_user(&store).await.id];
    let nobody = crate::a_user().id;
    let mut reports = Vec::new();
    for number in 0..14_u64 {
        let owner = owners[usize::from(number % 3 == 0)];
        let mut chat = a_kept_chat(&store, owner).await;
        let message = go_on(&store, &mut chat).await;
        let created_at = a_moment().plus(Duration::from_secs(number));
        let mut report = Report { created_at, ..a_report(owner, &message) };
        insert(&store, &report).await;
        if number % 4 == 1 {
            report = settled(&report, owners[0], None);
            settle(&store, &report).await;
        }
        reports.insert(0, report);
    }
    for status in [None, Some(ReportStatus::Open), Some(ReportStatus::Resolved)] {
        for user in [None, Some(owners[0]), Some(owners[1]), Some(nobody)] {
            let wanted = |report: &&Report| {
                let resolved = report.resolution.is_some();
                status.is_none_or(|status| resolved == (status == ReportStatus::Resolved))
                    && user.is_none_or(|user| report.user_id == user)
            };
            let expected: Vec<Report> = reports.iter().filter(wanted).cloned().collect();
            for count in [1, 3, 100] {
                let found = pages(count, async |after, limit| {
                    read(&store).reports().list(status, user, after, limit).await.unwrap()
                })
                .await;
                let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
                assert!(full, "{status:?}, {user:?}, {count} a page");
                assert_eq!(found.concat(), expected, "{status:?}, {user:?}, {count} a page");
            }
        }
    }
}

pub async fn a_report_that_comes_or_is_settled_meanwhile_takes_no_other_out_of_the_list(
    store: Subject,
) {
    let owner = a_kept_user(&store).await.id;
    let (mut chat, messages) = a_kept_chain(&store, owner, 6).await;
    let reports: Vec<Report> = messages.iter().map(|m| a_report(owner, m)).collect();
    for report in &reports {
        insert(&store, report).await;
    }
    let (status, limit) =
        (Some(ReportStatus::Open), bookplate_domain::shared::Limit::parse(2).unwrap());
    let list = async |after: Option<_>| {
        read(&store).reports().list(status, None, after.as_ref(), limit).await.unwrap()
    };
    let first = list(None).await;
    assert_eq!(first.items, [reports[5].clone(), reports[4].clone()]);
    settle(&store, &settled(&reports[4], owner, None)).await;
    let late = go_on(&store, &mut chat).await;
    insert(&store, &a_report(owner, &late)).await;
    let second = list(first.next).await;
    assert_eq!(second.items, [reports[3].clone(), reports[2].clone()]);
    let third = list(second.next).await;
    assert_eq!((third.items, third.next), (vec![reports[1].clone(), reports[0].clone()], None));
}

pub async fn a_report_outlives_its_message(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 2).await;
    let report = a_report(owner, &messages[1]);
    insert(&store, &report).await;
    keep(&store, async |tx| {
        tx.chats().lock(owner, chat.id).await.unwrap();
        tx.messages().delete(&chat, &messages[1]).await.unwrap();
    })
    .await;
    assert_eq!(find(&store, report.id).await, Some(report));
}

pub async fn what_is_not_kept_changes_nothing(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (_, messages) = a_kept_chain(&store, owner, 2).await;
    let [kept, dropped] = [0, 1].map(|n: usize| a_report(owner, &messages[n]));
    insert(&store, &kept).await;
    let mut tx = begin(&store).await;
    tx.reports().insert(&dropped).await.unwrap();
    tx.reports().update(&settled(&kept, owner, None)).await.unwrap();
    drop(tx);
    assert_eq!(find(&store, dropped.id).await, None);
    assert_eq!(find(&store, kept.id).await, Some(kept));
}
