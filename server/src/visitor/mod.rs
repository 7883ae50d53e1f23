//! Who asks: a session's cookies, or a bearer token.

pub mod cookies;
pub mod list_guests;
mod refreshing;

pub use refreshing::Refreshing;

use crate::{host::Host, http::client_address::ClientAddress};
use axum::http::{HeaderMap, HeaderValue, header};
use cookies::SessionCookies;
use durbar_app::{
    actions::{Client, Session},
    visitor::Visitor,
};
use durbar_services::accounts::{AccessToken, AccountError, RefreshToken, Tokens};
use std::{net::IpAddr, sync::Arc};

/// The longest name a browser gives itself, in characters.
const MAX_USER_AGENT: usize = 200;

/// Who asks, and the cookies to set because of it.
#[derive(Debug, Clone)]
pub struct Identified {
    pub visitor: Visitor,
    pub session: Session,
    pub cookies: Vec<HeaderValue>,
    pub request_headers: HeaderMap,
}

/// Where a request comes from.
pub fn client(address: ClientAddress, headers: &HeaderMap) -> Client {
    let text = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Client {
        address: address.0,
        user_agent: text
            .unwrap_or_default()
            .chars()
            .take(MAX_USER_AGENT)
            .collect(),
    }
}

/// Tells who asks. An access token that has run out is renewed with the session's refresh
/// token; a session that has ended leaves a guest.
///
/// # Errors
/// When it can't be told just now: then nobody may be taken for a guest.
pub async fn identify(
    host: &Host,
    headers: &HeaderMap,
    client: &Client,
) -> Result<Identified, Arc<AccountError>> {
    let mut identified = who(host, headers, client).await?;
    identified.visitor.address = match client.address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    };
    Ok(identified)
}

async fn who(
    host: &Host,
    headers: &HeaderMap,
    client: &Client,
) -> Result<Identified, Arc<AccountError>> {
    if let Some(token) = bearer(headers) {
        let known = by_access(host, &token).await?;
        return Ok(identified(headers, known, None, Vec::new()));
    }
    let cookies = SessionCookies::read(headers);
    let refresh = cookies.refresh.map(RefreshToken::new);
    if let Some(access) = cookies.access.map(AccessToken::new)
        && let Some(mut known) = by_access(host, &access).await?
    {
        known.0.challenge = cookies.challenge;
        return Ok(identified(headers, Some(known), refresh, Vec::new()));
    }
    if let Some(refresh) = refresh {
        return match host.refreshing.refresh(&refresh, client).await {
            Ok(tokens) => renewed(host, headers, &tokens).await,
            Err(error) if error.ends_session() => {
                Ok(identified(headers, None, None, cookies::end()))
            }
            Err(error) => Err(error),
        };
    }
    let mut guest = identified(headers, None, None, Vec::new());
    guest.visitor.challenge = cookies.challenge;
    Ok(guest)
}

async fn renewed(
    host: &Host,
    headers: &HeaderMap,
    tokens: &Tokens,
) -> Result<Identified, Arc<AccountError>> {
    let known = by_access(host, &tokens.access_token).await?;
    let refresh = Some(tokens.refresh_token.clone());
    Ok(identified(headers, known, refresh, cookies::start(tokens)))
}

/// The visitor an access token stands for; `None` when it stands for nobody now.
async fn by_access(
    host: &Host,
    token: &AccessToken,
) -> Result<Option<(Visitor, AccessToken)>, Arc<AccountError>> {
    match host.app.services.accounts.who(token).await {
        Ok((person, account)) => Ok(Some((
            Visitor {
                principal: durbar_domain::account::Principal::Person(person),
                account: Some(account),
                challenge: None,
                address: None,
            },
            token.clone(),
        ))),
        Err(error) if error.ends_session() => Ok(None),
        Err(error) => Err(Arc::new(error)),
    }
}

fn identified(
    headers: &HeaderMap,
    known: Option<(Visitor, AccessToken)>,
    refresh: Option<RefreshToken>,
    cookies: Vec<HeaderValue>,
) -> Identified {
    let (visitor, access) = match known {
        Some((visitor, access)) => (visitor, Some(access)),
        None => (Visitor::guest(), None),
    };
    Identified {
        visitor,
        session: Session {
            access,
            refresh,
            list_guests: list_guests::read(headers),
        },
        cookies,
        request_headers: headers.clone(),
    }
}

/// The token of `Authorization: Bearer`, as API callers send it. With one, cookies count for
/// nothing, and since no other site can make a browser send one, the request needn't come from
/// our pages.
pub fn bearer(headers: &HeaderMap) -> Option<AccessToken> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| AccessToken::new(token.trim()))
}
