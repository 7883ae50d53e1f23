//! What every request goes through: a name, limits, a net under panics, the headers of
//! every answer, and one line in the log.

use super::{
    error_page::error_page,
    limits,
    request_id::{RequestId, X_REQUEST_ID},
    request_log::RequestLog,
    security_headers,
};
use crate::{metrics::Metrics, traces};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{Method, Response, StatusCode, header},
    middleware::Next,
};
use durbar_domain::Locale;
use futures::FutureExt as _;
use http_body::Body as _;
use std::{
    any::Any,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::Instrument as _;

/// How long a handler may take to answer, the reading of a request's body included.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// See the module's words. Stands around every route and the fallback.
pub async fn edge(
    State(metrics): State<Arc<Metrics>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let id = RequestId::from_headers(request.headers());
    let (locale, _) = Locale::from_path(request.uri().path());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let pattern = route.as_ref().map(MatchedPath::as_str);
    let span = traces::of_request(&method, pattern, &id, request.headers());
    request.extensions_mut().insert(id.clone());
    let answer = match limits::check(request) {
        Ok(request) => run(next, request, &id)
            .instrument(span.clone())
            .await
            .unwrap_or_else(|status| error_page(status, locale, &id)),
        Err(status) => error_page(status, locale, &id),
    };
    let mut response = replace_bare_error(answer, locale, &id);
    traces::answered(&span, response.status());
    let headers = response.headers_mut();
    security_headers::apply(headers);
    headers.insert(X_REQUEST_ID, id.to_header());
    if method == Method::HEAD {
        response = without_body(response);
    }
    RequestLog {
        method,
        route,
        id,
        started,
        metrics,
    }
    .attach(response)
}

/// The handler's answer, or what to say when it panics or takes too long.
async fn run(next: Next, request: Request, id: &RequestId) -> Result<Response<Body>, StatusCode> {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(panic)) => {
            tracing::error!(request_id = %id, panic = panic_message(&*panic), "a handler panicked");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => {
            tracing::error!(request_id = %id, waited_s = ANSWER_WITHIN.as_secs(), "a handler took too long");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// Errors that come from the router or a handler without words get a page.
fn replace_bare_error(response: Response<Body>, locale: Locale, id: &RequestId) -> Response<Body> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().contains_key(header::CONTENT_TYPE) {
        return response;
    }
    let mut page = error_page(status, locale, id);
    for (name, value) in response.headers() {
        if name != header::CONTENT_LENGTH {
            page.headers_mut().insert(name, value.clone());
        }
    }
    *page.extensions_mut() = response.extensions().clone();
    page
}

/// The answer to `HEAD`: what `GET` would say of the body, without it.
fn without_body(mut response: Response<Body>) -> Response<Body> {
    // An empty body may be one that the router has taken off already.
    if let Some(length @ 1..) = response.body().size_hint().exact() {
        response
            .headers_mut()
            .entry(header::CONTENT_LENGTH)
            .or_insert(length.into());
    }
    response.map(|_| Body::empty())
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, routing::get};
    use durbar_platform::{Embedded, embedded::Storage};
    use durbar_services::ServiceLevels;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_is_answered_by_the_page_for_it_and_tells_nothing() {
        async fn broken() -> &'static str {
            panic!("the table's secret name")
        }
        let embedded = Embedded::start(Storage::Temporary).await.expect("embedded");
        let metrics = Metrics::new(ServiceLevels::new(embedded.platform()));
        let router = Router::new()
            .route("/homes", get(broken))
            .route("/ne/homes", get(broken))
            .layer(axum::middleware::from_fn_with_state(
                Arc::new(metrics),
                edge,
            ));
        for (address, title) in [
            ("/homes", "Something went wrong on our side"),
            ("/ne/homes", "हाम्रो तर्फबाट केही बिग्रियो"),
        ] {
            let request = axum::http::Request::get(address);
            let request = request.body(Body::empty()).expect("a request");
            let Ok(answer) = router.clone().oneshot(request).await;
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
            let id = answer.headers()[X_REQUEST_ID].clone();
            let body = axum::body::to_bytes(answer.into_body(), 100_000).await;
            let html = String::from_utf8(body.expect("a body").to_vec()).expect("UTF-8");
            assert!(html.contains(title) && html.contains("</html>"), "{html}");
            assert!(html.contains(id.to_str().expect("ASCII")), "{html}");
            assert!(!html.contains("secret"), "{html}");
        }
    }
}
