use minijinja::{Environment, Error, UndefinedBehavior};

/// Every template by name. What ends in `.html` is escaped as HTML.
const TEMPLATES: &[(&str, &str)] = &[
    ("layout.txt", include_str!("../templates/layout.txt")),
    ("layout.html", include_str!("../templates/layout.html")),
    ("button.html", include_str!("../templates/button.html")),
    ("verify_email.subject.txt", include_str!("../templates/verify_email.subject.txt")),
    ("verify_email.txt", include_str!("../templates/verify_email.txt")),
    ("verify_email.html", include_str!("../templates/verify_email.html")),
    (
        "address_already_registered.subject.txt",
        include_str!("../templates/address_already_registered.subject.txt"),
    ),
    ("address_already_registered.txt", include_str!("../templates/address_already_registered.txt")),
    (
        "address_already_registered.html",
        include_str!("../templates/address_already_registered.html"),
    ),
    ("reset_password.subject.txt", include_str!("../templates/reset_password.subject.txt")),
    ("reset_password.txt", include_str!("../templates/reset_password.txt")),
    ("reset_password.html", include_str!("../templates/reset_password.html")),
    ("password_changed.subject.txt", include_str!("../templates/password_changed.subject.txt")),
    ("password_changed.txt", include_str!("../templates/password_changed.txt")),
    ("password_changed.html", include_str!("../templates/password_changed.html")),
    (
        "session_ended_after_reuse.subject.txt",
        include_str!("../templates/session_ended_after_reuse.subject.txt"),
    ),
    ("session_ended_after_reuse.txt", include_str!("../templates/session_ended_after_reuse.txt")),
    ("session_ended_after_reuse.html", include_str!("../templates/session_ended_after_reuse.html")),
];

/// Compiles all of them. A name that a template uses and nobody gives is an error, not a gap.
pub(crate) fn compile() -> Result<Environment<'static>, Error> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in TEMPLATES {
        templates.add_template(name, source)?;
    }
    Ok(templates)
}
