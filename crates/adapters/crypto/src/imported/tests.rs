use super::*;

mod hostile_tests;

const PASSWORD: &str = "correct horse battery staple";

const FIREBASE: &str = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

fn matches(password: &str, hash: &str) -> bool {
    Imported::parse(hash).unwrap_or_else(|| panic!("{hash} is read")).matches(password)
}

/// The password matches, and nothing near it does.
fn matches_alone(password: &str, hash: &str) {
    assert!(matches(password, hash), "{hash}");
    assert!(!matches(&password[1..], hash), "{hash}");
    assert!(!matches(&format!("{password}x"), hash), "{hash}");
    assert!(!matches("", hash), "{hash}");
}

#[test]
fn argon2id_is_matched() {
    // The first two are from the reference implementation's tests, the others OpenSSL made.
    matches_alone(
        "password",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    );
    matches_alone(
        "password",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    );
    matches_alone(
        PASSWORD,
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0",
    );
    matches_alone(
        PASSWORD,
        "$argon2id$v=19$m=64,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$paewLO929S4D2ye4Dzc4uw",
    );
}

#[test]
fn better_auths_scrypt_is_matched_whose_salt_is_the_digits_themselves() {
    // By Python's hashlib, as is the next.
    let hash = "1c50892c354da5b23ec3b5007649bc6e:319b7d216390925e0c2ac01444aa826b288e51e4471850e507d1d6ed7908aa8e56787428fc1f36441d410af365fae10c7ee91af763448255cf393b2b2b6bae78";
    matches_alone(PASSWORD, hash);
    let (salt, digits) = hash.split_once(':').unwrap();
    matches_alone(PASSWORD, &format!("{salt}:{}", digits.to_uppercase()));
    assert!(!matches(PASSWORD, &format!("{}:{digits}", salt.to_uppercase())));
}

#[test]
fn better_auths_scrypt_is_of_the_password_in_nfkc_as_ours_are() {
    let typed = bookplate_domain::users::Password::parse("Zoﬀe½ 密码").unwrap();
    let hash = "00ff10ef20df30cf40bf50af609f708f:f2437632ece8d1d83650a75ef6c2eed3edbc58794944fb1abf8b5fc9ee01661993872d376005487daaae1bff07c6e682a3b3c7137d899e2170913750ce058b2e";
    matches_alone(typed.expose(), hash);
}

#[test]
fn firebases_scrypt_is_matched() {
    // The example that Firebase publishes.
    matches_alone("user1password", FIREBASE);
    matches_alone("user1password", &FIREBASE.replace("==", ""));
    // By Python's hashlib and cryptography.
    matches_alone(
        PASSWORD,
        "$fbscrypt$v=1,n=10,r=4,p=2,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$qR2CNe/jD3rbojxsSXnooUu5/1RHjl5h4zB6ftDbVFCuX6hUu58uHQBAinsGB90L7G/z/EyjfmIaMip+7H4PJA==",
    );
}

#[test]
fn djangos_pbkdf2_is_matched() {
    // By Python's hashlib.
    for (password, hash) in [
        (
            PASSWORD,
            "pbkdf2_sha256$600000$2wHcZ5uVb8TqLm0s$2itdTiC3tROkWoTMLqgFdr5JtjHmrxlMEPMPWsCrs9o=",
        ),
        (
            PASSWORD,
            "pbkdf2_sha256$1000$Zk3nQ0aYpW1xUe7r$TYlNAY/FgDgs+AAeMUPu9ETxohR6o8PS/NsvquyXIT4=",
        ),
        ("lètmein", "pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo="),
    ] {
        matches_alone(password, hash);
    }
}
