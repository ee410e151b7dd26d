use std::time::Duration;

use super::*;
use crate::bcrypt_hasher::effort::Stopwatch;

/// The work of one check, least of a few.
fn effort(work: &Work, hash: Option<&PasswordHash>) -> Duration {
    let password = Password::parse("not the password").unwrap();
    let one = |_| {
        let watch = Stopwatch::start();
        assert_eq!(work.check(&password, hash), PasswordCheck::Wrong);
        watch.spent()
    };
    (0..5).map(one).min().unwrap()
}

#[test]
fn nobody_a_broken_hash_and_an_old_hash_take_the_work_of_a_wrong_password() {
    let work = Work::new(8).unwrap();
    let stored = |cost| PasswordHash::from_stored(bcrypt::hash(PASSWORD, cost).unwrap());
    let wrong = effort(&work, Some(&stored(8)));
    let broken = PasswordHash::from_stored("broken".into());
    for (what, hash) in
        [("nobody", None), ("a broken hash", Some(broken)), ("an old hash", Some(stored(5)))]
    {
        let ratio = effort(&work, hash.as_ref()).as_secs_f64() / wrong.as_secs_f64();
        assert!((0.8..1.25).contains(&ratio), "{what}: {ratio:.2}");
    }
}

#[test]
fn an_imported_hash_takes_the_work_of_a_wrong_password_unless_it_is_dearer() {
    // Dear enough that the dearest of these, Better Auth's, has something to be made up for.
    let work = Work::new(11).unwrap();
    let wrong = effort(&work, None);
    for hash in imported_tests::HASHES.map(|hash| PasswordHash::from_stored(hash.to_owned())) {
        let ratio = effort(&work, Some(&hash)).as_secs_f64() / wrong.as_secs_f64();
        assert!((0.8..1.25).contains(&ratio), "{}: {ratio:.2}", hash.expose());
    }
}

#[test]
fn the_effort_that_is_made_up_to_follows_the_machine() {
    use crate::bcrypt_hasher::effort::RecentEffort;
    let recent = RecentEffort::guessed(Duration::from_millis(170));
    assert_eq!(recent.mean(), Duration::from_millis(170));
    recent.note(Duration::from_millis(100));
    assert_eq!(recent.mean(), Duration::from_millis(100), "what was measured replaces a guess");
    (0..50).for_each(|_| recent.note(Duration::from_millis(200)));
    let mean = recent.mean().as_millis();
    assert!((195..=200).contains(&mean), "{mean}");
}
