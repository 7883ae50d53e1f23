//! Files for one person alone, as answers.

use super::{error_page::error_page, private::finish, request_id::RequestId};
use crate::visitor::Identified;
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use durbar_domain::Locale;
use durbar_services::ServiceError;

/// A file, and how a browser is to take it.
pub(super) struct PrivateFile {
    pub bytes: Bytes,
    pub content_type: &'static str,
    /// `Content-Disposition`.
    pub disposition: &'static str,
}

/// The file, or that there is none: nobody else learns that there is one.
pub(super) fn private_file(
    found: Result<PrivateFile, ServiceError>,
    identified: Identified,
    locale: Locale,
    id: &RequestId,
) -> Response<Body> {
    let mut response = match found {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, file.content_type),
                (header::CONTENT_DISPOSITION, file.disposition),
                (
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; sandbox",
                ),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            let mut response = Body::from(file.bytes).into_response();
            for (name, value) in headers {
                let value = HeaderValue::from_static(value);
                response.headers_mut().insert(name, value);
            }
            response
        }
        Err(ServiceError::NotFound | ServiceError::Refused(_)) => {
            error_page(StatusCode::NOT_FOUND, locale, id)
        }
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(request_id = %id, error, "a private file could not be read");
            error_page(StatusCode::SERVICE_UNAVAILABLE, locale, id)
        }
    };
    finish(&mut response, identified.cookies);
    response
}
