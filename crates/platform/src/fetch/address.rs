//! Which web addresses may be fetched, as they are written and where their names lead.

use super::{FetchError, public_address::is_public};
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use url::{Host, Url};

/// A name that isn't resolved by then isn't today.
const RESOLVED_WITHIN: Duration = Duration::from_secs(5);

/// Who is asked where a name leads.
#[derive(Debug, Clone)]
pub(super) enum Names {
    /// The system.
    System,
    /// For tests: these names and no others.
    Fixed(BTreeMap<String, Vec<IpAddr>>),
}

/// Which addresses are taken.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub names: Names,
    /// For tests: also those of this machine, there without TLS too.
    pub loopback: bool,
}

impl Rules {
    /// Reads an address. The parser is that of browsers, so that `0x7f.1` is `127.0.0.1` here
    /// as it is where a connection is made.
    pub fn parse(&self, text: &str) -> Result<Url, FetchError> {
        let address = Url::parse(text).map_err(|_| FetchError::Refused("it is no address"))?;
        self.check(&address)?;
        Ok(address)
    }

    /// What of an address can be told before its name is resolved.
    pub fn check(&self, address: &Url) -> Result<(), FetchError> {
        let refuse = |why| Err(FetchError::Refused(why));
        if !address.username().is_empty() || address.password().is_some() {
            return refuse("it holds a name or a password");
        }
        let literal = match address.host() {
            None => return refuse("it names no host"),
            Some(Host::Domain("")) => return refuse("it names no host"),
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(literal)) => Some(IpAddr::V4(literal)),
            Some(Host::Ipv6(literal)) => Some(IpAddr::V6(literal)),
        };
        let is_test = self.loopback && literal.is_some_and(|it| it.is_loopback());
        match address.scheme() {
            "https" => {}
            "http" if is_test => {}
            _ => return refuse("it doesn't start with https://"),
        }
        match literal {
            Some(literal) => self.check_ip(literal),
            None => Ok(()),
        }
    }

    /// Where an address leads: one of the places that its name has, all of which were looked
    /// at. The connection is made to this place, and the name isn't asked for again: who
    /// answers for it could say something else by then.
    pub async fn resolve(&self, address: &Url) -> Result<SocketAddr, FetchError> {
        self.check(address)?;
        let port = address.port_or_known_default().unwrap_or(443);
        let found = match address.host() {
            Some(Host::Ipv4(literal)) => vec![IpAddr::V4(literal)],
            Some(Host::Ipv6(literal)) => vec![IpAddr::V6(literal)],
            Some(Host::Domain(name)) => self.names.look_up(name).await?,
            None => Vec::new(),
        };
        for place in &found {
            // One that also leads elsewhere is as bad as one that does so alone.
            self.check_ip(*place)?;
        }
        // IPv4 first: not every machine that has IPv6 gets out by it.
        let chosen = found.iter().find(|it| it.is_ipv4()).or(found.first());
        let chosen = chosen.ok_or_else(|| FetchError::unreachable("the name leads nowhere"))?;
        Ok(SocketAddr::new(*chosen, port))
    }

    fn check_ip(&self, place: IpAddr) -> Result<(), FetchError> {
        match is_public(place) || (self.loopback && place.is_loopback()) {
            true => Ok(()),
            false => Err(FetchError::Refused("it isn't on the public internet")),
        }
    }
}

impl Names {
    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, FetchError> {
        match self {
            Self::Fixed(names) => Ok(names.get(name).cloned().unwrap_or_default()),
            Self::System => {
                let asked = tokio::net::lookup_host((name, 0));
                let found = tokio::time::timeout(RESOLVED_WITHIN, asked).await;
                let found = found.map_err(FetchError::unreachable)?;
                let found = found.map_err(FetchError::unreachable)?;
                Ok(found.map(|place| place.ip()).collect())
            }
        }
    }
}
