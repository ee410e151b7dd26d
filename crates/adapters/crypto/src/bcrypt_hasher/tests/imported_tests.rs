use super::*;

/// [`PASSWORD`], as Python hashes it in each of the known forms.
pub(super) const HASHES: [&str; 4] = [
    "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$aq42HBL+IPAitHspChw/8mx5JRX2jFDkTmlsBskwH/0",
    "$fbscrypt$v=1,n=4,r=2,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$z3hSLdWQs6wSWep9Ar/bdw99R6QMSRgk0VFDC/ZGv3UrIe9r8ABJC1Eth3jpii5OsSBB8RGjNhaZyfZFIh5YLg==",
    "pbkdf2_sha256$1000$Zk3nQ0aYpW1xUe7r$TYlNAY/FgDgs+AAeMUPu9ETxohR6o8PS/NsvquyXIT4=",
    "1c50892c354da5b23ec3b5007649bc6e:319b7d216390925e0c2ac01444aa826b288e51e4471850e507d1d6ed7908aa8e56787428fc1f36441d410af365fae10c7ee91af763448255cf393b2b2b6bae78",
];

#[tokio::test]
async fn a_right_password_on_an_imported_hash_gets_a_hash_of_our_own() {
    let hasher = hasher(4);
    for hash in HASHES {
        assert!(hasher.reads(&PasswordHash::from_stored(hash.to_owned())), "{hash}");
        let check = verify(&hasher, PASSWORD, hash).await;
        let PasswordCheck::RightOutdated(renewed) = check else {
            panic!("{hash}: {check:?}");
        };
        assert!(renewed.expose().starts_with("$2b$04$"));
        assert_eq!(verify(&hasher, PASSWORD, renewed.expose()).await, PasswordCheck::Right);
        for wrong in ["wrong", "correct horse battery stapl", "correct horse battery staple "] {
            assert_eq!(verify(&hasher, wrong, hash).await, PasswordCheck::Wrong, "{hash}");
        }
    }
}

#[tokio::test]
async fn a_password_longer_than_bcrypt_takes_keeps_its_imported_hash() {
    let hash = "pbkdf2_sha256$1000$seasalt$OIJO5YToCkk+5TbVNH9BkLK4InXQsRyuM+tVEjLigcI=";
    let long = "a horse ".repeat(20);
    assert_eq!(verify(&hasher(4), &long, hash).await, PasswordCheck::Right);
    assert_eq!(verify(&hasher(4), &long[1..], hash).await, PasswordCheck::Wrong);
}

#[tokio::test]
async fn a_password_with_a_nul_keeps_its_imported_hash_which_bcrypt_could_not_tell_from_a_shorter()
{
    let hash = "pbkdf2_sha256$1000$seasalt$hFfzgynVkoent3jxS8Nn2zG09WdYKjGcsrWN2gUwaBk=";
    assert_eq!(verify(&hasher(4), "abc\0abc", hash).await, PasswordCheck::Right);
    assert_eq!(verify(&hasher(4), "abc", hash).await, PasswordCheck::Wrong);
}

#[tokio::test]
async fn nuls_at_the_end_do_not_pass_for_the_password_without_them() {
    for hash in HASHES {
        let wrong = format!("{PASSWORD}\0");
        assert_eq!(verify(&hasher(4), &wrong, hash).await, PasswordCheck::Wrong, "{hash}");
    }
}

#[tokio::test]
async fn a_hash_of_a_password_as_it_was_typed_is_renewed_in_its_normal_form() {
    let hash = "pbkdf2_sha256$1000$seasalt$zlYzpMM9ogXkCbCvwkWido6U1HP/9KhXiJOtIAUnjzI=";
    let PasswordCheck::RightOutdated(renewed) =
        verify(&hasher(4), "½ a tidal orchard²", hash).await
    else {
        panic!("not read as it was typed");
    };
    let normal = verify(&hasher(4), "1\u{2044}2 a tidal orchard2", renewed.expose()).await;
    assert_eq!(normal, PasswordCheck::Right);
    assert_eq!(verify(&hasher(4), "½ a tidal orchard³", hash).await, PasswordCheck::Wrong);
}
