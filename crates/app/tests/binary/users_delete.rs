use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    accounts::{PASSWORD, addresses, create, failure, operator},
    process::Operator,
    signed_in::{create_account, is_let_in, log_in, refresh},
};

const PATIENCE: Duration = Duration::from_secs(30);

fn mails(operator: &Operator) -> String {
    operator.run(&["mail", "list", "--json"]).succeeded().to_owned()
}

#[test]
fn nothing_is_left_of_a_deleted_account() {
    let operator = operator().with("mail.poll", "200ms");
    create_account(&operator);
    let id = create(&operator, "bea@example.com", "user");
    let service = operator.serve();
    let tokens = log_in(&service);
    assert!(is_let_in(&service, &tokens));
    service.terminate();

    let ran = operator.run(&["users", "delete", "ada@example.com", "--yes"]);
    assert!(ran.succeeded().ends_with(" is deleted\n"), "{ran:?}");
    assert!(!ran.stdout().starts_with(&id));
    assert_eq!(addresses(&operator, &[]), ["bea@example.com"]);
    let ran = operator.run(&["users", "export", "ada@example.com"]);
    assert!(failure(&ran).ends_with("there is no such account"), "{ran:?}");

    let service = operator.serve();
    assert!(!is_let_in(&service, &tokens));
    assert!(refresh(&service, &tokens).is_none());
    // The last mail goes out, and then the outbox knows the address no longer.
    let begun = Instant::now();
    while mails(&operator).contains("ada@example.com") {
        assert!(begun.elapsed() < PATIENCE, "{}", mails(&operator));
        thread::sleep(Duration::from_millis(100));
    }
    service.terminate();
    // The address is free again.
    assert_ne!(create(&operator, "ada@example.com", "user"), id);
}

#[test]
fn it_is_done_by_id_too_and_only_once() {
    let operator = operator();
    let id = create(&operator, "ada@example.com", "user");
    assert_eq!(
        operator.run(&["users", "delete", &id, "--yes"]).succeeded(),
        format!("{id} is deleted\n")
    );
    let ran = operator.run(&["users", "delete", &id, "--yes"]);
    assert_eq!(failure(&ran), "cannot delete the account: there is no such account");
}

#[test]
fn without_a_terminal_it_wants_to_be_asked_for() {
    let operator = operator();
    create(&operator, "ada@example.com", "user");
    let ran = operator.run_with_input(&["users", "delete", "ada@example.com"], "yes\n");
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().ends_with("say --yes"), "{ran:?}");
    assert_eq!(addresses(&operator, &[]), ["ada@example.com"]);
    assert!(crate::accounts::log_in(&operator, "ada@example.com", PASSWORD).0);
}
