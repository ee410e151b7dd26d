use crate::process::Operator;

const PASSWORD: &str = "correct horse battery staple";

fn create(email: &str) -> Vec<String> {
    let arguments = format!("users create --email {email} --name Ada --password-stdin");
    arguments.split(' ').map(str::to_owned).collect()
}

fn run(operator: &Operator, arguments: &[String], password: &str) -> crate::process::Ran {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    operator.run_with_input(&arguments, &format!("{password}\n"))
}

#[test]
fn the_account_can_log_in_at_once_in_its_role() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    let mut arguments = create("ada@example.com");
    arguments.push("--role=admin".into());
    let ran = run(&operator, &arguments, PASSWORD);
    assert!(ran.succeeded().ends_with(" admin ada@example.com\n"), "{ran:?}");

    let service = operator.serve();
    let log_in = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}"}}"#);
    let answer = service.request("POST", "/api/v1/auth/login", &log_in);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains(r#""role":"admin""#), "{answer}");
    assert!(answer.contains(r#""emailVerified":true"#), "{answer}");
}

#[test]
fn a_taken_address_is_refused() {
    let operator = Operator::new();
    run(&operator, &create("ada@example.com"), PASSWORD).succeeded();
    let ran = run(&operator, &create("ADA@example.com"), PASSWORD);
    assert_eq!(ran.code(), 1);
    let line = "cannot make the account: the address has an account, ";
    assert!(ran.refusal().starts_with(line), "{ran:?}");
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_made() {
    let operator = Operator::new();
    for (email, password, line) in [
        ("ada", PASSWORD, "--email: "),
        ("ada@example.com", "short", "password: the password is too short"),
        ("ada@example.com", "password1", "password: "),
        ("ada@example.com", "", "password: a password is required"),
        ("ada@example.com --time-zone Europe/Berln", PASSWORD, "--time-zone: there is no"),
        ("ada@example.com --language de_DE", PASSWORD, "--language: "),
    ] {
        let ran = run(&operator, &create(email), password);
        assert_eq!(ran.code(), 2);
        assert!(ran.refusal().starts_with(line), "{ran:?}");
    }
    assert!(!operator.folder().join("data").exists());
}

#[test]
fn without_a_terminal_it_says_how_to_give_the_password() {
    let arguments = ["users", "create", "--email=ada@example.com", "--name=Ada"];
    let ran = Operator::new().run(&arguments);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().ends_with("say --password-stdin"), "{ran:?}");
}
