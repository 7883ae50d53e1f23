//! What only members see of a home.

use super::ApiError;
use durbar_domain::{PropertyId, premium::PremiumAnswer};
use leptos::{prelude::*, server_fn::codec::Json};

/// What of a home's premium media is open to the visitor, and what would open the rest. The
/// cookies that open it come with the answer; they hold for five minutes.
#[server(prefix = "/api", endpoint = "premium/open", input = Json, output = Json)]
pub async fn open_premium(listing_id: PropertyId) -> Result<PremiumAnswer, ApiError> {
    let services = crate::AppContext::get().services;
    let visitor = crate::visitor::Visitor::get();
    let now = jiff::Timestamp::now();
    let opened = services
        .premium
        .open(&visitor.principal, listing_id, visitor.address, now)
        .await;
    let opened = opened.map_err(|error| ApiError::of(&error))?;
    let response = expect_context::<leptos_axum::ResponseOptions>();
    for cookie in opened.cookies {
        let value = http::HeaderValue::try_from(cookie).map_err(|_| ApiError::Unavailable)?;
        response.append_header(http::header::SET_COOKIE, value);
    }
    Ok(opened.answer)
}
