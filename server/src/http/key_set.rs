//! `GET /.well-known/jwks.json`: the keys that verify our access tokens (RFC 7517).

use super::{error_page::error_page, request_id::RequestId};
use crate::host::Host;
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{Response, StatusCode, header},
    response::IntoResponse,
};
use durbar_domain::Locale;
use std::sync::Arc;

/// The next key is there a day before it signs, so an hour in a cache does no harm.
const CACHE: &str = "public, max-age=3600";

/// The key set.
pub async fn key_set(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
) -> Response<Body> {
    match host.app.services.accounts.key_set().await {
        Ok(keys) => (
            [
                (header::CONTENT_TYPE, "application/json"),
                (header::CACHE_CONTROL, CACHE),
            ],
            keys.to_string(),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(request_id = %id, %error, "the keys could not be read");
            error_page(StatusCode::SERVICE_UNAVAILABLE, Locale::En, &id)
        }
    }
}
