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
    http::{HeaderValue, Response, StatusCode, header},
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
) -> Response<Body> {
    let is_here = peer.is_some_and(|peer| peer.0.0.ip().is_loopback());
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
    use super::escaped;

    #[test]
    fn no_mail_writes_into_the_page() {
        assert_eq!(escaped("<b a=\"c\">&"), "&lt;b a=&quot;c&quot;&gt;&amp;");
    }
}
