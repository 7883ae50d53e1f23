//! `/enquiries/{id}/viewing.ics`: an agreed viewing for a calendar, for those who may read its
//! thread.

use super::{client_address::ClientAddress, error_page::error_page, request_id::RequestId};
use crate::{host::Host, visitor};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use durbar_domain::{EnquiryId, Locale};
use durbar_services::{
    ServiceError,
    enquiries::{Asker, LinkToken, mail::thread_path},
};
use jiff::Timestamp;
use std::sync::Arc;

/// The route, without language prefix.
pub const ROUTE: &str = "/enquiries/{id}/viewing.ics";

/// `GET /enquiries/{id}/viewing.ics`; a guest has `?key=<secret>` behind it.
pub async fn viewing(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    Path(enquiry): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let client = visitor::client(client, &headers);
    let identified = match visitor::identify(&host, &headers, &client).await {
        Ok(identified) => identified,
        Err(error) => {
            tracing::error!(request_id = %id, %error, "cannot tell who asks");
            return error_page(StatusCode::SERVICE_UNAVAILABLE, locale, &id);
        }
    };
    let link = link(&uri);
    let asker = Asker {
        principal: &identified.visitor.principal,
        link: link.as_ref(),
    };
    let mut response = match calendar(&host, asker, &enquiry, locale).await {
        Ok(file) => calendar_file(file),
        Err(error) => {
            let status = StatusCode::from_u16(error.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            if status.is_server_error() {
                tracing::error!(request_id = %id, error = &error as &dyn std::error::Error, "could not make a calendar file");
            }
            error_page(status, locale, &id)
        }
    };
    let answer = response.headers_mut();
    for cookie in identified.cookies {
        answer.append(header::SET_COOKIE, cookie);
    }
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The secret of the link by which a guest came.
fn link(uri: &Uri) -> Option<LinkToken> {
    let query = uri.query().unwrap_or_default();
    let key = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "key");
    key.and_then(|(_, value)| LinkToken::parse(&value))
}

async fn calendar(
    host: &Host,
    asker: Asker<'_>,
    enquiry: &str,
    locale: Locale,
) -> Result<String, ServiceError> {
    let id: EnquiryId = enquiry.parse().map_err(|_| ServiceError::NotFound)?;
    // Calendars are shared: the address in it has no secret.
    let url = format!("{}{}", host.site_url(), locale.path(&thread_path(id)));
    let enquiries = &host.app.services.enquiries;
    enquiries
        .calendar(asker, id, &url, locale, Timestamp::now())
        .await
}

fn calendar_file(text: String) -> Response<Body> {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"viewing.ics\"",
        ),
    ];
    (headers, text).into_response()
}
