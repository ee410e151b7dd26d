use std::sync::{Mutex, MutexGuard};

use reqwest::{Method, Url, header::HeaderMap};

use crate::{Answer, Service, SignIn, client::plain_http};

/// Where every service says that it is reached from outside: `server.public_url` of
/// `config/default.toml`.
pub const PUBLIC_URL: &str = "http://127.0.0.1:7860";

/// A page of a front end that this machine does not have: a browser stops there.
pub const SIGNED_IN: &str = "https://app.example.com/signed-in";

/// Somebody's browser: it keeps cookies and follows redirects as browsers do, and stops at the front
/// end's page. Whatever is addressed to [`PUBLIC_URL`] reaches the service, as through a proxy.
pub struct Browser {
    http: reqwest::Client,
    state: Mutex<State>,
}

struct State {
    service: Option<String>,
    cookies: Vec<Cookie>,
}

#[derive(Clone)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

/// Where a browser has come.
#[derive(Debug)]
pub struct Page {
    /// Its address, with the fragment.
    pub url: Url,
    /// What stands there; nothing if it is the front end's.
    pub answer: Option<Answer>,
}

impl Browser {
    /// A browser without cookies, whose requests to [`PUBLIC_URL`] reach this service.
    pub fn new(service: &Service) -> Self {
        let browser = Self::alone();
        browser.reach(service);
        browser
    }

    /// A browser without cookies and without a service: it stops at [`PUBLIC_URL`] too.
    pub fn alone() -> Self {
        let http = plain_http().build().expect("a client");
        let state = State { service: None, cookies: Vec::new() };
        Self { http, state: Mutex::new(state) }
    }

    /// From now on its requests reach another node.
    pub fn reach(&self, service: &Service) {
        self.state().service = Some(service.base().to_owned());
    }

    /// Sends it from a front end to a provider and along every redirect: to the provider's page if
    /// that has one to show, and back to the front end otherwise.
    pub async fn start(&self, sign_in: &SignIn) -> Page {
        self.visit(&sign_in.url()).await
    }

    /// Opens an address and follows redirects to their end, or to the front end.
    pub async fn visit(&self, url: &str) -> Page {
        self.follow(Method::GET, Url::parse(url).expect("a URL"), &[]).await
    }

    /// Sends a form, and follows redirects.
    pub async fn submit(&self, url: &str, form: &[(&str, &str)]) -> Page {
        self.follow(Method::POST, Url::parse(url).expect("a URL"), form).await
    }

    /// Opens an address and follows redirects until one leads to an address that begins so, which is
    /// not opened: so a callback can be kept for later, and used in other ways.
    pub async fn visit_until(&self, url: &str, stop: &str) -> Url {
        let mut url = Url::parse(url).expect("a URL");
        for _ in 0..20 {
            let answer = self.request(Method::GET, &url, &[]).await;
            url = target(&url, &answer)
                .unwrap_or_else(|| panic!("{url} did not lead to {stop}: {}", answer.text));
            if url.as_str().starts_with(stop) {
                return url;
            }
        }
        panic!("redirects without end at {url}");
    }

    /// One request, without following where it leads. The answer's cookies are kept.
    pub async fn get(&self, url: &str) -> Answer {
        self.request(Method::GET, &Url::parse(url).expect("a URL"), &[]).await
    }

    /// A cookie's value, if there is one of this name for this machine.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.state().cookies.iter().find(|c| c.name == name).map(|c| c.value.clone())
    }

    /// Puts a cookie in, as somebody would who has come by it.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let [host, path, name, value] =
            ["127.0.0.1", "/", name, value].map(std::borrow::ToOwned::to_owned);
        self.state().keep(Cookie { host, path, name, value });
    }

    /// Forgets everything.
    pub fn clear_cookies(&self) {
        self.state().cookies.clear();
    }

    async fn follow(&self, method: Method, url: Url, form: &[(&str, &str)]) -> Page {
        let mut answer = self.request(method, &url, form).await;
        let mut url = url;
        for _ in 0..20 {
            let Some(next) = target(&url, &answer) else {
                return Page { url, answer: Some(answer) };
            };
            let nowhere = next.as_str().starts_with(PUBLIC_URL) && self.state().service.is_none();
            if nowhere || next.host_str() != Some("127.0.0.1") || next.fragment().is_some() {
                return Page { url: next, answer: None };
            }
            answer = self.request(Method::GET, &next, &[]).await;
            url = next;
        }
        panic!("redirects without end at {url}");
    }

    async fn request(&self, method: Method, url: &Url, form: &[(&str, &str)]) -> Answer {
        let (reached, cookies) = {
            let state = self.state();
            let reached = match (url.as_str().strip_prefix(PUBLIC_URL), &state.service) {
                (Some(rest), Some(service)) => format!("{service}{rest}"),
                _ => url.to_string(),
            };
            (reached, state.cookies_for(url))
        };
        let mut request = self.http.request(method.clone(), reached).header("accept", "text/html");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if method == Method::POST {
            request = request.form(form);
        }
        let answer = Answer::of(request).await;
        self.state().take(url, &answer.headers);
        answer
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics with it")
    }
}

