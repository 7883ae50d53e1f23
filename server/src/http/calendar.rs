//! `/calendars/{secret}/viewings.ics`: a broker's agreed viewings, for a calendar program that
//! signs in nowhere and has this secret address.

use super::{error_page::error_page, request_id::RequestId, viewing::calendar_file};
use crate::host::Host;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Response, StatusCode, Uri, header},
};
use durbar_domain::Locale;
use durbar_services::{
    ServiceError,
    enquiries::{LinkToken, mail::thread_path},
};
use jiff::Timestamp;
use std::sync::Arc;

/// The route, without language prefix.
pub const ROUTE: &str = "/calendars/{secret}/viewings.ics";

/// `GET /calendars/{secret}/viewings.ics`. Whatever keeps it from being shown is a 404: a
/// secret tells nobody whose it was.
pub async fn calendar(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    Path(secret): Path<String>,
    uri: Uri,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let mut response = match read(&host, &secret, locale).await {
        Ok(file) => calendar_file(file, "viewings.ics"),
        Err(error) if error.status() >= 500 => {
            tracing::error!(request_id = %id, error = &error as &dyn std::error::Error, "could not make a calendar");
            error_page(StatusCode::SERVICE_UNAVAILABLE, locale, &id)
        }
        Err(_) => error_page(StatusCode::NOT_FOUND, locale, &id),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

async fn read(host: &Host, secret: &str, locale: Locale) -> Result<String, ServiceError> {
    let token = LinkToken::parse(secret).ok_or(ServiceError::NotFound)?;
    let (services, now) = (&host.app.services, Timestamp::now());
    let reader = services.agencies.feed_reader(&token, now).await?;
    // Calendars are shared: the addresses in it have no secret.
    let url = |id| format!("{}{}", host.site_url(), locale.path(&thread_path(id)));
    let enquiries = &services.enquiries;
    enquiries.calendar_feed(&reader, url, now).await
}
