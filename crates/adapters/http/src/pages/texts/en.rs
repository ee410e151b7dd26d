use super::{LinkTexts, NameTexts, PageTexts, PasswordTexts, ProblemTexts, Texts, Wait};

/// English.
pub(super) const TEXTS: Texts = Texts {
    lang: "en",
    dir: "ltr",
    verify_email: PageTexts {
        heading: "Confirm your e-mail address",
        lead: "Press the button to confirm that this mailbox is yours.",
        button: "Confirm address",
        done_heading: "E-mail address confirmed",
        done: "Your e-mail address is confirmed. You can sign in now.",
        expired: "This link has expired. Ask for a new confirmation mail and use the link in it.",
    },
    reset_password: PageTexts {
        heading: "Choose a new password",
        lead: "When you save it, you will be signed out on every device.",
        button: "Save password",
        done_heading: "Password saved",
        done: "Your new password is saved, and you are signed out on every device. You can sign in \
            now.",
        expired: "This link has expired. Ask for a new password once more and use the link in the \
            new mail.",
    },
    confirm_email_change: PageTexts {
        heading: "Confirm your new e-mail address",
        lead: "Press the button to use this address for your account from now on. You will be \
            signed out on every device.",
        button: "Use this address",
        done_heading: "New e-mail address confirmed",
        done: "Your account has its new e-mail address. You are signed out on every device; sign \
            in with the new address.",
        expired: "This link has expired. Ask for the change once more and use the link in the new \
            mail.",
    },
    revert_email_change: PageTexts {
        heading: "Get your old e-mail address back",
        lead: "Use this page if you did not ask for another e-mail address. Your account gets its \
            old address back and is signed out on every device, and its password stops working. \
            We send a link for a new password to the old address.",
        button: "Get the old address back",
        done_heading: "Old e-mail address restored",
        done: "Your account has its old e-mail address again. It is signed out on every device, \
            and its password no longer works. To choose a new one, use the link that we have just \
            sent to this address.",
        expired: "This link has expired: the old address could be restored for seven days. Please \
            contact whoever runs this service.",
    },
    accept_invitation: PageTexts {
        heading: "Accept your invitation",
        lead: "Choose your name and a password. Your account is ready then.",
        button: "Accept invitation",
        done_heading: "Invitation accepted",
        done: "Your account is ready. You can sign in now.",
        expired: "This link has expired. Ask whoever invited you for a new invitation.",
    },
    link: LinkTexts {
        label: "Link from the mail",
        hint: "Copy the whole link from our mail and paste it here.",
        missing: "Paste the link from our mail here first.",
    },
    name: NameTexts {
        label: "Name",
        hint: "What you want to be called. You can change it later.",
        missing: "Enter your name.",
        too_long: |max| format!("This name is too long: {max} characters fit."),
        not_allowed: "This name has a character in it that cannot be used.",
    },
    password: PasswordTexts {
        label: "New password",
        hint: |min| {
            format!(
                "At least {min} characters. A few words that have nothing to do with each other \
                 are easy to remember and hard to guess."
            )
        },
        missing: "Enter a new password.",
        too_short: |min| format!("This password is too short: it needs at least {min} characters."),
        too_long: |max| {
            format!(
                "This password is too long: {max} plain letters and digits fit. Accented letters, \
                 other scripts and emoji take more room."
            )
        },
        too_weak: "This password is easy to guess. Make it longer, or choose words that have \
            nothing to do with you or with each other.",
        not_allowed: "This password has a character in it that cannot be used.",
    },
    problems: ProblemTexts {
        error: "Error",
        link_spent: "This link does not work: it was used already, a newer one was sent, or it is \
            not complete.",
        too_often: |wait| {
            let wait = match wait {
                Wait::Seconds(1) => "1 second".to_owned(),
                Wait::Seconds(seconds) => format!("{seconds} seconds"),
                Wait::Minutes(1) => "1 minute".to_owned(),
                Wait::Minutes(minutes) => format!("{minutes} minutes"),
            };
            format!("That was tried too often. Please try again in {wait}.")
        },
        busy: "The service is too busy right now. Please try again in a moment.",
        failed: "Something went wrong on our side. Please try again later.",
        not_understood: "The form could not be read. Please open the link from the mail again.",
    },
};
