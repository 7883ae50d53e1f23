//! Files from web addresses that strangers name.
//!
//! An address is hostile until the opposite is shown (OWASP, server-side request forgery): it is
//! HTTPS alone, its name is resolved once and every place it leads to has to be on the public
//! internet, and the connection is made to the place that was looked at. Each redirect is a new
//! address. Nothing of ours goes along: no cookie, no credential, no referrer. What comes back
//! is bytes of bounded number in bounded time; what it says of itself isn't believed.

mod address;
mod exchange;
mod public_address;

// For tests, here and in crates that use this one.
#[doc(hidden)]
pub mod double;

#[cfg(test)]
mod tests;

use crate::error::Source;
use address::{Names, Rules};
use exchange::{Answer, connect, save};
use rustls::ClientConfig;
use std::{
    fmt,
    net::IpAddr,
    path::Path,
    sync::{Arc, OnceLock},
};
use url::Url;

/// The most redirects that are followed.
const REDIRECTS: usize = 3;

/// Fetches files. Cheap to clone.
#[derive(Clone)]
pub struct Fetcher {
    rules: Rules,
    /// Made when it is needed: a machine without certificates fetches nothing, and does the rest.
    tls: Arc<OnceLock<Arc<ClientConfig>>>,
}

/// Why a file wasn't fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address, or one it redirects to, is not to be fetched from.
    #[error("the address is refused: {0}")]
    Refused(&'static str),
    /// The other side has no such file for us.
    #[error("the answer is {0}")]
    Answer(u16),
    /// There is more than was asked for.
    #[error("the file has more than {0} bytes")]
    TooLarge(u64),
    /// The other side can't be reached, or broke off.
    #[error("no answer, or none that is whole")]
    Unreachable(#[source] Source),
    /// This side can't keep it.
    #[error("the file could not be written down")]
    Disk(#[source] std::io::Error),
}

impl FetchError {
    fn unreachable(source: impl Into<Source>) -> Self {
        Self::Unreachable(source.into())
    }

    /// Whether the same may succeed later without anybody changing the address.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Disk(_) => true,
            Self::Answer(status) => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Refused(_) | Self::TooLarge(_) => false,
        }
    }
}

impl Fetcher {
    /// Fetches from the public internet.
    pub fn new() -> Self {
        Self::with(Rules {
            names: Names::System,
            loopback: false,
        })
    }

    /// For tests: fetches from this machine too, and there without TLS where an address is
    /// written in digits.
    pub fn from_loopback() -> Self {
        Self::with(Rules {
            names: Names::System,
            loopback: true,
        })
    }

    fn with(rules: Rules) -> Self {
        Self {
            rules,
            tls: Arc::default(),
        }
    }

    /// For tests: the same where names lead to these places and to no others.
    #[doc(hidden)]
    pub fn with_names<'a>(
        mut self,
        names: impl IntoIterator<Item = (&'a str, Vec<IpAddr>)>,
    ) -> Self {
        let names = names.into_iter();
        let names = names.map(|(name, places)| (name.to_owned(), places));
        self.rules.names = Names::Fixed(names.collect());
        self
    }

    /// Whether an address may be fetched from, as far as that can be told without the network.
    ///
    /// # Errors
    /// [`FetchError::Refused`].
    pub fn check(&self, address: &str) -> Result<(), FetchError> {
        self.rules.parse(address).map(drop)
    }

    /// Writes what is at an address into a file, over what it holds; gives back its bytes.
    ///
    /// # Errors
    /// What kept it from being fetched whole. The file may hold a part of it then.
    pub async fn fetch(&self, address: &str, most: u64, into: &Path) -> Result<u64, FetchError> {
        let mut address = self.rules.parse(address)?;
        for _ in 0..=REDIRECTS {
            let place = self.rules.resolve(&address).await?;
            let stream = connect(&address, place, || self.tls()).await?;
            match exchange::get(&address, stream).await? {
                Answer::File(body) => return save(body, most, into).await,
                Answer::Elsewhere(location) => address = self.follow(&address, &location)?,
            }
        }
        Err(FetchError::Refused("it redirects too often"))
    }

    fn follow(&self, from: &Url, location: &str) -> Result<Url, FetchError> {
        let to = from.join(location);
        let to = to.map_err(|_| FetchError::Refused("it redirects to no address"))?;
        self.rules.check(&to)?;
        Ok(to)
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, FetchError> {
        if let Some(made) = self.tls.get() {
            return Ok(made.clone());
        }
        let made = exchange::tls().map_err(FetchError::unreachable)?;
        Ok(self.tls.get_or_init(|| made).clone())
    }
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Fetcher")
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
