//! A chat for people, as Markdown.

use std::fmt::Write;

use bookplate_domain::chats::{Chat, Message, MessageRole};
use serde_json::Value;

/// What stands above the messages.
pub(crate) fn heading(chat: &Chat) -> String {
    let title = chat.title.as_ref().map_or("Untitled chat", |title| title.as_str());
    format!("# {}\n", escaped(title))
}

/// A message: who speaks, what is said as it was said, and what that rests on.
pub(crate) fn message(message: &Message) -> String {
    let mut text = format!("\n## {}\n", speaker(message.role));
    let said = message.parts.text();
    if !said.is_empty() {
        let _ = write!(text, "\n{said}\n");
    }
    let sources = sources(message.parts.as_str());
    if !sources.is_empty() {
        let _ = write!(text, "\n{}\n", sources.join("\n"));
    }
    text
}

fn speaker(role: MessageRole) -> &'static str {
    match role {
        MessageRole::System => "System",
        MessageRole::User => "User",
        MessageRole::Assistant => "Assistant",
    }
}

/// The parts that name a source, each as an item of a list.
fn sources(parts: &str) -> Vec<String> {
    let parts: Vec<Value> = serde_json::from_str(parts).unwrap_or_default();
    parts.iter().filter_map(source).collect()
}

fn source(part: &Value) -> Option<String> {
    let text = |name: &str| part.get(name)?.as_str().filter(|text| !text.trim().is_empty());
    match text("type")? {
        "source-url" => {
            let url = text("url")?;
            let title = escaped(text("title").unwrap_or(url));
            Some(match link(url) {
                Some(link) => format!("- [{title}](<{link}>)"),
                None => format!("- {title}"),
            })
        }
        "source-document" => {
            Some(format!("- {}", escaped(text("title").or_else(|| text("filename"))?)))
        }
        _ => None,
    }
}

/// Where a link leads, unless following it would do something else than show a page.
fn link(url: &str) -> Option<String> {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    let harmless = scheme.is_none_or(|(scheme, _)| {
        ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    });
    let plain = !url.contains(['<', '>', '\\']) && !url.contains(char::is_control);
    // Markdown reads entities in an address too: `javascript&#58;` would have a scheme after all.
    (harmless && plain).then(|| url.replace('&', "&amp;"))
}

/// A text on one line that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        // What means something nowhere in Markdown, or only beside what is escaped.
        const HARMLESS: &str = "!\"',-./:;?";
        if c.is_ascii_punctuation() && !HARMLESS.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_links_that_only_lead_somewhere() {
        let list = |parts: Value| sources(&parts.to_string()).join("\n");
        for (part, item) in [
            (
                serde_json::json!({ "type": "source-url", "url": "/docs/ch3#pid", "title": "3.2 [PID]" }),
                r"- [3.2 \[PID\]](</docs/ch3#pid>)",
            ),
            (
                serde_json::json!({ "type": "source-url", "url": "https://a.example/x (1)" }),
                r"- [https://a.example/x \(1\)](<https://a.example/x (1)>)",
            ),
            (
                serde_json::json!({ "type": "source-url", "url": "JavaScript:alert(1)", "title": "a\nb" }),
                "- a b",
            ),
            (
                serde_json::json!({ "type": "source-url", "url": "javascript&colon;f()?a&#58;b", "title": "t" }),
                "- [t](<javascript&amp;colon;f()?a&amp;#58;b>)",
            ),
            (
                serde_json::json!({ "type": "source-url", "url": "x>(https://evil.example)", "title": "t" }),
                "- t",
            ),
            (
                serde_json::json!({ "type": "source-document", "filename": "a_b.pdf" }),
                r"- a\_b.pdf",
            ),
            (serde_json::json!({ "type": "source-document" }), ""),
            (serde_json::json!({ "type": "tool-x", "url": "/" }), ""),
        ] {
            assert_eq!(list(serde_json::json!([part])), item);
        }
    }
}
