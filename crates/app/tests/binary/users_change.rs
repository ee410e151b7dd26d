use serde_json::json;

use crate::accounts::{PASSWORD, create, failure, listed, log_in, operator};

const NOBODY: &str = "01a1fd70-f207-74d0-8512-0bd70c99ba89";

#[test]
fn a_role_is_changed_by_address_or_by_id() {
    let operator = operator();
    create(&operator, "ada@example.com", "admin");
    let bea = create(&operator, "bea@example.com", "user");
    let ran = operator.run(&["users", "role", "BEA@example.com", "moderator"]);
    let line = ran.succeeded();
    assert!(line.starts_with(&bea) && line.contains(" moderator "), "{line}");
    operator.run(&["users", "role", &bea, "admin"]).succeeded();
    let admins = listed(&operator, &["--role", "admin"]);
    assert_eq!(admins[0]["id"], json!(bea));
    // Now there is another.
    operator.run(&["users", "role", "ada@example.com", "user"]).succeeded();
    assert_eq!(listed(&operator, &["--role", "admin"]).len(), 1);
}

#[test]
fn a_suspended_account_cannot_log_in_until_it_is_reinstated() {
    let operator = operator();
    create(&operator, "ada@example.com", "user");
    assert!(log_in(&operator, "ada@example.com", PASSWORD).0);

    let suspend = ["users", "suspend", "ada@example.com", "--reason", " sends spam ", "--until"];
    let line = operator.run(&[&suspend[..], &["7d"]].concat()).succeeded().to_owned();
    assert!(line.contains(" suspended "), "{line}");
    let user = listed(&operator, &[]).remove(0);
    assert_eq!(user["suspension"]["reason"], json!("sends spam"));
    assert!(user["suspension"]["until"].as_str() > user["suspension"]["at"].as_str(), "{user}");
    let (let_in, answer) = log_in(&operator, "ada@example.com", PASSWORD);
    assert!(!let_in && answer.contains("ACCOUNT_SUSPENDED"), "{answer}");

    let moment = "2999-01-01T00:00:00Z";
    operator.run(&[&suspend[..], &[moment]].concat()).succeeded();
    let user = listed(&operator, &[]).remove(0);
    assert_eq!(user["suspension"]["until"], json!("2999-01-01T00:00:00.000Z"));

    let line = operator.run(&["users", "reinstate", "ada@example.com"]).succeeded().to_owned();
    assert!(line.contains(" active "), "{line}");
    assert_eq!(listed(&operator, &[])[0]["suspension"], json!(null));
    assert!(log_in(&operator, "ada@example.com", PASSWORD).0);
}

#[test]
fn the_last_active_admin_stays() {
    let operator = operator();
    create(&operator, "ada@example.com", "admin");
    create(&operator, "bea@example.com", "admin");
    operator.run(&["users", "suspend", "bea@example.com", "--reason", "away"]).succeeded();
    for arguments in [
        &["users", "role", "ada@example.com", "user"][..],
        &["users", "suspend", "ada@example.com", "--reason", "spam"],
        &["users", "delete", "ada@example.com", "--yes"],
    ] {
        let ran = operator.run(arguments);
        assert!(failure(&ran).ends_with(": this is the last active admin"), "{ran:?}");
    }
    let admin = listed(&operator, &["--role", "admin", "--status", "active"]).remove(0);
    assert_eq!(admin["email"], json!("ada@example.com"));
}

#[test]
fn what_is_wrong_is_told_in_one_line() {
    let operator = operator();
    create(&operator, "ada@example.com", "user");
    for (user, why) in [("eve@example.com", "there is no such account"), (NOBODY, "there is no")] {
        for command in
            [&["role", user, "user"][..], &["suspend", user, "--reason=x"], &["reinstate", user]]
        {
            let ran = operator.run(&[&["users"], command].concat());
            assert!(failure(&ran).contains(why), "{ran:?}");
        }
    }
    let suspend = |arguments: &[&str]| {
        operator.run(&[&["users", "suspend", "ada@example.com"], arguments].concat())
    };
    for (ran, line) in [
        (suspend(&["--reason", " "]), "--reason: a reason is required"),
        (suspend(&["--reason", "a\nb"]), "--reason: a reason is one line of text"),
        (suspend(&["--reason=x", "--until=yesterday"]), "--until: must be a moment such as"),
        (suspend(&["--reason=x", "--until=2020-01-01T00:00:00Z"]), "--until: must be in the"),
        (operator.run(&["users", "reinstate", "ada"]), "ada: neither an address nor an id"),
        (operator.run(&["users", "reinstate", "ada@"]), "ada@: not an e-mail address"),
    ] {
        assert_eq!(ran.code(), 2);
        assert!(ran.refusal().starts_with(line), "{ran:?}");
    }
    let ran = operator.run(&["users", "role", "ada@example.com", "anonymous"]);
    assert_eq!(ran.code(), 2, "{ran:?}");
    let user = listed(&operator, &[]).remove(0);
    assert_eq!((&user["role"], &user["status"]), (&json!("user"), &json!("active")));
}
