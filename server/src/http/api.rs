//! Server functions: what islands ask for after a page has come.

use crate::{host::Host, pages::render::Renderer};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use leptos::server_fn::axum::server_fn_paths;
use std::sync::Arc;

/// Runs the server function at the request's address. Answers are for one visitor and
/// one moment, unless the function itself says otherwise.
pub async fn server_function(State(host): State<Arc<Host>>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    let methods: Vec<_> = server_fn_paths()
        .filter(|(known, _)| *known == path)
        .map(|(_, method)| method)
        .collect();
    if methods.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    if !methods.contains(request.method()) {
        let allow = methods
            .iter()
            .map(|method| method.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allow)]).into_response();
    }
    let context = Renderer::context(&host.app);
    let mut response = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
