//! `GET /account/data/export`: all that is kept of whoever is signed in, as a JSON file.

use super::{client_address::ClientAddress, error_page::error_page, request_id::RequestId};
use crate::{host::Host, visitor};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use durbar_domain::Locale;
use std::sync::Arc;

/// The file, or the way to sign in.
pub async fn export(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    headers: HeaderMap,
) -> Response<Body> {
    let client = visitor::client(client, &headers);
    let identified = match visitor::identify(&host, &headers, &client).await {
        Ok(identified) => identified,
        Err(error) => {
            tracing::error!(request_id = %id, %error, "cannot tell who asks");
            return error_page(StatusCode::SERVICE_UNAVAILABLE, Locale::En, &id);
        }
    };
    let Some(access) = identified.session.access else {
        return Redirect::to("/account/sign-in?next=%2Faccount%2Fdata").into_response();
    };
    let mut response = match host.app.services.personal_data.export(&access).await {
        Ok(data) => (
            [
                (header::CONTENT_TYPE, "application/json"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"durbar.json\"",
                ),
            ],
            data.to_string(),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(request_id = %id, %error, "an export could not be made");
            error_page(StatusCode::SERVICE_UNAVAILABLE, Locale::En, &id)
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for cookie in identified.cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
