//! Who asks, for what answers outside of pages.

use super::{client_address::ClientAddress, error_page::error_page, request_id::RequestId};
use crate::{
    host::Host,
    visitor::{self, Identified},
};
use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, Response, StatusCode, request::Parts},
};
use durbar_app::actions::Client;
use durbar_domain::Locale;
use std::sync::Arc;

/// Tells who asks, or answers with a page that it can't be told just now.
pub(super) async fn identify(
    host: &Host,
    id: &RequestId,
    locale: Locale,
    headers: &HeaderMap,
    client: &Client,
) -> Result<Identified, Response<Body>> {
    let identified = visitor::identify(host, headers, client).await;
    identified.map_err(|error| {
        tracing::error!(request_id = %id, %error, "cannot tell who asks");
        error_page(StatusCode::SERVICE_UNAVAILABLE, locale, id)
    })
}

/// Its cookies belong on the answer: [`super::private::finish`] puts them there.
impl FromRequestParts<Arc<Host>> for Identified {
    type Rejection = Response<Body>;

    async fn from_request_parts(
        parts: &mut Parts,
        host: &Arc<Host>,
    ) -> Result<Self, Response<Body>> {
        let id = parts.extensions.get::<RequestId>().cloned();
        let id = id.unwrap_or_else(RequestId::random);
        let Ok(address) = ClientAddress::from_request_parts(parts, host).await;
        let client = visitor::client(address, &parts.headers);
        let (locale, _) = Locale::from_path(parts.uri.path());
        identify(host, &id, locale, &parts.headers, &client).await
    }
}
