use std::fs;

use crate::process::Operator;

#[test]
fn it_needs_no_file_no_server_and_no_key() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    let service = operator.serve();
    let address = service.address().to_owned();
    assert!(!address.ends_with(":0"), "{address}");
    let answer = service.request("GET", "/livez", "");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for made in ["data/bookplate.db", "data/secret"] {
        assert!(operator.folder().join(made).is_file(), "{made}");
    }

    let (status, said) = service.terminate();
    assert!(status.success(), "{status}");
    assert!(said.contains(&format!("http://{address}/docs\n")), "{said}");
    assert!(said.contains(&format!("http://{address}/dev/mailbox\n")), "{said}");
}

#[test]
fn a_mail_is_sent_at_once_without_waiting_for_the_next_look() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0").with("mail.poll", "1h");
    let service = operator.serve();
    let register = r#"{"email":"ada@example.com","name":"Ada","password":"hydrangea tram 41"}"#;
    let answer = service.request("POST", "/api/v1/auth/register", register);
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    let arrived = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        service.request("GET", "/dev/mailbox?to=ada@example.com", "").contains("#token=")
    });
    assert!(arrived);
}

#[test]
fn a_secret_that_was_made_once_is_kept() {
    let operator = Operator::new().with("server.bind", "127.0.0.1:0");
    let secret = || fs::read_to_string(operator.folder().join("data/secret")).unwrap();
    operator.serve().terminate();
    let first = secret();
    operator.serve().terminate();
    assert_eq!(secret(), first);
}
