use bookplate_domain::store::Source;

use crate::AccentColor;

/// Who writes: what every mail says about the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name that people know the service by.
    pub product_name: String,
    /// Where to ask for help, as it should be read: an address or a web page.
    pub support: Option<String>,
    /// The colour of buttons and links.
    pub accent_color: AccentColor,
    /// The `https` address of an image that stands above the text, 40 pixels high. It is the only
    /// thing that a mail ever loads.
    pub logo: Option<String>,
}

impl Sender {
    /// Refuses a logo that is not on the web, or would be loaded without encryption.
    pub(crate) fn check(&self) -> Result<(), Source> {
        let on_the_web = |logo: &str| {
            let plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\".contains(c);
            logo.strip_prefix("https://").is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(plain)
            })
        };
        match &self.logo {
            Some(logo) if !on_the_web(logo) => Err("the logo is not an https address".into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_an_https_address() {
        let check = |logo: &str| {
            let sender = Sender {
                product_name: "Inkwell".into(),
                support: None,
                accent_color: AccentColor::default(),
                logo: Some(logo.into()),
            };
            sender.check().is_ok()
        };
        assert!(check("https://inkwell.example/logo.png?v=2&size=80"));
        for wrong in [
            "",
            "https://",
            "https:///logo.png",
            "http://inkwell.example/logo.png",
            "//inkwell.example/logo.png",
            "data:image/png;base64,AAAA",
            "https://inkwell.example/a b.png",
            "https://inkwell.example/\" onerror=\"x",
            "https://inkwell.example/\r\n",
        ] {
            assert!(!check(wrong), "{wrong:?}");
        }
    }
}
