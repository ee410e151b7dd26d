use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};
use bookplate_domain::{mail::SentMail, shared::InputErrors, users::EmailAddress};
use serde::{Deserialize, Serialize};

use super::Mailbox;
use crate::problem::Problem;

/// Pictures and styles inside a mail, and nothing that runs.
const MAILBOX_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; \
    frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Which mails to show.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailboxQuery {
    to: Option<String>,
}

#[derive(Serialize)]
struct MailsView {
    data: Vec<MailView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MailView {
    id: String,
    to: String,
    subject: String,
    text: String,
    html: String,
    created_at: String,
}

impl From<SentMail> for MailView {
    fn from(mail: SentMail) -> Self {
        Self {
            id: mail.id.to_string(),
            to: mail.to,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            created_at: mail.created_at.to_string(),
        }
    }
}

/// The mails that were sent, newest first: a page, or JSON where that is asked for.
pub(crate) async fn mailbox(
    mailbox: Data<Mailbox>,
    query: Query<MailboxQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let to = query.to.as_deref().map(EmailAddress::parse).transpose();
    let to = to.map_err(|invalid| InputErrors::one("to", invalid))?;
    let mails: Vec<MailView> = mailbox.list(to.as_ref()).into_iter().map(MailView::from).collect();

    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("application/json")) {
        return Ok(HttpResponse::Ok().json(MailsView { data: mails }));
    }
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, MAILBOX_CSP))
        .body(page(&mails)))
}

fn page(mails: &[MailView]) -> String {
    let mut body = String::new();
    for mail in mails {
        body.push_str(&format!(
            "<article><h2>{}</h2><p>To {} at <time>{}</time></p>\
             <iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" title=\"{}\" \
             srcdoc=\"{}\"></iframe><details><summary>Plain text</summary><pre>{}</pre></details>\
             </article>",
            escape(&mail.subject),
            escape(&mail.to),
            escape(&mail.created_at),
            escape(&mail.subject),
            escape(&format!("<base target=\"_blank\">{}", mail.html)),
            with_links(&mail.text),
        ));
    }
    if mails.is_empty() {
        body.push_str("<p>No mail was sent yet. Reload the page to look again.</p>");
    }
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Mailbox</title>\
         <style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui;max-width:50rem;\
         margin:2rem auto;padding:0 1rem}}article{{border-top:1px solid;padding:1rem 0}}\
         iframe{{width:100%;height:28rem;border:1px solid;background:#fff}}\
         pre{{white-space:pre-wrap;overflow-wrap:anywhere}}</style>\
         <h1>Mailbox</h1><p>Mail that this development server sent, newest first.</p>{body}</html>"
    )
}

/// Plain text as HTML, in which every address of the web can be followed.
fn with_links(text: &str) -> String {
    let link = |word: &str| {
        let escaped = escape(word);
        if word.starts_with("http://") || word.starts_with("https://") {
            format!("<a href=\"{escaped}\">{escaped}</a>")
        } else {
            escaped
        }
    };
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end();
            format!("{}{}", link(word), escape(&piece[word.len()..]))
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_mail_becomes_markup_of_the_page() {
        let text = "see https://example.com/?a=1&b=\"x\" <script>";
        assert_eq!(
            with_links(text),
            "see <a href=\"https://example.com/?a=1&amp;b=&quot;x&quot;\">\
             https://example.com/?a=1&amp;b=&quot;x&quot;</a> &lt;script&gt;"
        );
    }
}
