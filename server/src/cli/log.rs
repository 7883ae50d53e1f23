//! How the log is written.

use clap::{Args, ValueEnum};
use tracing_subscriber::filter::Targets;

/// Flags for the log.
#[derive(Debug, Clone, Args)]
pub struct LogArguments {
    /// How lines on standard output look
    #[arg(long, env = "DURBAR_LOG_FORMAT", value_name = "FORMAT", value_enum, default_value_t = LogFormat::Json)]
    pub log_format: LogFormat,
    /// What is logged: a level, or levels by module as in info,durbar_services=debug
    #[arg(
        long,
        env = "DURBAR_LOG",
        value_name = "LEVELS",
        default_value = "info"
    )]
    pub log_level: Targets,
}

/// A format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line
    Json,
    /// For people
    Text,
}
