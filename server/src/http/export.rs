//! `GET /account/data/export`: all that is kept of whoever is signed in, as a JSON file.

use super::{error_page::error_page, private::finish, request_id::RequestId};
use crate::{host::Host, visitor::Identified};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{Response, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use durbar_domain::Locale;
use std::sync::Arc;

/// The file, or the way to sign in.
pub async fn export(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    identified: Identified,
) -> Response<Body> {
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
    finish(&mut response, identified.cookies);
    response
}
