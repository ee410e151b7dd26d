//! The files that the binary brings along.

/// What every language shares.
pub(super) const FRAME: [&str; 3] = ["layout.html", "layout.txt", "button.html"];

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

macro_rules! language {
    ($tag:literal) => {
        &[
            language!($tag, "language"),
            language!($tag, "verify_email"),
            language!($tag, "address_already_registered"),
            language!($tag, "welcome"),
            language!($tag, "reset_password"),
            language!($tag, "password_changed"),
            language!($tag, "confirm_email_change"),
            language!($tag, "email_change_requested"),
            language!($tag, "email_change_reverted"),
            language!($tag, "new_device"),
            language!($tag, "sign_in_method_added"),
            language!($tag, "sign_in_method_removed"),
            language!($tag, "session_ended_after_reuse"),
            language!($tag, "account_suspended"),
            language!($tag, "invitation"),
            language!($tag, "goodbye"),
        ]
    };
    ($tag:literal, $file:literal) => {
        (
            concat!($tag, "/", $file, ".toml"),
            include_str!(concat!("../../templates/", $tag, "/", $file, ".toml")),
        )
    };
}

/// Every file by its name and its text.
pub(super) fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all: [&[(&str, &str)]; 5] = [
        files!("layout.html" "layout.txt" "button.html"),
        language!("en"),
        language!("es"),
        language!("de"),
        language!("ur"),
    ];
    all.into_iter().flatten().copied()
}
