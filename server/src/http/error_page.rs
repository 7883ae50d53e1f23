//! The page for when the app can't make one: a few words in the looks of the site, in
//! need of nothing but itself. Its fonts come from the site; without them it reads as well.

use super::request_id::RequestId;
use crate::pages::sealed_html::hash_source;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use durbar_domain::Locale;
use durbar_messages::{error, nav, site};
use std::sync::LazyLock;

const STYLE: &str = include_str!("error_page.css");

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = hash_source(STYLE);
    let policy = format!(
        "default-src 'none'; style-src {style}; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("base 64 is visible ASCII")
});

/// The answer for a failure: its page, never kept by any cache.
pub fn error_page(status: StatusCode, locale: Locale, request_id: &RequestId) -> Response<Body> {
    let html = document(status, locale, request_id);
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// The policy of a document that needs nothing but itself.
pub fn document_policy() -> HeaderValue {
    POLICY.clone()
}

fn document(status: StatusCode, locale: Locale, request_id: &RequestId) -> String {
    let (title, text) = words(status, locale, request_id);
    let (lang, home, name, back) = (
        locale.code(),
        locale.path("/"),
        site::name(locale),
        error::to_home(locale),
    );
    let (homes, to_homes) = (locale.path("/homes"), error::to_search(locale));
    // The address itself may be what is wrong, so the other language begins at its front page.
    let other = locale.other();
    let (other_lang, other_home) = (other.code(), other.path("/"));
    let (other_name, hint) = (
        nav::other_language(locale),
        nav::other_language_hint(locale),
    );
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title} · {name}</title><style>{STYLE}</style></head>\
         <body><header><a href=\"{home}\">{name}</a>\
         <a href=\"{other_home}\" hreflang=\"{other_lang}\" lang=\"{other_lang}\" title=\"{hint}\">{other_name}</a></header>\
         <main><h1>{title}</h1><p>{text}</p>\
         <p><a href=\"{homes}\">{to_homes}</a><a href=\"{home}\">{back}</a></p></main></body></html>"
    )
}

/// Title and explanation.
fn words(status: StatusCode, locale: Locale, request_id: &RequestId) -> (&'static str, String) {
    match status {
        StatusCode::NOT_FOUND => (
            error::not_found_title(locale),
            error::not_found(locale).to_owned(),
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            error::unavailable_title(locale),
            error::unavailable(locale).to_owned(),
        ),
        StatusCode::BAD_REQUEST => (
            error::bad_request_title(locale),
            error::bad_request(locale).to_owned(),
        ),
        // What a browser's own pages never run into.
        _ if status.is_client_error() => (
            error::not_taken_title(locale),
            error::not_taken(locale, status.as_u16()),
        ),
        _ => (
            error::server_title(locale),
            error::server(locale, request_id),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_the_sites_fonts_and_ways_on() {
        let id = RequestId::from_headers(&axum::http::HeaderMap::new());
        for status in [400, 404, 405, 413, 500, 503] {
            let status = StatusCode::from_u16(status).expect("a status");
            for (locale, wordmark, language) in [
                (
                    Locale::En,
                    "<a href=\"/\">Durbar</a>",
                    "href=\"/ne/\" hreflang=\"ne\"",
                ),
                (
                    Locale::Ne,
                    "<a href=\"/ne/\">दरबार</a>",
                    "href=\"/\" hreflang=\"en\"",
                ),
            ] {
                let html = document(status, locale, &id);
                for part in [wordmark, language, "url(\"/fonts/inter-latin.woff2\")"] {
                    assert!(html.contains(part), "{status}: {part}");
                }
            }
        }
        let policy = document_policy();
        assert!(
            policy
                .to_str()
                .is_ok_and(|policy| policy.contains("font-src 'self'"))
        );
    }
}
