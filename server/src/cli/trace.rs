//! Where traces are sent.

use axum::http::Uri;
use clap::Args;
use std::str::FromStr;

/// Flags for traces.
#[derive(Debug, Clone, Default, Args)]
pub struct TraceArguments {
    /// Collector that takes traces (OTLP over HTTP), as in http://127.0.0.1:4318: one of each
    /// request with the calls to AWS made for it, each event and each step of a file's work, without
    /// addresses, words searched for or names of people [default: nothing is traced]
    #[arg(long, env = "DURBAR_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<CollectorUrl>,
}

/// Scheme, host and path of a collector, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorUrl(pub String);

impl FromStr for CollectorUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected a scheme and a host, as in http://127.0.0.1:4318";
        let uri: Uri = text.parse().map_err(|_| EXPECTED)?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let has_host = uri.host().is_some_and(|host| !host.is_empty());
        let is_plain = uri.query().is_none() && !text.contains('@');
        match is_web && has_host && is_plain {
            true => Ok(Self(text.trim_end_matches('/').to_owned())),
            false => Err(EXPECTED),
        }
    }
}
