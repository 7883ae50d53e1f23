//! What was counted as lines that CloudWatch reads metrics from (embedded metric format).

use durbar_domain::{
    service_level::{BOUNDS_US, PageCounts, PageGroup, PageTotals},
    web_vitals::{PageKind, PageVitals, Vital, VitalTotals},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use strum::VariantArray as _;

/// The target of these lines. The JSON log writes them as they are, the text log not at all.
pub const TARGET: &str = "durbar::metrics";
/// The field that holds the whole line.
pub const LINE: &str = "line";

const NAMESPACE: &str = "Durbar";
/// Stands for latencies above all bounds: for so long a handler may take.
const ABOVE_ALL_MS: f64 = 30_000.0;

pub(super) const COUNT: &str = "Count";
pub(super) const SECONDS: &str = "Seconds";
pub(super) const MILLISECONDS: &str = "Milliseconds";
/// Of figures that are neither counts nor times.
const NO_UNIT: &str = "None";

/// A metric: name, unit, and a number or a histogram.
pub(super) type Metric = (&'static str, &'static str, Value);

/// Whether anybody reads these lines.
pub(super) fn is_read() -> bool {
    tracing::enabled!(target: TARGET, tracing::Level::INFO)
}

pub(super) fn log(line: &Value) {
    let line = line.to_string();
    tracing::info!(target: TARGET, line = line.as_str());
}

/// Writes a line for each group of pages of which something was counted.
pub(super) fn log_pages(totals: &PageTotals, now: Timestamp) {
    for group in PageGroup::VARIANTS {
        let counts = totals.of(*group);
        if counts.requests > 0 {
            log(&pages(*group, counts, now));
        }
    }
}

/// Writes a line for each kind of page of which browsers told something.
pub(super) fn log_vitals(totals: &VitalTotals, now: Timestamp) {
    for page in PageKind::VARIANTS {
        let figures = totals.of(*page);
        if !figures.is_empty() {
            log(&vitals(*page, figures, now));
        }
    }
}

/// Metrics of one place, which the dimensions name.
pub(super) fn line(
    dimensions: &[(&'static str, &str)],
    metrics: Vec<Metric>,
    now: Timestamp,
) -> Value {
    let names: Vec<&str> = dimensions.iter().map(|(name, _)| *name).collect();
    let told: Vec<Value> = metrics
        .iter()
        .map(|(name, unit, _)| json!({ "Name": name, "Unit": unit }))
        .collect();
    let mut line = Map::from_iter([
        (
            "_aws".to_owned(),
            json!({
                "Timestamp": now.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [names],
                    "Metrics": told,
                }],
            }),
        ),
        ("target".to_owned(), TARGET.into()),
    ]);
    let dimensions = dimensions
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    line.extend(dimensions);
    let values = metrics.into_iter();
    line.extend(values.map(|(name, _, value)| (name.to_owned(), value)));
    Value::Object(line)
}

/// The metrics of a group. A latency is told as the bound it was under, so that percentiles read
/// from it are none too good.
pub(super) fn pages(group: PageGroup, counts: &PageCounts, now: Timestamp) -> Value {
    let (route_group, cache) = match group {
        PageGroup::ListingKept => ("listing", "kept"),
        PageGroup::ListingMade => ("listing", "made"),
        PageGroup::Other => ("other", "any"),
    };
    let bounds = BOUNDS_US.iter().map(|bound| *bound as f64 / 1_000.0);
    let latencies = histogram(bounds.chain([ABOVE_ALL_MS]), counts.latencies);
    let metrics = vec![
        ("Requests", COUNT, counts.requests.into()),
        ("Faults", COUNT, counts.faults.into()),
        ("Latency", MILLISECONDS, latencies),
    ];
    line(
        &[("RouteGroup", route_group), ("Cache", cache)],
        metrics,
        now,
    )
}

/// What browsers measured of a kind of page, likewise by bounds; what is above all of them is
/// told as twice the last.
pub(super) fn vitals(page: PageKind, figures: &PageVitals, now: Timestamp) -> Value {
    let measured = Vital::VARIANTS
        .iter()
        .filter(|vital| figures.of(**vital).visits() > 0);
    let metrics = measured.map(|vital| {
        let (name, unit, units) = match vital {
            Vital::Lcp => ("LCP", MILLISECONDS, 1.0),
            Vital::Inp => ("INP", MILLISECONDS, 1.0),
            Vital::Cls => ("CLS", NO_UNIT, 10_000.0),
            Vital::Ttfb => ("TTFB", MILLISECONDS, 1.0),
        };
        let bounds = vital.bounds();
        let above = bounds.last().map(|last| last * 2);
        let bounds = bounds.into_iter().chain(above);
        let bounds = bounds.map(|bound| f64::from(bound) / units);
        (name, unit, histogram(bounds, figures.of(*vital).0))
    });
    line(&[("PageKind", page.key())], metrics.collect(), now)
}

/// Values, and how often each was met.
fn histogram(bounds: impl Iterator<Item = f64>, counts: impl IntoIterator<Item = u64>) -> Value {
    let (values, times): (Vec<f64>, Vec<u64>) =
        bounds.zip(counts).filter(|(_, times)| *times > 0).unzip();
    json!({ "Values": values, "Counts": times })
}
