//! From where files are fetched that imported lists name.

use super::Mode;
use clap::Args;
use durbar_platform::fetch::Fetcher;

/// Flags for fetching.
#[derive(Debug, Clone, Args)]
pub struct FetchArguments {
    /// For tests: fetch files that lists name from this machine too, and there without TLS where
    /// an address is written in digits, as in http://127.0.0.1:8080/1.jpg
    #[arg(long, env = "DURBAR_FETCH_FROM_LOOPBACK", hide = true)]
    pub fetch_from_loopback: bool,
}

impl FetchArguments {
    /// What fetches: from the public internet alone, unless a test says otherwise.
    ///
    /// # Errors
    /// A line that names the flag, in AWS mode: a server there has neighbours that a list must
    /// not reach.
    pub fn fetcher(&self, mode: Mode) -> Result<Fetcher, String> {
        match (self.fetch_from_loopback, mode) {
            (false, _) => Ok(Fetcher::new()),
            (true, Mode::Embedded) => Ok(Fetcher::from_loopback()),
            (true, Mode::Aws) => Err(
                "--fetch-from-loopback (DURBAR_FETCH_FROM_LOOPBACK) is for tests in embedded mode"
                    .to_owned(),
            ),
        }
    }
}
