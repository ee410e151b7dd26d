use std::collections::HashMap;

use bookplate_domain::{
    shared::{FieldCode, Invalid, LanguageTag, Locale, TimeZoneName},
    users::{Bio, DisplayName, EmailAddress, ImageUrl, ImportedUser, PasswordHash, Users},
};

use super::fields::{BIO, EMAIL, Faults, Fields, HASH, IMAGE, LANGUAGE, NAME, Record, TIMEZONE};

/// Judges one account after the other, each also by those before it.
pub struct Judge<'a> {
    users: &'a Users,
    verified: bool,
    /// The canonical addresses of the good ones, and where they stand.
    seen: HashMap<String, u64>,
}

impl<'a> Judge<'a> {
    /// Nothing was judged yet. `verified` says whether mailboxes are taken for proven.
    pub fn new(users: &'a Users, verified: bool) -> Self {
        Self { users, verified, seen: HashMap::new() }
    }

    /// The account, or everything that is wrong with it.
    pub fn judge(&mut self, record: Record) -> Result<ImportedUser, Faults> {
        let line = record.line;
        let fields = match record.fields {
            Ok(fields) => Fields::new(fields),
            Err(why) => return Err(Faults { line, faults: vec![why] }),
        };
        self.account(line, fields).map_err(|faults| Faults { line, faults })
    }

    fn account(&mut self, line: u64, mut fields: Fields) -> Result<ImportedUser, Vec<String>> {
        let email = match fields.take(EMAIL, |text| self.unseen(text)) {
            Ok(None) => {
                fields.fault(EMAIL, "is required");
                None
            }
            taken => taken.ok().flatten(),
        };
        let name = match (fields.take(NAME, DisplayName::parse), &email) {
            (Ok(None), Some(email)) => named_after(email, &mut fields),
            (taken, _) => taken.ok().flatten(),
        };
        let password = fields.optional(HASH, |text| self.readable(text));
        let image = fields.optional(IMAGE, ImageUrl::parse);
        let bio = fields.optional(BIO, Bio::parse);
        let locale = Locale {
            language: fields.optional(LANGUAGE, LanguageTag::parse),
            time_zone: fields.optional(TIMEZONE, TimeZoneName::parse),
        };
        let faults = fields.finish();
        match (email, name) {
            (Some(email), Some(name)) if faults.is_empty() => {
                self.seen.insert(email.canonical().to_owned(), line);
                let verified = self.verified;
                Ok(ImportedUser { email, name, image, bio, locale, password, verified })
            }
            _ => Err(faults),
        }
    }

    fn unseen(&self, text: &str) -> Result<EmailAddress, Invalid> {
        let email = EmailAddress::parse(text)?;
        match self.seen.get(email.canonical()) {
            Some(line) => {
                let why = format!("stands in line {line} already");
                Err(Invalid::new(FieldCode::NotAllowed, why))
            }
            None => Ok(email),
        }
    }

    fn readable(&self, text: &str) -> Result<PasswordHash, Invalid> {
        let hash = PasswordHash::from_stored(text.to_owned());
        if self.users.reads_hash(&hash) {
            return Ok(hash);
        }
        let why = "no hash that passwords can be compared with: it is of another kind than bcrypt, \
                   argon2id, scrypt and PBKDF2, or asks for too much work";
        Err(Invalid::new(FieldCode::InvalidFormat, why))
    }
}

/// Somebody of whom nothing is known but the address.
fn named_after(email: &EmailAddress, fields: &mut Fields) -> Option<DisplayName> {
    let local = email.written().split('@').next().unwrap_or_default();
    DisplayName::parse(local).map_err(|invalid| fields.fault(NAME, &invalid.message)).ok()
}
