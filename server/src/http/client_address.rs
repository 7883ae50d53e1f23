//! The address a request comes from: the peer's, or behind a CDN what the CDN says.

use crate::host::Host;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, request::Parts},
};
use sha2::{Digest as _, Sha256};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// The other end of the connection; put into each request by the listener.
#[derive(Debug, Clone, Copy)]
pub struct PeerAddress(pub SocketAddr);

/// The visitor's address, for telling visitors apart within an hour. Never stored or
/// logged. Of IPv6 only the first 64 bits, which are one household's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// The visitor's whole address, as far as it is known, for what is bound to one. Never
/// stored or logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorAddress(pub Option<IpAddr>);

impl FromRequestParts<Arc<Host>> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, host: &Arc<Host>) -> Result<Self, Infallible> {
        let VisitorAddress(address) = VisitorAddress::from_request_parts(parts, host).await?;
        let unknown = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        Ok(Self(household(address.unwrap_or(unknown))))
    }
}

impl FromRequestParts<Arc<Host>> for VisitorAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, host: &Arc<Host>) -> Result<Self, Infallible> {
        let told = host
            .client_address
            .as_ref()
            .and_then(|told| told.read(&parts.headers));
        let peer = || {
            parts
                .extensions
                .get::<PeerAddress>()
                .map(|peer| peer.0.ip())
        };
        Ok(Self(told.or_else(peer)))
    }
}

/// Carries the word by which requests of the CDN are known; CloudFront adds it as a custom
/// header of the origin.
const EDGE_SECRET: HeaderName = HeaderName::from_static("x-durbar-edge-secret");

/// How a CDN tells the visitor's address.
#[derive(Debug, Clone)]
pub struct ToldAddress {
    /// The header it writes the address into.
    pub header: HeaderName,
    /// A word that only the CDN and this server know. Without one the header is believed
    /// whoever sends it, which is right only where nobody else reaches this server.
    pub edge_secret: Option<EdgeSecret>,
}

/// Of the word only its digest is kept, and compared: how long that takes tells nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeSecret([u8; 32]);

impl EdgeSecret {
    /// The shortest word, in bytes.
    pub const SHORTEST: usize = 16;

    /// A word that can't be guessed; `None` when it is too short.
    pub fn new(word: &str) -> Option<Self> {
        (word.len() >= Self::SHORTEST).then(|| Self(Sha256::digest(word).into()))
    }

    fn is(&self, shown: &[u8]) -> bool {
        self.0[..] == Sha256::digest(shown)[..]
    }
}

impl ToldAddress {
    fn read(&self, headers: &HeaderMap) -> Option<IpAddr> {
        if let Some(secret) = &self.edge_secret {
            let shown = headers.get(EDGE_SECRET)?;
            secret.is(shown.as_bytes()).then_some(())?;
        }
        // Of several lines the last is the one the nearest proxy wrote.
        let line = headers.get_all(&self.header).iter().next_back()?;
        // Nobody comes by a CDN from the CDN's own machine.
        line.to_str()
            .ok()
            .and_then(parse)
            .filter(|it| !it.is_loopback())
    }
}

/// Reads `1.2.3.4`, `1.2.3.4:5678`, an IPv6 address with or without brackets and port, or
/// the last entry of a list of them: the one that the nearest proxy wrote.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.rsplit(',').next()?.trim();
    let plain = text.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    // CloudFront-Viewer-Address writes IPv6 with a port and without brackets.
    let unbracketed = || {
        text.rsplit_once(':')
            .and_then(|(address, _)| address.parse().ok())
    };
    match text.matches(':').count() {
        8 => unbracketed(),
        _ => plain.or_else(with_port),
    }
}

fn household(address: IpAddr) -> IpAddr {
    // A listener for both families tells an IPv4 address as one of IPv6.
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn reads_addresses_as_proxies_write_them() {
        let address = |text: &str| parse(text).map(|address| address.to_string());
        assert_eq!(address("203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(address("203.0.113.7:4711").as_deref(), Some("203.0.113.7"));
        assert_eq!(
            address("198.51.100.1, 203.0.113.7").as_deref(),
            Some("203.0.113.7")
        );
        assert_eq!(
            address("2001:db8:0:0:0:0:0:1:4711").as_deref(),
            Some("2001:db8::1")
        );
        assert_eq!(
            address("[2001:db8::1]:4711").as_deref(),
            Some("2001:db8::1")
        );
        assert_eq!(address("2001:db8::1").as_deref(), Some("2001:db8::1"));
        assert_eq!(address("unknown"), None);
    }

    #[test]
    fn only_the_cdn_is_believed_and_the_last_line_counts() {
        let told = ToldAddress {
            header: HeaderName::from_static("cloudfront-viewer-address"),
            edge_secret: EdgeSecret::new("a long word of the CDN"),
        };
        let mut headers = HeaderMap::new();
        let line = |text: &'static str| HeaderValue::from_static(text);
        headers.append(&told.header, line("198.51.100.1:1"));
        headers.append(&told.header, line("203.0.113.7:4711"));
        assert_eq!(told.read(&headers), None, "it doesn't come by the CDN");
        headers.insert(EDGE_SECRET, line("a long word of a guesser"));
        assert_eq!(told.read(&headers), None);
        headers.insert(EDGE_SECRET, line("a long word of the CDN"));
        assert_eq!(told.read(&headers), parse("203.0.113.7"));
        headers.insert(&told.header, line("127.0.0.1:1"));
        assert_eq!(told.read(&headers), None, "loopback is nobody's address");
    }

    #[test]
    fn a_household_is_one_visitor() {
        let of = |text: &str| household(text.parse().expect("an address"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("203.0.113.7"), of("203.0.113.8"));
        assert_eq!(of("::ffff:203.0.113.7"), of("203.0.113.7"));
    }
}
