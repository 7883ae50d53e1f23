//! Addresses, escaped as AWS's own signer escapes them, so that both sign the same text.

use super::{SignError, credentials::RESERVED};
use std::fmt::Write as _;

/// What JavaScript's `encodeURIComponent` leaves as it is, besides letters and digits.
const PLAIN: &[u8] = b"-_.!~*'()";

/// The address with every part of its path and query escaped once: what is escaped already
/// stays so.
pub(super) fn escaped(url: &str) -> Result<String, SignError> {
    let authority_at = ["https://", "http://"]
        .into_iter()
        .find(|scheme| url.starts_with(scheme))
        .ok_or(SignError::NotAnAddress)?
        .len();
    let path_at = url[authority_at..]
        .find('/')
        .ok_or(SignError::NotAnAddress)?
        + authority_at;
    let (origin, rest) = url.split_at(path_at);
    let host_is_plain = origin.bytes().all(|byte| byte.is_ascii_graphic());
    if path_at == authority_at || !host_is_plain || origin.contains(['?', '#', '*']) {
        return Err(SignError::NotAnAddress);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut out = String::with_capacity(url.len() + 32);
    out.push_str(origin);
    for segment in path.split('/').skip(1) {
        out.push('/');
        match decoded(segment) {
            Some(plain) => escape(&mut out, &plain, PLAIN),
            None => escape(&mut out, segment.as_bytes(), PLAIN),
        }
    }
    let mut separator = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if let Some(reserved) = RESERVED.into_iter().find(|reserved| *reserved == name) {
            return Err(SignError::ReservedParameter(reserved));
        }
        out.push(separator);
        escape_query(&mut out, name);
        out.push('=');
        escape_query(&mut out, value);
        separator = '&';
    }
    Ok(out)
}

/// The bytes behind `%` escapes; `None` when one is broken or they make no UTF-8.
fn decoded(segment: &str) -> Option<Vec<u8>> {
    let bytes = segment.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            plain.push(escape_at(bytes, at)?);
            at += 3;
        } else {
            plain.push(byte);
            at += 1;
        }
    }
    std::str::from_utf8(&plain).is_ok().then_some(plain)
}

/// The byte that an escape starting at a `%` stands for.
fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |offset: usize| char::from(*bytes.get(at + offset)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

/// Escapes all but what is escaped already and `+`.
fn escape_query(out: &mut String, text: &str) {
    const PLAIN_IN_QUERY: &[u8] = b"-_.!~*()+";
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match escape_at(bytes, at).filter(|_| *byte == b'%') {
            Some(escaped) => {
                push_escape(out, escaped);
                at += 3;
            }
            None => {
                escape(out, &[*byte], PLAIN_IN_QUERY);
                at += 1;
            }
        }
    }
}

fn escape(out: &mut String, bytes: &[u8], plain: &[u8]) {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || plain.contains(byte) {
            out.push(char::from(*byte));
        } else {
            push_escape(out, *byte);
        }
    }
}

fn push_escape(out: &mut String, byte: u8) {
    write!(out, "%{byte:02X}").expect("a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_escaped_once() {
        for (url, expected) in [
            ("https://a.b/c/d.jpg", "https://a.b/c/d.jpg"),
            ("http://a:8080/", "http://a:8080/"),
            ("https://a/b c/%e0%a4%98", "https://a/b%20c/%E0%A4%98"),
            (
                "https://a/घ@:,+(x)'*",
                "https://a/%E0%A4%98%40%3A%2C%2B(x)'*",
            ),
            ("https://a/100%/%C3", "https://a/100%25/%25C3"),
            ("https://a/x%2Fy", "https://a/x%2Fy"),
            ("https://a//b//", "https://a//b//"),
            ("https://a/b?", "https://a/b"),
            (
                "https://a/b?c&d=e=f&&g='%2f+ ",
                "https://a/b?c=&d=e%3Df&g=%27%2F+%20",
            ),
            ("https://a/b?c=%zz#d", "https://a/b?c=%25zz%23d"),
        ] {
            assert_eq!(escaped(url).as_deref(), Ok(expected), "{url}");
            assert_eq!(escaped(expected).as_deref(), Ok(expected), "{url} again");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in [
            "",
            "a",
            "/a",
            "ftp://a/b",
            "https://a",
            "https:///b",
            "https://a?b/c",
            "https://a b/c",
        ] {
            assert_eq!(escaped(url), Err(SignError::NotAnAddress), "{url}");
        }
        assert_eq!(
            escaped("https://a/b?x=1&Policy=2"),
            Err(SignError::ReservedParameter("Policy"))
        );
    }
}
