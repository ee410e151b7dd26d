use std::fs;

use crate::process::Operator;

/// What `config check` says, and that a start says the same.
fn refusal(operator: &Operator) -> String {
    let checked = operator.run(&["config", "check"]);
    assert_eq!(checked.code(), 2);
    let started = operator.run(&["serve"]);
    assert_eq!((started.code(), started.refusal()), (2, checked.refusal()));
    checked.refusal().to_owned()
}

#[test]
fn a_front_end_that_is_not_there_stops_the_start() {
    let operator = Operator::new().with("server.static_dir", "site");
    let site = operator.folder().join("site");
    let no_folder = "server.static_dir: is no folder that can be read: ";
    assert!(refusal(&operator).starts_with(no_folder));
    fs::write(&site, "<p>").unwrap();
    assert!(refusal(&operator).starts_with(no_folder));

    fs::remove_file(&site).unwrap();
    fs::create_dir(&site).unwrap();
    let no_page = "server.static_dir: must have an index.html that can be read: ";
    assert!(refusal(&operator).starts_with(no_page));
    fs::create_dir(site.join("index.html")).unwrap();
    assert!(refusal(&operator).starts_with(no_page));

    fs::remove_dir(site.join("index.html")).unwrap();
    fs::write(site.join("index.html"), "<p>").unwrap();
    operator.run(&["config", "check"]).succeeded();
}
