use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    process::{GOOD_SECRET, Operator},
    signed_in::{create_account, is_let_in, log_in, refresh},
};

const NEW_SECRET: &str = "Tz5wVn8QbL3xJd6RkHs0Fy9GmCp2Ae4UoXiW7vBq";
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_secret_is_replaced_without_signing_anybody_out() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0").with("secret", GOOD_SECRET);
    create_account(&operator);
    let service = operator.serve();
    let (busy, idle) = (log_in(&service), log_in(&service));
    service.terminate();

    let operator = operator.with("secret", &format!("{NEW_SECRET},{GOOD_SECRET}"));
    let service = operator.serve();
    assert!(is_let_in(&service, &busy) && is_let_in(&service, &idle));
    let busy = refresh(&service, &busy).unwrap();
    assert!(is_let_in(&service, &busy));

    let operator = operator.with("secret", NEW_SECRET);
    wait_until_sealed_anew(&operator);
    service.terminate();
    let service = operator.serve();
    // The keys are the same, so the access tokens of both go on until they expire.
    assert!(is_let_in(&service, &busy) && is_let_in(&service, &idle));
    let busy = refresh(&service, &busy).unwrap();
    assert!(is_let_in(&service, &busy));
    assert!(refresh(&service, &idle).is_none(), "its token is of the secret that went");
}

/// Waits until the keys open under the secret of the operator alone.
fn wait_until_sealed_anew(operator: &Operator) {
    let begun = Instant::now();
    loop {
        // A command that opens the keys first, and then finds nothing to do.
        let ran = operator.run(&["keys", "revoke", "none", "--yes"]);
        if ran.refusal() == "none is not a signing key" {
            break;
        }
        assert!(ran.refusal().starts_with("secret: is not the one of this database"), "{ran:?}");
        assert!(begun.elapsed() < PATIENCE, "nothing is sealed anew");
        thread::sleep(Duration::from_millis(100));
    }
}
