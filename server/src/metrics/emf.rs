//! What was counted as lines that CloudWatch reads metrics from (embedded metric format).

use durbar_domain::service_level::{BOUNDS_US, PageCounts, PageGroup, PageTotals};
use jiff::Timestamp;
use serde_json::{Value, json};
use strum::VariantArray as _;

/// The target of these lines. The JSON log writes them as they are, the text log not at all.
pub const TARGET: &str = "durbar::metrics";
/// The field that holds the whole line.
pub const LINE: &str = "line";

const NAMESPACE: &str = "Durbar";
/// Stands for latencies above all bounds: for so long a handler may take.
const ABOVE_ALL_MS: f64 = 30_000.0;

/// Writes a line for each group of which something was counted.
pub(super) fn log(totals: &PageTotals, now: Timestamp) {
    if !tracing::enabled!(target: TARGET, tracing::Level::INFO) {
        return;
    }
    for group in PageGroup::VARIANTS {
        let counts = totals.of(*group);
        if counts.requests > 0 {
            let line = line(*group, counts, now).to_string();
            tracing::info!(target: TARGET, line = line.as_str());
        }
    }
}

/// The metrics of a group. A latency is told as the bound it was under, so that percentiles read
/// from it are none too good.
pub(super) fn line(group: PageGroup, counts: &PageCounts, now: Timestamp) -> Value {
    let (route_group, cache) = match group {
        PageGroup::ListingKept => ("listing", "kept"),
        PageGroup::ListingMade => ("listing", "made"),
        PageGroup::Other => ("other", "any"),
    };
    let bounds = BOUNDS_US.iter().map(|bound| *bound as f64 / 1_000.0);
    let (values, times): (Vec<f64>, Vec<u64>) = bounds
        .chain([ABOVE_ALL_MS])
        .zip(counts.latencies)
        .filter(|(_, times)| *times > 0)
        .unzip();
    json!({
        "_aws": {
            "Timestamp": now.as_millisecond(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["RouteGroup", "Cache"]],
                "Metrics": [
                    { "Name": "Requests", "Unit": "Count" },
                    { "Name": "Faults", "Unit": "Count" },
                    { "Name": "Latency", "Unit": "Milliseconds" },
                ],
            }],
        },
        "target": TARGET,
        "RouteGroup": route_group,
        "Cache": cache,
        "Requests": counts.requests,
        "Faults": counts.faults,
        "Latency": { "Values": values, "Counts": times },
    })
}
