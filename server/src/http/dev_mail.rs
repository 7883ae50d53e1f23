//! `GET /dev/mail`: the mail that embedded mode keeps instead of sending it, for whoever
//! develops or tests on this machine. It is not there in AWS mode, nor for anyone elsewhere.

use super::{
    client_address::PeerAddress,
    error_page::{document_policy, error_page},
    request_id::RequestId,
};
use crate::host::Host;
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use durbar_domain::Locale;
use durbar_platform::mail::KeptMail;
use std::{fmt::Write as _, sync::Arc};

/// Mails shown.
const SHOWN: usize = 50;

/// The latest mails, newest first.
pub async fn dev_mail(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<PeerAddress>>,
    headers: HeaderMap,
) -> Response<Body> {
    let is_here = peer.is_some_and(|peer| peer.0.0.ip().is_loopback())
        && host.client_address.is_none()
        && is_asked_here(&headers);
    let Some(folder) = host.mail_folder.as_ref().filter(|_| is_here) else {
        return error_page(StatusCode::NOT_FOUND, Locale::En, &id);
    };
    match folder.list(SHOWN).await {
        Ok(mails) => (
            [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/html; charset=utf-8"),
                ),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::CONTENT_SECURITY_POLICY, document_policy()),
            ],
            document(&mails),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(request_id = %id, %error, "the kept mail cannot be read");
            error_page(StatusCode::SERVICE_UNAVAILABLE, Locale::En, &id)
        }
    }
}

/// Whether a request is addressed to this machine by its own name and came by no proxy. A
/// name of somebody else's that leads here is another site's page asking.
fn is_asked_here(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let proxied = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host"];
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        && !proxied.iter().any(|name| headers.contains_key(*name))
}

fn document(mails: &[KeptMail]) -> String {
    let mut html = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>Mail kept by embedded mode</title></head>\
         <body><main><h1>Mail kept by embedded mode</h1>",
    );
    if mails.is_empty() {
        html.push_str("<p>No mail yet.</p>");
    }
    for mail in mails {
        let _ = write!(
            html,
            "<article data-to=\"{}\"><h2>{}</h2><p>To {}, {}</p><pre>{}</pre></article>",
            escaped(&mail.to),
            escaped(&mail.subject),
            escaped(&mail.to),
            mail.sent_at,
            escaped(&mail.text),
        );
    }
    html.push_str("</main></body></html>");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_asked_here};
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    #[test]
    fn only_requests_addressed_to_this_machine_are_answered() {
        let asked = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| {
                let name = HeaderName::from_static(name);
                (name, HeaderValue::from_static(value))
            });
            is_asked_here(&pairs.collect::<HeaderMap>())
        };
        assert!(asked(&[("host", "127.0.0.1:3000")]));
        assert!(asked(&[("host", "localhost")]));
        assert!(asked(&[("host", "[::1]:3000")]));
        assert!(!asked(&[("host", "evil.example:3000")]));
        assert!(!asked(&[]));
        assert!(!asked(&[("host", "localhost"), ("via", "1.1 proxy")]));
        assert!(!asked(&[
            ("host", "localhost"),
            ("x-forwarded-for", "203.0.113.7")
        ]));
    }

    #[test]
    fn no_mail_writes_into_the_page() {
        assert_eq!(escaped("<b a=\"c\">&"), "&lt;b a=&quot;c&quot;&gt;&amp;");
    }
}
