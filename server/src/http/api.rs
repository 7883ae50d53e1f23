//! Server functions: what islands ask for after a page has come.

use super::{client_address::ClientAddress, same_origin::is_from_our_pages};
use crate::{host::Host, pages::render::Renderer, visitor};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, Response, StatusCode, header},
    response::IntoResponse,
};
use durbar_app::server_functions::OPERATIONS;
use durbar_domain::policy::Refusal;
use leptos::{prelude::provide_context, server_fn::axum::server_fn_paths};
use std::sync::Arc;

/// Runs the server function at the request's address. Answers are for one visitor and
/// one moment, unless the function itself says otherwise.
pub async fn server_function(
    State(host): State<Arc<Host>>,
    client: ClientAddress,
    request: Request,
) -> Response<Body> {
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
    let operation = OPERATIONS.iter().find(|(known, _)| *known == path);
    let Some((_, operation)) = operation else {
        tracing::error!(path, "a server function names no operation");
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = request.headers();
    // Cookies count beside any other kind of `Authorization`, so only a token excuses.
    let by_token = visitor::bearer(headers).is_some();
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !by_token && !is_from_our_pages(headers, host.site_url()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let client = visitor::client(client, headers);
    let identified = match visitor::identify(&host, headers, &client).await {
        Ok(identified) => identified,
        Err(error) => {
            tracing::error!(%error, "cannot tell who asks");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let allowed = identified.visitor.may_try(*operation);
    // What only reads tells a guest that there is nothing of theirs.
    if let Err(refusal) = allowed
        && (changes || refusal != Refusal::SignIn)
    {
        let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN);
        return status.into_response();
    }
    let (give_app, visitor) = (Renderer::context(&host.app), identified.visitor);
    let context = move || {
        give_app();
        provide_context(visitor.clone());
    };
    let mut response = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    for cookie in identified.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
