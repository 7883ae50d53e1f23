//! Signing in through other providers: the way there and the way back.
//!
//! `GET /account/social/{provider}` sends the browser to the provider and leaves a cookie that
//! only this browser has; `GET /account/social/callback` takes who comes back with it.

use super::{client_address::ClientAddress, error_page::error_page, request_id::RequestId};
use crate::{
    host::Host,
    visitor::{self, cookies},
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use durbar_app::{actions, visitor::Visitor};
use durbar_domain::{Locale, account::SocialProvider, policy::Operation};
use durbar_services::accounts::{
    AccountError, AuthorizationCode, IdentityError, SocialAnswer, SocialState, SocialWish,
};
use std::sync::Arc;

/// Where a sign-in begins, without language prefix.
pub const BEGIN: &str = "/account/social/{provider}";
/// Where people come back to: one address, as providers want it.
pub const CALLBACK: &str = "/account/social/callback";

/// A value of the address; empty when there is none, or several.
fn value(uri: &Uri, name: &str) -> String {
    let query = uri.query().unwrap_or_default();
    let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => value.into_owned(),
        _ => String::new(),
    }
}

/// Sends the browser to a provider.
pub async fn begin(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    Path(provider): Path<String>,
    uri: Uri,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let Ok(provider) = provider.parse::<SocialProvider>() else {
        return error_page(StatusCode::NOT_FOUND, locale, &id);
    };
    if Visitor::guest().may_try(Operation::SignIn).is_err() {
        return error_page(StatusCode::FORBIDDEN, locale, &id);
    }
    let wish = SocialWish {
        provider,
        next: actions::after(&value(&uri, "next")),
        locale,
    };
    let accounts = &host.app.services.accounts;
    match accounts.begin_social(&wish, client.0).await {
        Ok(start) => {
            let cookie = cookies::social(locale, start.state.expose());
            leave(&start.address, vec![cookie])
        }
        Err(AccountError::Identity(IdentityError::NotOffered)) => {
            error_page(StatusCode::NOT_FOUND, locale, &id)
        }
        Err(error) => failed(&id, locale, &error),
    }
}

/// Takes who comes back from a provider.
pub async fn callback(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    headers: HeaderMap,
    uri: Uri,
) -> Response<Body> {
    let (locale, browser) = cookies::social_of(&headers).unwrap_or((Locale::En, String::new()));
    // Without a code the person has changed their mind, or the provider refused.
    let code = value(&uri, "code");
    if code.is_empty() || browser.is_empty() {
        return back(locale, "failed");
    }
    let client = visitor::client(client, &headers);
    let answer = SocialAnswer {
        state: SocialState::new(value(&uri, "state")),
        browser: SocialState::new(browser),
        code: AuthorizationCode::new(code),
    };
    let accounts = &host.app.services.accounts;
    let finished = accounts
        .finish_social(&answer, &client.device(), client.address)
        .await;
    match finished {
        Ok(outcome) => {
            let to = outcome.wish.locale.path(&outcome.wish.next);
            let mut set = cookies::start(&outcome.tokens);
            set.push(cookies::no_social());
            tracing::info!(request_id = %id, operation = Operation::SignIn.key(), "social");
            leave(&to, set)
        }
        Err(error) => failed(&id, locale, &error),
    }
}

fn failed(id: &RequestId, locale: Locale, error: &AccountError) -> Response<Body> {
    let why = match error {
        AccountError::Identity(IdentityError::AddressTaken) => "address-taken",
        AccountError::Identity(IdentityError::NotConfirmed) => "no-address",
        _ => "failed",
    };
    match error.status() {
        500.. => tracing::error!(request_id = %id, %error, "a social sign-in could not be made"),
        _ => tracing::info!(request_id = %id, %error, "a social sign-in was refused"),
    }
    back(locale, why)
}

/// To the page for signing in, which says why.
fn back(locale: Locale, why: &str) -> Response<Body> {
    let to = locale.path(&format!("/account/sign-in?social={why}"));
    leave(&to, vec![cookies::no_social()])
}

fn leave(to: &str, set: Vec<HeaderValue>) -> Response<Body> {
    let Ok(location) = HeaderValue::try_from(to) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for cookie in set {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
