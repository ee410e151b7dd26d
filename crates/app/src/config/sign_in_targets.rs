use url::Url;

use super::{
    setting::{Setting, Written},
    urls::is_private,
};

/// The pages to which a sign-in through a provider comes back. They are compared as text, so they
/// are kept as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInTargets(pub Vec<String>);

impl SignInTargets {
    /// Whether nobody on the way to any of them can listen: https, or this machine.
    pub fn are_private(&self) -> bool {
        self.0.iter().all(|text| target(text).is_some_and(|url| is_private(&url)))
    }
}

impl Setting for SignInTargets {
    const EXPECTED: &'static str = "a list of absolute http:// or https:// URLs without user and \
                                    fragment, as browsers write them, such as \
                                    https://app.example.com/signed-in";

    fn read(written: &Written) -> Option<Self> {
        let exact = |text: &str| target(text).map(|_| text.to_owned());
        written.texts()?.into_iter().map(exact).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Written {
        Written::List(self.0.clone())
    }
}

/// The URL of a target, if the text is one. What a browser would write otherwise is none: it could be
/// read as another place than the one that is meant.
fn target(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let exact = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (matches!(url.scheme(), "http" | "https") && exact && plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<String>> {
        SignInTargets::read(&Written::Text(text.to_owned())).map(|targets| targets.0)
    }

    #[test]
    fn targets_are_kept_to_the_letter() {
        for exact in [
            "https://app.example.com",
            "https://app.example.com/",
            "https://app.example.com/signed-in?from=oauth&x=%7B",
            "http://localhost:5173/signed-in",
            "http://[::1]:5173/",
        ] {
            assert_eq!(read(exact).unwrap(), [exact]);
        }
        let two = ["https://a.example/in", "http://127.0.0.1:3000/in"].map(str::to_owned);
        assert_eq!(read(" https://a.example/in , http://127.0.0.1:3000/in").unwrap(), two);
        assert_eq!(SignInTargets::read(&Written::List(two.to_vec())).unwrap().0, two);
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn whatever_is_no_target_is_refused() {
        for text in [
            "*",
            "/signed-in",
            "app.example.com/signed-in",
            "//app.example.com/in",
            "https://",
            "https:app.example.com/in",
            "https:///app.example.com/in",
            "https:\\\\app.example.com\\in",
            "https://App.example.com/in",
            "https://app.example.com:443/in",
            "https://app.example.com/in#",
            "https://app.example.com/in#code=1",
            "https://ada@app.example.com/in",
            "https://ada:pw@app.example.com/in",
            "https://app.example.com/a/../in",
            "https://app.example.com/in ",
            "https://app.example.com/i n",
            "https://app.example.com/in\r\nSet-Cookie: a=b",
            "https://bücher.example/in",
            "javascript:alert(1)",
            "data:text/html,x",
            "com.example.app:/in",
            "file:///srv/in",
        ] {
            let list = SignInTargets::read(&Written::List(vec![text.to_owned()]));
            assert_eq!(list, None, "{text}");
        }
        assert_eq!(read("https://app.example.com/in,"), None);
        assert_eq!(SignInTargets::read(&Written::Flag(true)), None);
    }
}
