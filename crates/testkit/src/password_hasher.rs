//! The promises of [`PasswordHasher`].

// The name of a case is its documentation.
#![allow(missing_docs)]

use bookplate_domain::users::{
    HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher, PasswordPolicy,
};
use futures::future::join_all;

/// Runs every case of [`PasswordHasher`]. Takes the path of a function that makes the
/// adapter; its queue holds fewer than 1000 passwords.
#[macro_export]
macro_rules! password_hasher_conformance {
    ($factory:path) => {
        $crate::async_cases! { password_hasher, $factory,
            the_right_password_matches
            every_other_password_is_wrong
            the_longest_password_counts_to_its_last_byte
            two_hashes_of_one_password_differ
            a_hash_does_not_show_the_password
            without_a_hash_every_password_is_wrong
            with_a_broken_hash_every_password_is_wrong
            its_own_hashes_can_be_read
            a_broken_hash_cannot_be_read
            a_queue_without_end_is_refused
        }
    };
}

const PASSWORD: &str = "correct horse battery staple";

fn new(text: &str) -> NewPassword {
    let policy = PasswordPolicy { min_length: 1, min_score: 0 };
    NewPassword::parse(text, policy, &[]).expect("a new password")
}

async fn check(hasher: &impl PasswordHasher, text: &str, hash: Option<&str>) -> PasswordCheck {
    let password = Password::parse(text).expect("a password");
    let hash = hash.map(|hash| PasswordHash::from_stored(hash.to_owned()));
    let check = hasher.verify(&password, hash.as_ref()).await;
    check.expect("the hasher answers")
}

async fn hash(hasher: &impl PasswordHasher, text: &str) -> String {
    let hash = hasher.hash(&new(text)).await.expect("a hash");
    hash.expose().to_owned()
}

pub async fn the_right_password_matches<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    for text in [PASSWORD, "x", "пароль пароль", "密码 🔑 密码", " spaces "] {
        let hash = hash(&hasher, text).await;
        let check = check(&hasher, text, Some(&hash)).await;
        assert_eq!(check, PasswordCheck::Right, "{text}");
    }
}

pub async fn every_other_password_is_wrong<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    let hash = hash(&hasher, PASSWORD).await;
    // bcrypt reads its key in a circle, with a NUL at the end: this one looks the same to it.
    let twice = format!("{PASSWORD}\0{PASSWORD}");
    let others = ["c", " ", "Correct horse battery staple", &PASSWORD[1..]];
    for text in others.into_iter().chain([hash.as_str(), &twice]) {
        let check = check(&hasher, text, Some(&hash)).await;
        assert_eq!(check, PasswordCheck::Wrong, "{text}");
    }
}

pub async fn the_longest_password_counts_to_its_last_byte<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    let longest = "a".repeat(NewPassword::MAX_BYTES);
    let hash = hash(&hasher, &longest).await;
    let right = check(&hasher, &longest, Some(&hash)).await;
    assert_eq!(right, PasswordCheck::Right);
    let last_differs = format!("{}b", &longest[1..]);
    for text in [last_differs, format!("{longest}a"), longest.repeat(10)] {
        let wrong = check(&hasher, &text, Some(&hash)).await;
        assert_eq!(wrong, PasswordCheck::Wrong, "{text}");
    }
}

pub async fn two_hashes_of_one_password_differ<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    assert_ne!(hash(&hasher, PASSWORD).await, hash(&hasher, PASSWORD).await);
}

pub async fn a_hash_does_not_show_the_password<T: PasswordHasher>(make: impl Fn() -> T) {
    assert!(!hash(&make(), PASSWORD).await.contains(PASSWORD));
}

pub async fn without_a_hash_every_password_is_wrong<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    for text in [PASSWORD, " ", "dummy", "password"] {
        let check = check(&hasher, text, None).await;
        assert_eq!(check, PasswordCheck::Wrong, "{text}");
    }
}

pub async fn with_a_broken_hash_every_password_is_wrong<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    for broken in broken_hashes(&hasher).await {
        let check = check(&hasher, PASSWORD, Some(&broken)).await;
        assert_eq!(check, PasswordCheck::Wrong, "{broken}");
    }
}

pub async fn its_own_hashes_can_be_read<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    let longest = "a".repeat(NewPassword::MAX_BYTES);
    for text in [PASSWORD, "x", "密码 🔑 密码", &longest] {
        let hash = PasswordHash::from_stored(hash(&hasher, text).await);
        assert!(hasher.reads(&hash), "{}", hash.expose());
    }
}

pub async fn a_broken_hash_cannot_be_read<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    for broken in broken_hashes(&hasher).await {
        let hash = PasswordHash::from_stored(broken);
        assert!(!hasher.reads(&hash), "{}", hash.expose());
    }
}

async fn broken_hashes(hasher: &impl PasswordHasher) -> Vec<String> {
    let whole = hash(hasher, PASSWORD).await;
    let (shorter, longer) = (&whole[..whole.len() - 1], format!("{whole}a"));
    ["", "$", "$2b$12$", PASSWORD, "*", "é", "\0", shorter, &longer].map(str::to_owned).to_vec()
}

pub async fn a_queue_without_end_is_refused<T: PasswordHasher>(make: impl Fn() -> T) {
    let hasher = make();
    let password = new(PASSWORD);
    let results = join_all((0..5000).map(|_| hasher.hash(&password))).await;
    let busy = results.iter().filter(|result| matches!(result, Err(HashError::Busy)));
    let (busy, hashed) = (busy.count(), results.iter().flatten().count());
    assert!(busy > 0 && hashed > 0, "{hashed} hashed, {busy} refused");
    assert_eq!(busy + hashed, 5000, "only a full queue is a reason");

    // Whoever comes after the crowd is served.
    let hash = hash(&hasher, PASSWORD).await;
    let check = check(&hasher, PASSWORD, Some(&hash)).await;
    assert_eq!(check, PasswordCheck::Right);
}
