use proptest::{prelude::*, sample::Index};

use super::*;

const ARGON2ID: &str = "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$aq42HBL+IPAitHspChw/8mx5JRX2jFDkTmlsBskwH/0";
const BETTER_AUTH: &str = "1c50892c354da5b23ec3b5007649bc6e:319b7d216390925e0c2ac01444aa826b288e51e4471850e507d1d6ed7908aa8e56787428fc1f36441d410af365fae10c7ee91af763448255cf393b2b2b6bae78";
const DJANGO: &str =
    "pbkdf2_sha256$1000$Zk3nQ0aYpW1xUe7r$TYlNAY/FgDgs+AAeMUPu9ETxohR6o8PS/NsvquyXIT4=";

fn read(text: &str) -> bool {
    Imported::parse(text).is_some()
}

/// Replaces a part that is there.
fn with(hash: &str, part: &str, other: &str) -> String {
    assert!(hash.contains(part), "{hash} has {part}");
    hash.replacen(part, other, 1)
}

#[test]
fn work_within_bounds_is_read_and_beyond_them_is_not() {
    let argon2 =
        |m: u32, t: u32, p: u32| with(ARGON2ID, "m=64,t=1,p=1", &format!("m={m},t={t},p={p}"));
    assert!(read(&argon2(262_144, 20, 8)));
    for (m, t, p) in [
        (262_145, 1, 1),
        (u32::MAX, 1, 1),
        (64, 21, 1),
        (80, 1, 9),
        (64, 0, 1),
        (64, 1, 0),
        (7, 1, 1),
    ] {
        assert!(!read(&argon2(m, t, p)), "m={m},t={t},p={p}");
    }

    let firebase =
        |n: &str, r: &str, p: &str| with(FIREBASE, "n=14,r=8,p=1", &format!("n={n},r={r},p={p}"));
    assert!(read(&firebase("18", "8", "8")));
    assert!(read(&firebase("1", "1", "1")));
    let max = "4294967295";
    for (n, r, p) in [
        ("19", "8", "1"),
        ("18", "9", "1"),
        ("18", "8", "9"),
        ("0", "8", "1"),
        ("14", "0", "1"),
        ("14", "8", "0"),
        (max, max, max),
        ("64", "1", "1"),
        ("63", max, "1"),
        ("1", max, max),
        ("1", "4194304", "256"),
        ("4294967296", "8", "1"),
        ("-1", "8", "1"),
        ("+14", "8", "1"),
        ("", "8", "1"),
        ("14", " 8", "1"),
    ] {
        assert!(!read(&firebase(n, r, p)), "n={n},r={r},p={p}");
    }

    let django = |iterations: &str| with(DJANGO, "$1000$", &format!("${iterations}$"));
    assert!(read(&django("5000000")));
    for iterations in
        ["5000001", "4294967296", "0", "-1", "+1000", "", "1e3", "99999999999999999999"]
    {
        assert!(!read(&django(iterations)), "{iterations}");
    }
}

#[test]
fn a_hash_of_fewer_than_sixteen_bytes_is_not_read() {
    let argon2id = "$argon2id$v=19$m=64,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$SWxSO6cqXsMFJmF+";
    let (django, _) = DJANGO.rsplit_once('$').unwrap();
    let fifteen = "AAAAAAAAAAAAAAAAAAAA";
    let firebase =
        format!("$fbscrypt$v=1,n=4,r=2,p=1,ss=Bw==,sk={fifteen}$42xEC+ixf3L2lw==${fifteen}");
    let (better_auth, _) = BETTER_AUTH.split_at(BETTER_AUTH.len() - 98);
    for hash in [argon2id, &format!("{django}${fifteen}"), &firebase, better_auth] {
        assert!(!read(hash), "{hash}");
    }
    let sixteen = format!("{fifteen}AA");
    assert!(read(&format!("{django}${sixteen}")));
    assert!(read(&firebase.replace(fifteen, &sixteen)));
}

