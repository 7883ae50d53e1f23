//! The span of a request.

use crate::http::request_id::RequestId;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use durbar_platform::trace::{self, TARGET, TraceParent};
use opentelemetry::{Context, propagation::TextMapPropagator as _, trace::TraceContextExt as _};
use opentelemetry_aws::trace::XrayPropagator;
use opentelemetry_http::HeaderExtractor;
use tracing::{Span, field::Empty};

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Has the pattern of its address and the request's name, and belongs to what the caller says:
/// nothing else of a request gets into a trace.
pub fn of_request(
    method: &Method,
    route: Option<&str>,
    id: &RequestId,
    headers: &HeaderMap,
) -> Span {
    let route = route.unwrap_or("unmatched");
    let method = known(method);
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        request_id = id.as_str(),
    );
    if !span.is_disabled()
        && let Some(parent) = parent(headers)
    {
        trace::follow(&span, &parent);
    }
    span
}

/// Notes how a request was answered.
pub fn answered(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}

/// A method by its name, or the word for those that aren't any.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::DELETE => method.as_str(),
        Method::OPTIONS | Method::PATCH | Method::TRACE | Method::CONNECT => method.as_str(),
        _ => "_OTHER",
    }
}

/// What AWS says a request belongs to, else what the caller says.
fn parent(headers: &HeaderMap) -> Option<TraceParent> {
    let headers_of = HeaderExtractor(headers);
    let xray = XrayPropagator::default().extract_with_context(&Context::new(), &headers_of);
    TraceParent::new(xray.span().span_context())
        .or_else(|| headers.get(TRACEPARENT)?.to_str().ok()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_says_what_a_request_belongs_to() {
        let parent = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| {
                let value = value.parse().expect("a header");
                (HeaderName::from_static(name), value)
            });
            parent(&pairs.collect()).map(|parent| parent.to_string())
        };
        let xray = (
            "x-amzn-trace-id",
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        );
        let w3c = (
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        );
        let by_xray = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
        assert_eq!(parent(&[xray]).as_deref(), Some(by_xray));
        assert_eq!(parent(&[w3c]).as_deref(), Some(w3c.1));
        assert_eq!(parent(&[w3c, xray]).as_deref(), Some(by_xray));
        assert_eq!(
            parent(&[("x-amzn-trace-id", "Root=x"), w3c]).as_deref(),
            Some(w3c.1)
        );
        assert_eq!(parent(&[("traceparent", "<script>")]), None);
        assert_eq!(parent(&[]), None);
    }
}
