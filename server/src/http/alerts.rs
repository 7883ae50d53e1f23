//! Alerts without an account: what mail programs and browsers ask for besides the pages.

use super::{
    client_address::ClientAddress, error_page::error_page, limits::MAX_BODY, private,
    request_id::RequestId,
};
use crate::host::Host;
use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use durbar_domain::{Locale, saved_search::SearchOwner};
use durbar_services::ServiceError;
use serde_json::json;
use std::{borrow::Cow, sync::Arc};

/// The page that ends mails, without language prefix.
pub const STOP: &str = "/alerts/stop";

/// What a mail program posts to the address of `List-Unsubscribe` (RFC 8058, section 3.1).
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");

/// `/alerts/stop`: the page with its form, and the one request with which a mail program ends
/// mails by itself. That comes from the program's servers, without a cookie or an origin: the
/// secret in the address alone says that it may.
pub async fn stop(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    route: MatchedPath,
    request: Request,
) -> Response<Body> {
    let is_post = request.method() == Method::POST;
    let (parts, body) = request.into_parts();
    let (locale, _) = Locale::from_path(parts.uri.path());
    let body = match is_post {
        false => body,
        true => {
            let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
                return error_page(StatusCode::PAYLOAD_TOO_LARGE, locale, &id);
            };
            if is_one_click(parts.headers.get(header::CONTENT_TYPE), &bytes) {
                return one_click(&host, &id, &parts.uri).await;
            }
            Body::from(bytes)
        }
    };
    let request = Request::from_parts(parts, body);
    private::private_page(State(host), Extension(id), client, route, request).await
}

/// Either kind of form that the RFC names.
fn is_one_click(kind: Option<&HeaderValue>, body: &[u8]) -> bool {
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (name, value) = ONE_CLICK;
    if kind.starts_with("application/x-www-form-urlencoded") {
        return form_urlencoded::parse(body).eq([(Cow::from(name), Cow::from(value))]);
    }
    let Ok(text) = std::str::from_utf8(body) else {
        return false;
    };
    let part = format!("name=\"{name}\"\r\n\r\n{value}\r\n--");
    kind.starts_with("multipart/form-data") && text.contains(&part)
}

async fn one_click(host: &Host, id: &RequestId, uri: &Uri) -> Response<Body> {
    let saved_searches = &host.app.services.saved_searches;
    let status = match saved_searches.stop(&token(uri)).await {
        Ok(_) => StatusCode::OK,
        Err(error) => status(id, &error),
    };
    tracing::info!(request_id = %id, done = status.is_success(), "mails ended by one click");
    let mut response = status.into_response();
    no_store(&mut response);
    response
}

/// `GET /alerts/data?token=…`: all that is kept of an address without an account, as a JSON
/// file, for whoever reads its mail.
pub async fn data(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
) -> Response<Body> {
    let saved_searches = &host.app.services.saved_searches;
    let mut response = match saved_searches.of_link(&token(&uri)).await {
        Ok((owner, searches)) => {
            let email = match owner {
                SearchOwner::Address(address) => Some(address),
                SearchOwner::Account(_) => None,
            };
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"durbar.json\"",
                ),
            ];
            let data = json!({ "email": email, "saved_searches": searches });
            (headers, data.to_string()).into_response()
        }
        Err(error) => error_page(status(&id, &error), Locale::En, &id),
    };
    no_store(&mut response);
    response
}

/// The secret of the link; empty when there is none.
fn token(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default();
    let token = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token");
    token
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn status(id: &RequestId, error: &ServiceError) -> StatusCode {
    let status = StatusCode::from_u16(error.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status.is_server_error() {
        let error = error as &dyn std::error::Error;
        tracing::error!(request_id = %id, error, "a link of an alert could not be followed");
    }
    status
}

fn no_store(response: &mut Response<Body>) {
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_click_is_a_form_of_that_pair_alone() {
        let urlencoded = HeaderValue::from_static("application/x-www-form-urlencoded");
        let multipart = HeaderValue::from_static("multipart/form-data; boundary=x");
        let form = |body: &[u8]| is_one_click(Some(&urlencoded), body);
        assert!(form(b"List-Unsubscribe=One-Click"));
        let parts = b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert!(is_one_click(Some(&multipart), parts));
        for other in [
            &b""[..],
            b"action=stop-alerts",
            b"List-Unsubscribe=One-Click&action=erase-address",
            b"List-Unsubscribe=no",
        ] {
            assert!(!form(other));
        }
        assert!(!is_one_click(Some(&urlencoded), parts));
        assert!(!is_one_click(None, b"List-Unsubscribe=One-Click"));
    }
}
