//! Flags of the commands.

use super::{
    BackupArguments, FetchArguments, IdentityArguments, LogArguments, MediaArguments,
    PaymentArguments, PremiumArguments, SiteArguments, StoreArguments, TraceArguments,
};
use crate::lambda::Purpose;
use axum::http::HeaderName;
use clap::Args;
use std::{net::SocketAddr, path::PathBuf};

/// Flags of `durbar serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "DURBAR_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000"
    )]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub identity: IdentityArguments,
    #[command(flatten)]
    pub site: SiteArguments,
    /// Fill an empty table with the demo market before serving
    #[arg(long, env = "DURBAR_SEED_WHEN_EMPTY")]
    pub seed_when_empty: bool,
    /// Folder with the demo market's texts and pictures
    #[arg(
        long,
        env = "DURBAR_SEED_DIR",
        value_name = "DIR",
        default_value = "seed"
    )]
    pub seed_dir: PathBuf,
    /// Memory for rendered pages, in MiB; 0 renders each page anew
    #[arg(long, env = "DURBAR_PAGE_CACHE_MB", value_name = "MIB", default_value_t = 32, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=65_536))]
    pub page_cache_mb: u64,
    #[command(flatten)]
    pub premium: PremiumArguments,
    #[command(flatten)]
    pub media: MediaArguments,
    #[command(flatten)]
    pub fetch: FetchArguments,
    #[command(flatten)]
    pub payments: PaymentArguments,
    #[command(flatten)]
    pub backup: BackupArguments,
    /// Header in which a CDN tells the visitor's address, such as CloudFront-Viewer-Address; used
    /// to limit attempts by address, to leave out repeated views and where a signature is bound to
    /// an address, never kept. Behind any proxy it must be set, or all visitors count as one
    #[arg(long, env = "DURBAR_CLIENT_ADDRESS_HEADER", value_name = "NAME")]
    pub client_address_header: Option<HeaderName>,
    /// File with a word of 16 characters or more that the CDN sends in X-Durbar-Edge-Secret; then
    /// --client-address-header is believed of requests with it alone
    #[arg(
        long,
        env = "DURBAR_EDGE_SECRET_FILE",
        value_name = "FILE",
        requires = "client_address_header"
    )]
    pub edge_secret_file: Option<PathBuf>,
    /// Seconds that requests in flight get when the server is told to stop
    #[arg(long, env = "DURBAR_STOP_SECONDS", value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=3_600))]
    pub stop_seconds: u64,
    /// What an AWS Lambda function is for: there the program takes invocations instead of listening
    #[arg(
        long,
        env = "DURBAR_LAMBDA_PURPOSE",
        value_name = "PURPOSE",
        value_enum,
        default_value_t
    )]
    pub lambda_purpose: Purpose,
    #[command(flatten)]
    pub trace: TraceArguments,
    #[command(flatten)]
    pub log: LogArguments,
}

/// Flags of `durbar seed`.
#[derive(Debug, Args)]
pub struct SeedArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    /// Folder with the demo market's texts and pictures
    #[arg(
        long,
        env = "DURBAR_SEED_DIR",
        value_name = "DIR",
        default_value = "seed"
    )]
    pub seed_dir: PathBuf,
    /// Make this many synthetic listings instead, the same for the same number
    #[arg(long, env = "DURBAR_SCALE", value_name = "LISTINGS", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub scale: Option<u32>,
    #[command(flatten)]
    pub log: LogArguments,
}
