//! The browser's side of a session: three cookies that only this host gets back and no
//! script can read (`__Host-` with `HttpOnly`, `Secure`, `SameSite=Lax`).

use axum::http::{HeaderMap, HeaderValue, header};
use durbar_domain::Locale;
use durbar_services::accounts::Tokens;
use std::time::Duration;

const ACCESS: &str = "__Host-durbar-access";
const REFRESH: &str = "__Host-durbar-refresh";
const CHALLENGE: &str = "__Host-durbar-challenge";
const SOCIAL: &str = "__Host-durbar-social";
/// Tells the pages' scripts that it is worth asking for the visitor's own things. It proves
/// nothing, so scripts may read it.
const MARK: &str = "durbar-signed-in";
/// How long a sign-in may wait for its second factor.
const CHALLENGE_FOR: Duration = Duration::from_secs(600);

/// What the cookies of a request say; nothing of it is checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionCookies {
    pub access: Option<String>,
    pub refresh: Option<String>,
    pub challenge: Option<String>,
}

impl SessionCookies {
    /// Reads a request's cookies. A name given twice counts as not given: only one of them
    /// can be ours.
    pub fn read(headers: &HeaderMap) -> Self {
        let value = |wanted: &str| cookie_of(headers, wanted);
        Self {
            access: value(ACCESS),
            refresh: value(REFRESH),
            challenge: value(CHALLENGE),
        }
    }
}

/// The one value of a name; `None` when there are several.
fn cookie_of(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, value)| *name == wanted && !value.is_empty());
    let first = found.next().map(|(_, value)| value.to_owned());
    first.filter(|_| found.next().is_none())
}

/// A cookie that binds a sign-in through another provider to this browser, with the language
/// of the page it began on.
pub fn social(locale: Locale, state: &str) -> HeaderValue {
    cookie(SOCIAL, &format!("{}.{state}", locale.code()), CHALLENGE_FOR)
}

/// What that cookie says.
pub fn social_of(headers: &HeaderMap) -> Option<(Locale, String)> {
    let value = cookie_of(headers, SOCIAL)?;
    let (code, state) = value.split_once('.')?;
    let locale = [Locale::En, Locale::Ne]
        .into_iter()
        .find(|locale| locale.code() == code)?;
    Some((locale, state.to_owned()))
}

/// Forgets that cookie.
pub fn no_social() -> HeaderValue {
    cookie(SOCIAL, "", Duration::ZERO)
}

/// Cookies that hold a session's tokens as long as they hold themselves.
pub fn start(tokens: &Tokens) -> Vec<HeaderValue> {
    vec![
        cookie(ACCESS, tokens.access_token.expose(), tokens.expires_in),
        cookie(
            REFRESH,
            tokens.refresh_token.expose(),
            tokens.refresh_expires_in,
        ),
        cookie(CHALLENGE, "", Duration::ZERO),
        mark("1", tokens.refresh_expires_in),
    ]
}

/// A cookie that carries a sign-in to its second factor.
pub fn challenge(challenge: &str) -> Vec<HeaderValue> {
    vec![cookie(CHALLENGE, challenge, CHALLENGE_FOR)]
}

/// Cookies that forget all there was.
pub fn end() -> Vec<HeaderValue> {
    let mut cookies = [ACCESS, REFRESH, CHALLENGE]
        .map(|name| cookie(name, "", Duration::ZERO))
        .to_vec();
    cookies.push(mark("", Duration::ZERO));
    cookies
}

/// Whether a value of `Set-Cookie` is one of these.
pub fn is_of_session(value: &HeaderValue) -> bool {
    [ACCESS, REFRESH, CHALLENGE, MARK]
        .iter()
        .any(|name| value.as_bytes().starts_with(name.as_bytes()))
}

fn mark(value: &str, holds: Duration) -> HeaderValue {
    let text = format!(
        "{MARK}={value}; Path=/; Max-Age={}; Secure; SameSite=Lax",
        holds.as_secs()
    );
    HeaderValue::try_from(text).expect("a word and a number")
}

fn cookie(name: &str, value: &str, holds: Duration) -> HeaderValue {
    let text = format!(
        "{name}={value}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
        holds.as_secs()
    );
    let mut value = HeaderValue::try_from(text).expect("tokens are visible ASCII");
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_own_cookies_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=b; __Host-durbar-access=abc.def; __Host-durbar-refresh="),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("__Host-durbar-challenge=x;__Host-durbar-access2=no"),
        );
        let cookies = SessionCookies::read(&headers);
        assert_eq!(cookies.access.as_deref(), Some("abc.def"));
        assert_eq!(cookies.refresh, None);
        assert_eq!(cookies.challenge.as_deref(), Some("x"));
    }

    #[test]
    fn a_name_given_twice_counts_as_not_given() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("__Host-durbar-access=a; __Host-durbar-access=b"),
        );
        assert_eq!(SessionCookies::read(&headers), SessionCookies::default());
    }

    #[test]
    fn cookies_are_for_this_host_alone() {
        let secret = |value: &HeaderValue| value.is_sensitive();
        let cookies: Vec<_> = end().into_iter().chain(challenge("abc")).collect();
        assert_eq!(cookies.iter().filter(|value| secret(value)).count(), 4);
        for value in cookies.iter().filter(|value| secret(value)) {
            let text = value.to_str().expect("ASCII");
            for part in [
                "__Host-",
                "; Path=/;",
                "; Secure",
                "; HttpOnly",
                "; SameSite=Lax",
            ] {
                assert!(text.contains(part), "{text}");
            }
            assert!(!text.contains("Domain"), "{text}");
            assert!(value.is_sensitive());
        }
    }
}
