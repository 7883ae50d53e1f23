//! The log: lines on standard output.

use crate::{
    cli::{LogArguments, LogFormat},
    metrics,
    traces::Traces,
};
use durbar_platform::trace;
use std::{
    fmt as text,
    io::{self, BufWriter},
};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    filter::Targets,
    fmt::{
        self, FmtContext, MakeWriter,
        format::{FormatEvent, FormatFields, Writer},
    },
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

/// Lines that may wait to be written; past it, requests wait for the log rather than lose a line.
const WAITING_LINES: usize = 16_384;

/// Starts the log. Lines are written by a thread of their own, in bundles while there are
/// many; whatever waits is written when the guard is dropped.
pub fn start(arguments: &LogArguments, traces: Option<&Traces>) -> WorkerGuard {
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
        traces,
    )
    .try_init();
    guard
}

/// What writes lines of `format` to `writer`, and hands spans on to be traced.
pub fn subscriber(
    format: LogFormat,
    levels: Targets,
    writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
    traces: Option<&Traces>,
) -> Box<dyn Subscriber + Send + Sync> {
    // Metrics are for programs that read JSON.
    let levels = match format {
        LogFormat::Json => levels,
        LogFormat::Text => levels.with_target(metrics::TARGET, LevelFilter::OFF),
    };
    let spans = match traces {
        Some(_) => LevelFilter::INFO,
        None => LevelFilter::OFF,
    };
    let levels = levels.with_target(trace::TARGET, spans);
    let registry = tracing_subscriber::registry().with(levels);
    match format {
        LogFormat::Json => {
            let lines = fmt::layer()
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false)
                .map_event_format(WithMetrics);
            traced(registry.with(lines.with_writer(writer)), traces)
        }
        LogFormat::Text => {
            let lines = fmt::layer().with_ansi(false).with_writer(writer);
            traced(registry.with(lines), traces)
        }
    }
}

fn traced<S>(lines: S, traces: Option<&Traces>) -> Box<dyn Subscriber + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    match traces {
        Some(traces) => Box::new(lines.with(traces.layer())),
        None => Box::new(lines),
    }
}

/// Writes lines of metrics as they are: they are JSON with objects in it, which no field of an
/// event can be.
struct WithMetrics<F>(F);

impl<S, N, F> FormatEvent<S, N> for WithMetrics<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> text::Result {
        if event.metadata().target() == metrics::TARGET {
            let mut line = MetricLine(None);
            event.record(&mut line);
            if let Some(line) = line.0 {
                return writeln!(writer, "{line}");
            }
        }
        self.0.format_event(context, writer, event)
    }
}

/// The line of an event of metrics.
struct MetricLine(Option<String>);

impl Visit for MetricLine {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == metrics::LINE {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn text::Debug) {}
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
            .map_or(LevelFilter::WARN, |level| level.min(LevelFilter::WARN));
        levels.with_target(*name, level)
    })
}
