//! How long the chats of those who have many take where there are a million messages. It takes
//! minutes, so it is run by hand, one after the other, on a machine that does nothing else:
//!
//! ```text
//! tests/with-postgres cargo nextest run -p bookplate-seaorm --run-ignored only --no-capture million_messages
//! ```

use std::time::{Duration, Instant};

use bookplate_domain::{
    chats::{Chat, ChatFilter, MessageOrder, MessageView},
    shared::{ChatId, Cursor, Limit, Page},
    store::Store,
};
use bookplate_seaorm::SeaOrmStore;

use crate::{
    chat_acts::{append, query},
    chat_crowd::{self, Size, busiest},
    chat_plans,
    database::{Database, Kind},
};

/// The first owner has ten thousand of the chats, as many as one may have.
const SIZE: Size = Size { owners: 1_000, chats: 50_000, longest: 5_000, each: 20 };
const RUNS: u32 = 50;
/// What half of all requests take at most.
const MEDIAN: Duration = Duration::from_millis(20);
/// What the longest chat takes to delete, and the account of who has most. On SQLite nobody else
/// writes meanwhile.
const DELETION: Duration = Duration::from_secs(2);
const DELETION_OF_ALL: Duration = Duration::from_secs(30);
/// The same for a search that finds what every message has: PostgreSQL sorts all that it finds.
const MEDIAN_OF_ALL: Duration = Duration::from_millis(300);

#[test]
#[ignore = "it takes minutes"]
fn a_million_messages_on_sqlite() {
    bookplate_testkit::run(everything_comes_soon(Kind::Sqlite));
}

#[test]
#[ignore = "it takes minutes"]
fn a_million_messages_on_postgres() {
    bookplate_testkit::run(everything_comes_soon(Kind::Postgres));
}