impl State {
    /// Cookies know hosts and paths, and no ports (RFC 6265, 8.5).
    fn cookies_for(&self, url: &Url) -> String {
        let fits = |cookie: &&Cookie| {
            let rest = url.path().strip_prefix(&cookie.path);
            Some(cookie.host.as_str()) == url.host_str()
                && rest.is_some_and(|rest| {
                    rest.is_empty() || cookie.path.ends_with('/') || rest.starts_with('/')
                })
        };
        let cookies = self.cookies.iter().filter(fits).map(|c| format!("{}={}", c.name, c.value));
        cookies.collect::<Vec<_>>().join("; ")
    }

    fn take(&mut self, url: &Url, headers: &HeaderMap) {
        for header in headers.get_all("set-cookie") {
            let text = header.to_str().expect("text");
            let mut parts = text.split(';').map(str::trim);
            let (name, value) = parts.next().and_then(|p| p.split_once('=')).expect("a cookie");
            let attribute = |wanted: &str| {
                let mut all = text
                    .split(';')
                    .skip(1)
                    .map(|p| p.trim().split_once('=').unwrap_or((p.trim(), "")));
                all.find(|(key, _)| key.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
            };
            let path = attribute("path").filter(|path| path.starts_with('/')).unwrap_or("/");
            // A browser does not take one of this name otherwise (RFC 6265bis, 4.1.3.2). On this
            // machine it takes `Secure` ones without TLS.
            if name.starts_with("__Host-") {
                let kept = attribute("secure").is_some()
                    && attribute("domain").is_none()
                    && attribute("path") == Some("/");
                assert!(kept, "no browser keeps {text}");
            }
            let cookie = Cookie {
                host: url.host_str().expect("a host").to_owned(),
                path: path.to_owned(),
                name: name.to_owned(),
                value: value.to_owned(),
            };
            let gone = attribute("max-age").is_some_and(|age| age.starts_with(['0', '-']))
                || attribute("expires").is_some_and(|moment| moment.contains(" 1970 "));
            if gone { self.forget(&cookie) } else { self.keep(cookie) }
        }
    }

    fn keep(&mut self, cookie: Cookie) {
        self.forget(&cookie);
        self.cookies.push(cookie);
    }

    fn forget(&mut self, cookie: &Cookie) {
        let same =
            |c: &Cookie| (&c.host, &c.path, &c.name) == (&cookie.host, &cookie.path, &cookie.name);
        self.cookies.retain(|c| !same(c));
    }
}

impl Page {
    /// What the fragment says under a key.
    pub fn fragment(&self, key: &str) -> Option<String> {
        let fragment = self.url.fragment()?;
        // A fragment is written like a query here.
        let mut query = Url::parse("http://127.0.0.1/").expect("a URL");
        query.set_query(Some(fragment));
        let found = query.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value);
        found.map(std::borrow::Cow::into_owned)
    }

    /// The one-time code with which it came back to the front end.
    pub fn code(&self) -> String {
        self.at(SIGNED_IN).fragment("code").unwrap_or_else(|| panic!("no code at {}", self.url))
    }

    /// The error with which it came back to the front end.
    pub fn error(&self) -> String {
        self.at(SIGNED_IN).fragment("error").unwrap_or_else(|| panic!("no error at {}", self.url))
    }

    /// Insists that it is the front end's page of this address.
    pub fn at(&self, page: &str) -> &Self {
        let mut url = self.url.clone();
        url.set_fragment(None);
        let answer = self.answer.as_ref().map(|answer| &answer.text);
        assert_eq!(url.as_str(), page, "{answer:?}");
        self
    }
}

/// Where an answer leads to.
fn target(url: &Url, answer: &Answer) -> Option<Url> {
    if !answer.status.is_redirection() {
        return None;
    }
    let location = answer.headers.get("location")?.to_str().expect("text");
    Some(url.join(location).unwrap_or_else(|_| panic!("{url} leads to {location}")))
}
