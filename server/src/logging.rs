//! The log: lines on standard output.

use crate::cli::{LogArguments, LogFormat};
use std::io::{self, BufWriter};
use tracing::Subscriber;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    filter::Targets,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// Lines that may wait to be written; past it, requests wait for the log rather than lose a line.
const WAITING_LINES: usize = 16_384;

/// Starts the log. Lines are written by a thread of their own, in bundles while there are
/// many; whatever waits is written when the guard is dropped.
pub fn start(arguments: &LogArguments) -> WorkerGuard {
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(false)
        .buffered_lines_limit(WAITING_LINES)
        .thread_name("durbar-log")
        .finish(BufWriter::new(io::stdout()));
    // Once only: a second program in this process (a test) logs into the first one's.
    let _ = subscriber(
        arguments.log_format,
        quieted(arguments.log_level.clone()),
        writer,
    )
    .try_init();
    guard
}

/// What writes lines of `format` to `writer`.
pub fn subscriber(
    format: LogFormat,
    levels: Targets,
    writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
) -> Box<dyn Subscriber + Send + Sync> {
    let registry = tracing_subscriber::registry().with(levels);
    match format {
        LogFormat::Json => {
            let lines = fmt::layer()
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false);
            Box::new(registry.with(lines.with_writer(writer)))
        }
        LogFormat::Text => {
            Box::new(registry.with(fmt::layer().with_ansi(false).with_writer(writer)))
        }
    }
}

/// Libraries that tell of every step are heard from a warning on, unless asked for by name.
fn quieted(levels: Targets) -> Targets {
    const TALKATIVE: [&str; 7] = [
        "aws_config",
        "aws_runtime",
        "aws_smithy_runtime",
        "dynoxide",
        "hyper",
        "s3s",
        "tantivy",
    ];
    let asked_for: Vec<String> = levels.iter().map(|(target, _)| target.to_owned()).collect();
    let quiet = TALKATIVE
        .iter()
        .filter(|name| !asked_for.iter().any(|target| target.starts_with(**name)));
    quiet.fold(levels.clone(), |levels, name| {
        let level = levels
            .default_level()
            .map_or(tracing::level_filters::LevelFilter::WARN, |level| {
                level.min(tracing::level_filters::LevelFilter::WARN)
            });
        levels.with_target(*name, level)
    })
}
