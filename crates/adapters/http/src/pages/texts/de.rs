use super::{LinkTexts, NameTexts, PageTexts, PasswordTexts, ProblemTexts, Texts, Wait};

/// German.
pub(super) const TEXTS: Texts = Texts {
    lang: "de",
    dir: "ltr",
    verify_email: PageTexts {
        heading: "Bestätigen Sie Ihre E-Mail-Adresse",
        lead: "Bestätigen Sie mit einem Klick, dass dieses Postfach Ihnen gehört.",
        button: "Adresse bestätigen",
        done_heading: "E-Mail-Adresse bestätigt",
        done: "Ihre E-Mail-Adresse ist bestätigt. Sie können sich jetzt anmelden.",
        expired: "Dieser Link ist abgelaufen. Fordern Sie eine neue Bestätigungs-E-Mail an und \
            verwenden Sie den Link darin.",
    },
    reset_password: PageTexts {
        heading: "Wählen Sie ein neues Passwort",
        lead: "Beim Speichern werden Sie auf allen Geräten abgemeldet.",
        button: "Passwort speichern",
        done_heading: "Passwort gespeichert",
        done: "Ihr neues Passwort ist gespeichert, und Sie sind auf allen Geräten abgemeldet. Sie \
            können sich jetzt anmelden.",
        expired: "Dieser Link ist abgelaufen. Fordern Sie noch einmal ein neues Passwort an und \
            verwenden Sie den Link in der neuen E-Mail.",
    },
    confirm_email_change: PageTexts {
        heading: "Bestätigen Sie Ihre neue E-Mail-Adresse",
        lead: "Mit einem Klick verwendet Ihr Konto ab sofort diese Adresse. Sie werden dabei auf \
            allen Geräten abgemeldet.",
        button: "Diese Adresse verwenden",
        done_heading: "Neue E-Mail-Adresse bestätigt",
        done: "Ihr Konto hat jetzt die neue E-Mail-Adresse. Sie sind auf allen Geräten abgemeldet; \
            melden Sie sich mit der neuen Adresse wieder an.",
        expired: "Dieser Link ist abgelaufen. Fordern Sie die Änderung noch einmal an und \
            verwenden Sie den Link in der neuen E-Mail.",
    },
    revert_email_change: PageTexts {
        heading: "Holen Sie Ihre alte E-Mail-Adresse zurück",
        lead: "Verwenden Sie diese Seite, wenn Sie die Änderung Ihrer E-Mail-Adresse nicht \
            veranlasst haben. Ihr Konto erhält die alte Adresse zurück und wird auf allen Geräten \
            abgemeldet, und das Passwort gilt nicht mehr. An die alte Adresse senden wir einen \
            Link für ein neues Passwort.",
        button: "Alte Adresse zurückholen",
        done_heading: "Alte E-Mail-Adresse zurückgeholt",
        done: "Ihr Konto hat wieder die alte E-Mail-Adresse. Es ist auf allen Geräten abgemeldet, \
            und das Passwort gilt nicht mehr. Mit dem Link, den wir gerade an diese Adresse \
            gesendet haben, wählen Sie ein neues.",
        expired: "Dieser Link ist abgelaufen: Die alte Adresse ließ sich sieben Tage lang \
            zurückholen. Bitte wenden Sie sich an den Betreiber dieses Dienstes.",
    },
    accept_invitation: PageTexts {
        heading: "Nehmen Sie Ihre Einladung an",
        lead: "Wählen Sie Ihren Namen und ein Passwort. Danach ist Ihr Konto bereit.",
        button: "Einladung annehmen",
        done_heading: "Einladung angenommen",
        done: "Ihr Konto ist bereit. Sie können sich jetzt anmelden.",
        expired: "Dieser Link ist abgelaufen. Bitten Sie die Person, die Sie eingeladen hat, um eine \
            neue Einladung.",
    },
    link: LinkTexts {
        label: "Link aus der E-Mail",
        hint: "Kopieren Sie den ganzen Link aus unserer E-Mail und fügen Sie ihn hier ein.",
        missing: "Fügen Sie hier zuerst den Link aus unserer E-Mail ein.",
    },
    name: NameTexts {
        label: "Name",
        hint: "So möchten Sie genannt werden. Sie können den Namen später ändern.",
        missing: "Geben Sie Ihren Namen ein.",
        too_long: |max| format!("Dieser Name ist zu lang: {max} Zeichen passen."),
        not_allowed: "Dieser Name enthält ein Zeichen, das nicht verwendet werden kann.",
    },
    password: PasswordTexts {
        label: "Neues Passwort",
        hint: |min| {
            format!(
                "Mindestens {min} Zeichen. Einige Wörter, die nichts miteinander zu tun haben, \
                 sind leicht zu merken und schwer zu erraten."
            )
        },
        missing: "Geben Sie ein neues Passwort ein.",
        too_short: |min| {
            format!("Dieses Passwort ist zu kurz: Es braucht mindestens {min} Zeichen.")
        },
        too_long: |max| {
            format!(
                "Dieses Passwort ist zu lang: {max} einfache Buchstaben und Ziffern passen. \
                 Umlaute, andere Schriften und Emojis brauchen mehr Platz."
            )
        },
        too_weak: "Dieses Passwort ist leicht zu erraten. Machen Sie es länger, oder wählen Sie \
            Wörter, die nichts mit Ihnen und nichts miteinander zu tun haben.",
        not_allowed: "Dieses Passwort enthält ein Zeichen, das nicht verwendet werden kann.",
    },
    problems: ProblemTexts {
        error: "Fehler",
        link_spent: "Dieser Link funktioniert nicht: Er wurde schon verwendet, es wurde ein \
            neuerer gesendet, oder er ist nicht vollständig.",
        too_often: |wait| {
            let wait = match wait {
                Wait::Seconds(1) => "1 Sekunde".to_owned(),
                Wait::Seconds(seconds) => format!("{seconds} Sekunden"),
                Wait::Minutes(1) => "1 Minute".to_owned(),
                Wait::Minutes(minutes) => format!("{minutes} Minuten"),
            };
            format!("Das waren zu viele Versuche. Bitte versuchen Sie es in {wait} noch einmal.")
        },
        busy: "Der Dienst ist gerade überlastet. Bitte versuchen Sie es gleich noch einmal.",
        failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.",
        not_understood: "Das Formular konnte nicht gelesen werden. Bitte öffnen Sie den Link aus \
            der E-Mail noch einmal.",
    },
};
