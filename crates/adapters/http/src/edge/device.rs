use std::{borrow::Cow, sync::LazyLock};

use ua_parser::{os, user_agent};

/// The programs that people and scripts sign in with: what stands in a `User-Agent`, and the name.
/// The first that matches counts, since most of them also name those further down. The second group
/// is the version. Nothing else of the header is taken over.
const PROGRAMS: [(&str, &str); 22] = [
    (r"Edg(e|A|iOS)?/([0-9]{1,4})", "Edge"),
    (r"(OPR|OPiOS|OPT|OPX|Opera)/([0-9]{1,4})", "Opera"),
    (r"(SamsungBrowser)/([0-9]{1,4})", "Samsung Internet"),
    (r"(Vivaldi)/([0-9]{1,4})", "Vivaldi"),
    (r"(YaBrowser)/([0-9]{1,4})", "Yandex Browser"),
    (r"(Whale)/([0-9]{1,4})", "Whale"),
    (r"(UC ?Browser)/([0-9]{1,4})", "UC Browser"),
    (r"(MiuiBrowser)/([0-9]{1,4})", "Mi Browser"),
    (r"(HuaweiBrowser)/([0-9]{1,4})", "Huawei Browser"),
    (r"(DuckDuckGo|Ddg)/([0-9]{1,4})", "DuckDuckGo"),
    (r"(Focus|Klar)/([0-9]{1,4})", "Firefox Focus"),
    (r"(Firefox|FxiOS)/([0-9]{1,4})", "Firefox"),
    (r"(GSA)/([0-9]{1,4})", "Google app"),
    (r"(FBAV)/([0-9]{1,4})", "Facebook app"),
    (r"(Instagram) ([0-9]{1,4})", "Instagram app"),
    (r"(HeadlessChrome)/([0-9]{1,4})", "Headless Chrome"),
    (r"(; wv\)).* Chrome/([0-9]{1,4})", "Android WebView"),
    (r"(Chrome|CriOS|Chromium)/([0-9]{1,4})", "Chrome"),
    (r"(Android).* Version/([0-9]{1,4})", "Android Browser"),
    (r"(Version)/([0-9]{1,4})[0-9.]* (Mobile/[^ ]+ )?Safari/", "Safari"),
    (
        r"^(curl|Wget|HTTPie|xh|python-requests|python-httpx|Python-urllib|Go-http-client|okhttp|axios|insomnia|Dart|Deno|Bun)/([0-9]{1,4})",
        "$1",
    ),
    (r"^(PostmanRuntime)/([0-9]{1,4})", "Postman"),
];

/// The systems that they run on.
const SYSTEMS: [(&str, &str); 14] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("iPod", "iPod"),
    ("OpenHarmony|HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Tizen", "Tizen"),
    ("Web0S", "webOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("NetBSD", "NetBSD"),
    ("Linux", "Linux"),
];

struct Rules {
    programs: user_agent::Extractor<'static>,
    systems: os::Extractor<'static>,
}

/// `None` if a rule is wrong, which `every_rule_can_be_read` shows not to be.
static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| {
    let programs = PROGRAMS.map(|(regex, name)| user_agent::Parser {
        regex: Cow::Borrowed(regex),
        family_replacement: Some(Cow::Borrowed(name)),
        ..Default::default()
    });
    let systems = SYSTEMS.map(|(regex, name)| os::Parser {
        regex: Cow::Borrowed(regex),
        os_replacement: Some(Cow::Borrowed(name)),
        ..Default::default()
    });
    Some(Rules {
        programs: user_agent::Builder::new().push_all(programs).ok()?.build().ok()?,
        systems: os::Builder::new().push_all(systems).ok()?.build().ok()?,
    })
});

/// The browser or device by name, `Firefox 150 on Linux`, as far as a `User-Agent` tells.
pub(crate) fn device_name(user_agent: &str) -> Option<String> {
    let Rules { programs, systems } = RULES.as_ref()?;
    let program = programs.extract(user_agent).map(|found| match found.major {
        Some(version) => format!("{} {version}", found.family),
        None => found.family.into_owned(),
    });
    let system = systems.extract(user_agent).map(|found| found.os);
    match (program, system) {
        (Some(program), Some(system)) => Some(format!("{program} on {system}")),
        (Some(program), None) => Some(program),
        (None, system) => system.map(Cow::into_owned),
    }
}

#[cfg(test)]
mod tests;
