use bookplate_domain::users::PasswordPolicy;

use super::*;

mod effort_tests;
mod imported_tests;

const PASSWORD: &str = "correct horse battery staple";

fn with_a_short_queue() -> BcryptHasher {
    BcryptHasher::new(4, 2, 8).unwrap()
}

bookplate_testkit::password_hasher_conformance!(with_a_short_queue);

fn hasher(cost: u32) -> BcryptHasher {
    BcryptHasher::new(cost, 1, 1).unwrap()
}

fn new_password(text: &str) -> NewPassword {
    let lenient = PasswordPolicy { min_length: 1, min_score: 0 };
    NewPassword::parse(text, lenient, &[]).unwrap()
}

async fn verify(hasher: &BcryptHasher, text: &str, hash: &str) -> PasswordCheck {
    let hash = PasswordHash::from_stored(hash.to_owned());
    let password = Password::parse(text).unwrap();
    hasher.verify(&password, Some(&hash)).await.unwrap()
}

#[tokio::test]
async fn a_new_hash_is_2b_of_the_configured_cost_with_a_fresh_salt() {
    let hasher = hasher(5);
    let hash = || async { hasher.hash(&new_password(PASSWORD)).await.unwrap() };
    let (one, two) = (hash().await, hash().await);
    assert!(one.expose().starts_with("$2b$05$"));
    assert_ne!(one, two);
    assert_eq!(verify(&hasher, PASSWORD, one.expose()).await, PasswordCheck::Right);
    assert_eq!(verify(&hasher, "another", one.expose()).await, PasswordCheck::Wrong);
}

#[tokio::test]
async fn the_longest_password_is_hashed_whole() {
    let hasher = hasher(4);
    let longest = "x".repeat(NewPassword::MAX_BYTES);
    let hash = hasher.hash(&new_password(&longest)).await.unwrap();
    assert_eq!(verify(&hasher, &longest, hash.expose()).await, PasswordCheck::Right);
    let almost = format!("{}y", "x".repeat(NewPassword::MAX_BYTES - 1));
    for other in [almost, format!("{longest}x"), longest[1..].to_owned()] {
        assert_eq!(verify(&hasher, &other, hash.expose()).await, PasswordCheck::Wrong);
    }
}

#[tokio::test]
async fn hashes_that_others_made_are_read() {
    // OpenBSD's and PHP's own test vectors.
    for (password, hash) in [
        ("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"),
        ("rasmuslerdorf", "$2a$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi"),
        ("rasmuslerdorf", "$2y$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi"),
    ] {
        let check = verify(&hasher(4), password, hash).await;
        let PasswordCheck::RightOutdated(renewed) = check else {
            panic!("{hash}: {check:?}");
        };
        assert!(renewed.expose().starts_with("$2b$04$"));
        assert_eq!(verify(&hasher(4), password, renewed.expose()).await, PasswordCheck::Right);
        assert_eq!(verify(&hasher(4), "wrong", hash).await, PasswordCheck::Wrong);
    }
}

#[tokio::test]
async fn a_hash_of_another_cost_is_outdated_and_one_of_a_bearable_cost_is_read() {
    for cost in [4, 6] {
        let hash = bcrypt::hash(PASSWORD, cost).unwrap();
        let check = verify(&hasher(5), PASSWORD, &hash).await;
        let renewed = matches!(&check, PasswordCheck::RightOutdated(new) if new.expose().starts_with("$2b$05$"));
        assert!(renewed, "{cost}: {check:?}");
    }
    let dear = bcrypt::hash(PASSWORD, 4).unwrap().replace("$04$", "$16$");
    assert!(hasher(4).reads(&PasswordHash::from_stored(dear)));
}

#[tokio::test]
async fn an_imported_password_that_cannot_be_hashed_whole_keeps_its_hash() {
    let long = "long ".repeat(20);
    let imported = bcrypt::hash(&long, 5).unwrap();
    assert_eq!(verify(&hasher(4), &long, &imported).await, PasswordCheck::Right);
}

#[tokio::test]
async fn without_a_readable_hash_every_password_is_wrong() {
    let hasher = hasher(4);
    let good = bcrypt::hash("nobody's password", 4).unwrap();
    let unreadable = [
        String::new(),
        "plain text".into(),
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
        good.replace("$2b$", "$2c$"),
        // The same algorithm with a flaw, which makes other hashes.
        good.replace("$2b$", "$2x$"),
        good.replace("$04$", "$03$"),
        good.replace("$04$", "$99$"),
        // It could be compared, in a day or so.
        good.replace("$04$", "$31$"),
        good.replace("$04$", "$17$"),
        good.replace("$04$", "$é$"),
        good[..59].to_owned(),
    ];
    for hash in &unreadable {
        assert!(!hasher.reads(&PasswordHash::from_stored(hash.clone())), "{hash}");
        for password in ["nobody's password", hash.as_str(), "x"] {
            if !password.is_empty() {
                assert_eq!(verify(&hasher, password, hash).await, PasswordCheck::Wrong);
            }
        }
    }
    let decoy = Password::parse("nobody's password").unwrap();
    assert_eq!(hasher.verify(&decoy, None).await.unwrap(), PasswordCheck::Wrong);
}

#[tokio::test]
async fn a_password_with_a_nul_does_not_pass_for_a_shorter_one() {
    let hash = bcrypt::hash("abc", 4).unwrap();
    // The premise: bcrypt itself cannot tell them apart.
    assert!(bcrypt::verify("abc\0abc", &hash).unwrap());
    assert_eq!(verify(&hasher(4), "abc\0abc", &hash).await, PasswordCheck::Wrong);
}

#[tokio::test]
async fn a_flood_is_refused_and_hashes_on_afterwards() {
    let hasher = Arc::new(BcryptHasher::new(8, 1, 2).unwrap());
    let attempts = (0..20).map(|_| {
        let hasher = hasher.clone();
        async move { hasher.hash(&new_password(PASSWORD)).await }
    });
    let outcomes = at_once(attempts).await;
    let done = outcomes.iter().filter(|o| o.is_ok()).count();
    let busy = |o: &&Result<_, _>| matches!(o, Err(HashError::Busy));
    assert_eq!(done + outcomes.iter().filter(busy).count(), 20);
    assert!((3..20).contains(&done), "{done} of 20 were hashed");
    assert!(hasher.hash(&new_password(PASSWORD)).await.is_ok());
}

async fn at_once<T: Send + 'static>(
    futures: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = futures.map(tokio::spawn).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

#[test]
fn impossible_numbers_are_refused_at_start() {
    for (cost, threads) in [(3, 1), (17, 1), (32, 1), (4, 0)] {
        assert!(BcryptHasher::new(cost, threads, 1).is_err());
    }
    let shown = format!("{:?}", hasher(4));
    assert_eq!(shown, "BcryptHasher { cost: 4, .. }");
}
