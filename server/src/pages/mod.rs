//! Pages: rendered by the app, kept while they are true, sent as bytes.

pub mod address;
pub mod cache;
pub mod invalidation;
pub mod render;
pub mod sealed_html;
pub mod stored;
pub mod timed;
pub mod versions;

use crate::{
    host::Host,
    http::{error_page::error_page, request_id::RequestId, request_log::Origin},
};
use address::PageAddress;
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, Response, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use cache::CacheResult;
use durbar_domain::Locale;
use std::{sync::Arc, time::Duration};
use timed::Timing;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Answers with a file of the built site or with a page, the page for unknown addresses
/// included.
pub async fn page(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    if let Some(file) = host
        .static_files
        .respond(request.uri().path(), request.headers())
    {
        return file;
    }
    let address = PageAddress::new(request.uri());
    if let Some(elsewhere) = address.moved_to() {
        let cache = [(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        )];
        return (cache, Redirect::permanent(&elsewhere)).into_response();
    }
    let (page, result) = host
        .pages
        .page(&address, || host.renderer.render(&address))
        .await;
    let Ok(page) = page else {
        let (locale, _) = Locale::from_path(address.path());
        return error_page(StatusCode::INTERNAL_SERVER_ERROR, locale, &id);
    };
    if let Some(failure) = &page.failure {
        tracing::error!(request_id = %id, failure, "a page could not be made");
    }
    if page.is_empty_error() {
        let (locale, _) = Locale::from_path(address.path());
        return error_page(page.status(), locale, &id);
    }
    let mut response = page.respond(request.headers());
    let (name, timing) = match result {
        CacheResult::Hit => ("hit", None),
        CacheResult::Miss => ("miss", Some(page.timing)),
        CacheResult::Off => ("off", Some(page.timing)),
    };
    response
        .headers_mut()
        .insert(SERVER_TIMING, server_timing(name, timing));
    response.extensions_mut().insert(Origin(name));
    response
}

/// Where the time went, for a browser's developer tools.
fn server_timing(cache: &'static str, timing: Option<Timing>) -> HeaderValue {
    let milliseconds = |duration: Duration| duration.as_micros() as f64 / 1_000.0;
    let text = match timing {
        None => return HeaderValue::from_static("cache;desc=hit"),
        Some(Timing { work, wait }) => {
            format!(
                "cache;desc={cache}, render;dur={:.3}, data;dur={:.3}",
                milliseconds(work),
                milliseconds(wait)
            )
        }
    };
    HeaderValue::try_from(text).expect("words and numbers make a header")
}