async fn everything_comes_soon(kind: Kind) {
    let database = Database::migrated(kind).await;
    let began = Instant::now();
    let raw = chat_crowd::fill(&database, SIZE).await;
    assert!(SIZE.messages() > 1_000_000);
    eprintln!("{kind:?} was filled in {:?}", began.elapsed());
    chat_plans::hold(&database, &raw, chat_plans::Choice::Taken).await;
    let store = database.store().await;
    let mut took = Vec::new();
    appends(&store, &mut took).await;
    lists(&store, &mut took).await;
    pages(&store, &mut took).await;
    searches(&store, &mut took).await;
    ends(&store, &mut took).await;
    let mut slow = Vec::new();
    for Took { what, median, worst, allowed } in took {
        let line = format!("{kind:?} {what:48} median {median:>9.3?}, worst {worst:>9.3?}");
        eprintln!("{line}");
        if median > allowed {
            slow.push(line);
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

struct Took {
    what: String,
    median: Duration,
    worst: Duration,
    allowed: Duration,
}

/// Does something again and again.
async fn measure(
    took: &mut Vec<Took>,
    (what, allowed): (String, Duration),
    mut work: impl AsyncFnMut(u32),
) {
    let mut runs = Vec::new();
    for run in 0..RUNS {
        let began = Instant::now();
        work(run).await;
        runs.push(began.elapsed());
    }
    runs.sort();
    let (median, worst) = (runs[runs.len() / 2], runs[runs.len() - 1]);
    took.push(Took { what, median, worst, allowed });
}

async fn appends(store: &SeaOrmStore, took: &mut Vec<Took>) {
    for (what, first) in [("chats of twenty messages", 6), ("chats of the busiest", 25_001)] {
        let what = format!("append a message, {what}");
        measure(took, (what, MEDIAN), async |run| {
            append_to(store, first + 5 * u64::from(run), 1).await;
        })
        .await;
    }
    measure(took, ("append a message, the longest chat".to_owned(), MEDIAN), async |_| {
        append_to(store, 1, 1).await;
    })
    .await;
    let fifty = ("append fifty messages".to_owned(), 4 * MEDIAN);
    measure(took, fifty, async |run| append_to(store, 11 + 5 * u64::from(run), 50).await).await;
}

async fn append_to(store: &SeaOrmStore, number: u64, count: usize) {
    let chat = chat_crowd::chat(store, number).await;
    let mut tx = store.begin().await.unwrap();
    append(tx.as_mut(), &chat, count).await;
    tx.commit().await.unwrap();
}

/// The first page, and one from deep in the list.
async fn first_and_deep<T>(
    took: &mut Vec<Took>,
    (what, allowed): (&str, Duration),
    depth: usize,
    list: impl AsyncFn(Option<&Cursor<T>>, Limit) -> Page<T>,
) {
    let mut found = 0;
    measure(took, (format!("{what}, first page"), allowed), async |_| {
        found = list(None, Limit::DEFAULT).await.items.len();
    })
    .await;
    let mut after = None;
    for _ in 0..depth {
        let page = list(after.as_ref(), Limit::MOST).await;
        after = page.next;
        if after.is_none() {
            return;
        }
    }
    assert_eq!(found, 20, "{what}");
    let deep = (format!("{what}, from {} on", 100 * depth), allowed);
    measure(took, deep, async |_| drop(list(after.as_ref(), Limit::DEFAULT).await)).await;
}

async fn lists(store: &SeaOrmStore, took: &mut Vec<Took>) {
    let (all, none) = (None, Some(true));
    for (what, pinned) in [("list chats", all), ("list chats, a filter that hides all", none)] {
        let filter = ChatFilter { pinned, ..ChatFilter::default() };
        first_and_deep(took, (what, MEDIAN), 50, async |after, limit| {
            let mut read = store.read();
            read.chats().list(busiest(), &filter, after, limit).await.unwrap()
        })
        .await;
    }
}

async fn pages(store: &SeaOrmStore, took: &mut Vec<Took>) {
    let longest: Chat = chat_crowd::chat(store, 1).await;
    for view in [MessageView::Active, MessageView::All] {
        for order in [MessageOrder::Asc, MessageOrder::Desc] {
            let what = format!("read messages, {} {}", view.as_str(), order.as_str());
            first_and_deep(took, (&what, 2 * MEDIAN), 25, async |after, limit| {
                let mut read = store.read();
                read.messages().list(&longest, view, order, after, limit).await.unwrap()
            })
            .await;
        }
    }
}

async fn searches(store: &SeaOrmStore, took: &mut Vec<Took>) {
    for (what, text, allowed) in [
        ("a word of one message", "rare25001x7 ", MEDIAN),
        ("a word that nobody has", "nobody ", MEDIAN),
        ("a word of some messages", "w1234 ", MEDIAN),
        ("the beginning of a word of one message", "rare25001x7", 3 * MEDIAN),
        ("two words of some messages", "w1234 common ", MEDIAN_OF_ALL),
        ("a word of all messages", "common ", MEDIAN_OF_ALL),
        ("the beginning of many words", "w1", MEDIAN_OF_ALL),
    ] {
        let query = query(text);
        let what = format!("search, {what}");
        first_and_deep(took, (&what, allowed), 5, async |after, limit| {
            store.read().chats().search(busiest(), &query, after, limit).await.unwrap()
        })
        .await;
    }
}

/// The largest there is goes, once.
async fn ends(store: &SeaOrmStore, took: &mut Vec<Took>) {
    let longest = [chat_crowd::chat_id(1)];
    let all: [ChatId; 0] = [];
    for (what, chats, allowed) in [
        ("delete the longest chat", &longest[..], DELETION),
        ("delete an account with ten thousand chats", &all, DELETION_OF_ALL),
    ] {
        let began = Instant::now();
        let mut tx = store.begin().await.unwrap();
        match chats {
            [] => assert!(tx.users().delete(busiest()).await.unwrap()),
            some => assert_eq!(tx.chats().delete(busiest(), some).await.unwrap(), 1),
        }
        tx.commit().await.unwrap();
        let median = began.elapsed();
        took.push(Took { what: what.to_owned(), median, worst: median, allowed });
    }
}