#[test]
fn what_is_not_exactly_of_a_known_form_is_not_read() {
    let longer = format!("{}{DJANGO}", with(DJANGO, "$1000$", "$1000$$"));
    for hash in [
        with(ARGON2ID, "argon2id", "argon2i"),
        with(ARGON2ID, "argon2id", "argon2d"),
        with(ARGON2ID, "v=19", "v=16"),
        with(ARGON2ID, "v=19$", ""),
        with(ARGON2ID, "p=1", "p=1,keyid=AAAA"),
        with(ARGON2ID, "p=1", "p=1,data=AAAA"),
        with(ARGON2ID, "p=1", "p=1,x=1"),
        // A salt of seven bytes, and none.
        with(ARGON2ID, "MDEyMzQ1Njc4OWFiY2RlZg", "MDEyMzQ1Ng"),
        with(ARGON2ID, "$MDEyMzQ1Njc4OWFiY2RlZg", ""),
        format!("{ARGON2ID}$"),
        with(FIREBASE, "v=1,", "v=2,"),
        with(FIREBASE, "p=1,", "p=1,p=1,"),
        with(FIREBASE, "n=14,r=8", "r=8,n=14"),
        with(FIREBASE, "$42xEC+ixf3L2lw==", "$"),
        with(FIREBASE, "ss=Bw==", "ss=-_"),
        // A hash has as many bytes as the key that was encrypted.
        with(FIREBASE, "sk=jxsp", "sk="),
        format!("{FIREBASE}$"),
        with(DJANGO, "sha256", "sha1"),
        with(DJANGO, "Zk3nQ0aYpW1xUe7r", ""),
        with(DJANGO, "TYlN", "TYlNAAAA"),
        with(DJANGO, "TYlN", "!YlN"),
        longer,
        with(BETTER_AUTH, ":", "::"),
        with(BETTER_AUTH, "1c", "1g"),
        with(BETTER_AUTH, ":31", ":3g"),
        with(BETTER_AUTH, ":31", ":"),
        format!("{BETTER_AUTH}00"),
        format!("scrypt:{BETTER_AUTH}"),
        BETTER_AUTH[32..].to_owned(),
        with(BETTER_AUTH, "1c", &"1c".repeat(1000)),
        with(DJANGO, "Zk", &"Zk".repeat(1000)),
    ] {
        assert!(!read(&hash), "{hash}");
    }
}

/// Puts a text in the place of a few characters.
fn mutate(text: &str, at: &Index, length: usize, other: &str) -> String {
    let start = at.index(text.len() + 1);
    let end = (start + length).min(text.len());
    format!("{}{other}{}", &text[..start], &text[end..])
}

fn a_hash() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![ARGON2ID, BETTER_AUTH, DJANGO, FIREBASE])
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![".{0,6}", "[$:,=0-9a-zA-Z+/]{0,6}", "[0-9]{1,22}", "[$,=]{1,3}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_text_makes_the_parser_panic(
        hash in a_hash(),
        one in any::<Index>(),
        two in any::<Index>(),
        lengths in (0usize..8, 0usize..80),
        others in (anything(), anything()),
    ) {
        let once = mutate(hash, &one, lengths.0, &others.0);
        let _ = Imported::parse(&once);
        if once.is_ascii() {
            let _ = Imported::parse(&mutate(&once, &two, lengths.1, &others.1));
        }
    }

    #[test]
    fn no_arbitrary_text_makes_the_parser_panic(text in ".{0,200}") {
        let _ = Imported::parse(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_changed_and_still_is_read_matches_nothing_and_does_not_panic(
        (numbers, rest) in prop::sample::select(vec![
            ARGON2ID.split_at("$argon2id$v=19$m=64,t=1,p=1$".len()),
            DJANGO.split_at("pbkdf2_sha256$1000$".len()),
            ("$fbscrypt$v=1,n=4,r=2,p=1,", &FIREBASE["$fbscrypt$v=1,n=14,r=8,p=1,".len()..]),
        ]),
        at in any::<Index>(),
        length in 0usize..20,
        other in anything(),
        password in ".{0,100}",
    ) {
        let changed = format!("{numbers}{}", mutate(rest, &at, length, &other));
        if let Some(hash) = Imported::parse(&changed) {
            prop_assert!(!hash.matches(&password));
        }
    }
}
