//! The address a request comes from: the peer's, or behind a CDN what the CDN says.

use crate::host::Host;
use axum::{extract::FromRequestParts, http::request::Parts};
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
        let header = host.client_address_header.as_ref();
        let told = header
            .and_then(|name| parts.headers.get(name)?.to_str().ok())
            .and_then(parse);
        let peer = || {
            parts
                .extensions
                .get::<PeerAddress>()
                .map(|peer| peer.0.ip())
        };
        Ok(Self(told.or_else(peer)))
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
    match address {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_household_is_one_visitor() {
        let of = |text: &str| household(text.parse().expect("an address"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("203.0.113.7"), of("203.0.113.8"));
    }
}
