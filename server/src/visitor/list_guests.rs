//! What people without an account come back to a shared list with: a cookie a list, which only
//! this host gets back and no script can read.

use axum::http::{HeaderMap, HeaderValue, header};
use durbar_domain::{ShortlistId, shortlist::Invitation};
use durbar_services::shortlists::GuestToken;
use std::collections::BTreeMap;

const NAME: &str = "__Host-durbar-list-";

/// The guests a request comes as. A name given twice counts as not given: only one of them
/// can be ours.
pub fn read(headers: &HeaderMap) -> BTreeMap<ShortlistId, GuestToken> {
    let mut found: BTreeMap<ShortlistId, Option<GuestToken>> = BTreeMap::new();
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(NAME)?.split_once('='));
    for (list, token) in pairs {
        let (Ok(list), Ok(token)) = (list.parse(), token.parse()) else {
            continue;
        };
        found
            .entry(list)
            .and_modify(|other| *other = None)
            .or_insert(Some(token));
    }
    found
        .into_iter()
        .filter_map(|(list, token)| Some((list, token?)))
        .collect()
}

/// A cookie for as long as a link can hold; when its link ends it opens nothing.
pub fn cookie(list: ShortlistId, token: &GuestToken) -> HeaderValue {
    let text = format!(
        "{NAME}{list}={}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
        token.reveal(),
        Invitation::HOLDS.as_secs()
    );
    let mut value = HeaderValue::try_from(text).expect("tokens are visible ASCII");
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(text).expect("a header");
        headers.append(header::COOKIE, value);
        headers
    }

    #[test]
    fn a_guest_comes_back_to_their_list() {
        let list = ShortlistId::from_parts(1, 2);
        let secret = "A".repeat(43);
        let token = format!("gst_00000000010000000000000001.{secret}");
        let parsed: GuestToken = token.parse().expect("a token");
        let set = cookie(list, &parsed);
        assert!(set.is_sensitive());
        let set = set.to_str().expect("ASCII").to_owned();
        for part in [
            "__Host-",
            "; Path=/;",
            "; Secure",
            "; HttpOnly",
            "; SameSite=Lax",
        ] {
            assert!(set.contains(part) && !set.contains("Domain"), "{set}");
        }
        let (pair, _) = set.split_once(';').expect("attributes");
        let read = read(&headers(&format!("a=b; {pair}; __Host-durbar-list-x=y")));
        assert_eq!(read.into_iter().collect::<Vec<_>>(), [(list, parsed)]);
    }

    #[test]
    fn a_name_given_twice_counts_as_not_given() {
        let list = ShortlistId::from_parts(1, 2);
        let token = format!("gst_00000000010000000000000001.{}", "A".repeat(43));
        let pair = format!("{NAME}{list}={token}");
        assert_eq!(read(&headers(&format!("{pair}; {pair}"))).len(), 0);
    }
}
