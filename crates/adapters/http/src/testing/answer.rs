use actix_web::http::{StatusCode, header::HeaderMap};

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// Whether what was asked for was done; a browser that is sent on goes where it wanted to.
    pub(crate) fn is_granted(&self) -> bool {
        self.status.is_success() || self.status == StatusCode::FOUND
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Every wrong field and what is wrong with it, `name REQUIRED`, in the order of the names.
    pub(crate) fn faults(&self) -> Vec<String> {
        let problem = self.json();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let fault = |error: &serde_json::Value| text(&error["field"]) + " " + &text(&error["code"]);
        let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("{}", self.text));
        let mut faults: Vec<_> = errors.iter().map(fault).collect();
        faults.sort_unstable();
        faults
    }

    /// The names of all headers that begin with this.
    pub(crate) fn headers_like(&self, start: &str) -> Vec<&str> {
        self.headers
            .keys()
            .map(|name| name.as_str())
            .filter(|name| name.starts_with(start))
            .collect()
    }

    /// Insists on a problem.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], code);
    }
}
