//! The site behind a function URL.

use crate::{metrics::Metrics, stack::Stack, traces::Traces};
use axum::{Router, body::Body, http::Uri};
use durbar_services::{Services, search::Search};
use jiff::Timestamp;
use lambda_http::{Error, Request, run_with_streaming_response, service_fn};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;
use tower::ServiceExt as _;

/// The search reads all homes anew when it is this old: other processes' changes are told to
/// none that stands still.
const SEARCH_LASTS: Duration = Duration::from_secs(60);

pub(super) async fn serve(
    router: Router,
    stack: &Stack,
    traces: Option<&Traces>,
) -> Result<(), Error> {
    let (services, metrics) = (stack.services(), stack.metrics());
    let read_at = Mutex::new(Instant::now());
    let (router, read_at) = (&router, &read_at);
    run_with_streaming_response(service_fn(|request: Request| async move {
        renew(&services.search, read_at).await;
        let answer = router.clone().oneshot(as_sent(request)).await;
        settle(services, metrics).await;
        if let Some(traces) = traces {
            traces.flush().await;
        }
        answer
    }))
    .await
}

/// The request as it came to the site, with path and query alone for its address.
fn as_sent(request: Request) -> axum::extract::Request {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().cloned();
    parts.uri = path.map_or_else(Uri::default, Uri::from);
    axum::extract::Request::from_parts(parts, Body::new(body))
}

/// Has the search read all homes anew when it is old; answers from the one before meanwhile.
async fn renew(search: &Search, read_at: &Mutex<Instant>) {
    let is_old = {
        let mut read_at = read_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = read_at.elapsed() >= SEARCH_LASTS;
        if is_old {
            *read_at = Instant::now();
        }
        is_old
    };
    if is_old && let Err(error) = search.rebuild().await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "the search is as old as before"
        );
    }
}

/// Writes what else would wait for a timer.
async fn settle(services: &Services, metrics: &Metrics) {
    if let Err(error) = services.views.flush().await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "could not write the views"
        );
    }
    if let Err(error) = metrics.flush_when_due(Timestamp::now()).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "could not write how pages were answered"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_keeps_all_but_the_address_of_the_function() {
        let sent = lambda_http::http::Request::builder()
            .method("POST")
            .uri("https://abc.lambda-url.ap-south-1.on.aws/ne/homes?q=%E0%A4%AC&page=2")
            .header("cookie", "a=1; b=2")
            .body(lambda_http::Body::from("x=1"))
            .expect("a request");
        let taken = as_sent(sent);
        assert_eq!(taken.uri(), "/ne/homes?q=%E0%A4%AC&page=2");
        assert_eq!(taken.method(), "POST");
        assert_eq!(taken.headers()["cookie"], "a=1; b=2");
    }
}
