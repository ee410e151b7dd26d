use std::io::{self, IsTerminal, Read};

use secrecy::SecretString;

use crate::failure::Failure;

/// Far more than any password: a file given by mistake is not read to its end.
const MAX_INPUT: u64 = 64 * 1024;

/// What stands before the first line end.
pub fn first_line_of_stdin() -> Result<SecretString, Failure> {
    let mut text = String::new();
    io::stdin()
        .take(MAX_INPUT)
        .read_to_string(&mut text)
        .map_err(Failure::while_("cannot read the password from stdin"))?;
    Ok(text.lines().next().unwrap_or_default().into())
}

/// Asks on the terminal.
pub fn ask_twice() -> Result<SecretString, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Refused(
            "password: there is no terminal to ask on; say --password-stdin".into(),
        ));
    }
    let ask = |prompt| {
        rpassword::prompt_password(prompt).map_err(Failure::while_("cannot read the password"))
    };
    let first = ask("Password: ")?;
    if ask("Again: ")? == first {
        Ok(first.into())
    } else {
        Err(Failure::Refused("password: the two differ".into()))
    }
}
