//! `/enquiries/{id}/viewing.ics`: an agreed viewing for a calendar, for those who may read its
//! thread.

use super::{error_page::error_page, private::finish, request_id::RequestId};
use crate::{host::Host, visitor::Identified};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{Response, StatusCode, Uri, header},
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
    Path(enquiry): Path<String>,
    uri: Uri,
    identified: Identified,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let link = link(&uri);
    let asker = Asker {
        principal: &identified.visitor.principal,
        link: link.as_ref(),
    };
    let mut response = match calendar(&host, asker, &enquiry, locale).await {
        Ok(file) => calendar_file(file, "viewing.ics"),
        Err(error) => {
            let status = StatusCode::from_u16(error.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            if status.is_server_error() {
                tracing::error!(request_id = %id, error = &error as &dyn std::error::Error, "could not make a calendar file");
            }
            error_page(status, locale, &id)
        }
    };
    finish(&mut response, identified.cookies);
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

/// A calendar file as an answer, under a name without quotes.
pub(super) fn calendar_file(text: String, name: &str) -> Response<Body> {
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, text).into_response()
}
