use super::*;
use crate::{cli::LogFormat, logging};
use durbar_domain::{account::SubscriptionLevel, service_level::PageCounts};
use durbar_platform::{
    Embedded,
    embedded::Storage,
    faults::{Fault, Faults},
    listings::ListingStore,
    testing::{created, listing},
};
use durbar_services::premium::PremiumOpens;
use jiff::SignedDuration;
use serde_json::Value;
use std::{
    io,
    sync::{Arc, Mutex},
};

fn answered(route: Option<&'static str>, origin: Option<&'static str>) -> Answered<'static> {
    Answered {
        route,
        origin,
        is_fault: false,
        is_throttled: false,
        elapsed: Duration::from_millis(3),
    }
}

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().expect("a time")
}

fn counts(of: &[u64]) -> PageCounts {
    let mut counts = PageCounts::default();
    for latency_ms in of {
        counts.count(Duration::from_millis(*latency_ms), *latency_ms > 1_000);
    }
    counts
}

#[test]
fn answers_are_told_apart_by_pattern_and_origin() {
    use PageGroup::*;
    for (route, origin, group) in [
        (Some("/homes/{address}"), Some("hit"), Some(ListingKept)),
        (Some("/ne/homes/{address}"), Some("hit"), Some(ListingKept)),
        (Some("/homes/{address}"), Some("miss"), Some(ListingMade)),
        (Some("/ne/homes/{address}"), Some("off"), Some(ListingMade)),
        // Another address for it, or a method it doesn't take.
        (Some("/homes/{address}"), None, Some(Other)),
        (Some("/homes"), Some("hit"), Some(Other)),
        (Some("/ne"), Some("miss"), Some(Other)),
        (Some("/account/security"), None, Some(Other)),
        (Some("/account/early-access/{address}"), None, Some(Other)),
        (None, Some("miss"), Some(Other)),
        (None, Some("static"), None),
        (Some("/api/{*function}"), None, None),
        (Some("/media/{*key}"), None, None),
        (Some("/uploads/{*rest}"), None, None),
        (Some("/healthz"), None, None),
        (Some("/sitemaps/{file}"), None, None),
        (Some("/ne/calendars/{secret}/viewings.ics"), None, None),
    ] {
        let found = group::of(&answered(route, origin));
        assert_eq!(found, group, "{route:?} {origin:?}");
    }
    let broken = Answered {
        is_fault: true,
        ..answered(Some("/homes/{address}"), None)
    };
    assert_eq!(group::of(&broken), Some(ListingMade));
}

/// The names of a line's metrics, once the line is what CloudWatch takes.
fn names_in(line: &Value) -> Vec<&str> {
    let metadata = line["_aws"].as_object().expect("metadata");
    assert_eq!(metadata.len(), 2, "no other members: {line}");
    assert_eq!(metadata["Timestamp"], now().as_millisecond());
    let directives = metadata["CloudWatchMetrics"].as_array().expect("a list");
    let [directive] = directives.as_slice() else {
        panic!("one directive: {line}")
    };
    assert_eq!(directive["Namespace"], "Durbar");
    let sets = directive["Dimensions"].as_array().expect("sets");
    for dimension in sets.iter().flat_map(|set| set.as_array().expect("a set")) {
        let name = dimension.as_str().expect("a name");
        assert!(line[name].is_string(), "{name} is a text at the root");
    }
    assert_eq!(line["target"], TARGET);
    let metrics = directive["Metrics"].as_array().expect("metrics");
    let units = ["Count", "Milliseconds", "Seconds", "None"];
    metrics
        .iter()
        .map(|metric| {
            let unit = metric["Unit"].as_str().expect("a unit");
            assert!(units.contains(&unit), "{unit}");
            let name = metric["Name"].as_str().expect("a name");
            let value = &line[name];
            assert!(value.is_number() || value["Values"].is_array(), "{line}");
            name
        })
        .collect()
}

#[test]
fn a_line_is_in_the_embedded_metric_format() {
    let counts = counts(&[3, 3, 300, 20_000]);
    let line = emf::pages(PageGroup::ListingMade, &counts, now());
    assert_eq!(names_in(&line), ["Requests", "Faults", "Latency"]);
    assert_eq!((&line["Requests"], &line["Faults"]), (&4.into(), &1.into()));
    assert_eq!(
        line["Latency"],
        serde_json::json!({ "Values": [5.0, 400.0, 30_000.0], "Counts": [2, 1, 1] })
    );
    assert_eq!(
        (&line["RouteGroup"], &line["Cache"]),
        (&"listing".into(), &"made".into())
    );
}

#[test]
fn what_browsers_measured_is_a_line_a_kind_of_page() {
    let mut totals = VitalTotals::default();
    let report = r#"{"page":"listing","LCP":2400,"CLS":0.07}"#;
    totals.count(&serde_json::from_str(report).expect("a report"));
    let line = emf::vitals(PageKind::Listing, totals.of(PageKind::Listing), now());
    assert_eq!(names_in(&line), ["LCP", "CLS"]);
    assert_eq!(line["PageKind"], "listing");
    let once = |value: f64| serde_json::json!({ "Values": [value], "Counts": [1] });
    assert_eq!((&line["LCP"], &line["CLS"]), (&once(2_500.0), &once(0.1)));
}

#[test]
fn the_cache_refusals_levels_queues_and_starts_are_lines() {
    assert_eq!(site::line(SiteCounts::default(), now()), None);
    let mut counts = SiteCounts::default();
    for (origin, is_throttled) in [
        (Some("hit"), false),
        (Some("hit"), false),
        (Some("miss"), false),
        (Some("static"), false),
        (None, true),
    ] {
        counts.count(&Answered {
            is_throttled,
            ..answered(None, origin)
        });
    }
    let line = site::line(counts, now()).expect("a line");
    assert_eq!(names_in(&line), ["CacheHits", "CacheMisses", "Throttled"]);
    let values = ["CacheHits", "CacheMisses", "Throttled"].map(|name| &line[name]);
    assert_eq!(values, [2, 1, 1]);

    let mut opens = PremiumOpens::default();
    opens.count(SubscriptionLevel::Gold);
    let lines = site::opened(opens, now());
    let [line] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!(names_in(line), ["PremiumOpens"]);
    assert_eq!(
        (&line["Level"], &line["PremiumOpens"]),
        (&"gold".into(), &1.into())
    );

    let ages = queues::Ages {
        events: Duration::from_millis(1_500),
        media: Duration::ZERO,
    };
    let [events, media] = queues::lines(ages, now());
    assert_eq!(names_in(&events), ["QueueAge"]);
    assert_eq!(
        (&events["Part"], &events["QueueAge"]),
        (&"events".into(), &1.5.into())
    );
    assert_eq!(
        (&media["Part"], &media["QueueAge"]),
        (&"media".into(), &0.0.into())
    );

    let line = queues::cold_start("rounds", Duration::from_micros(123_500), now());
    assert_eq!(names_in(&line), ["ColdStarts", "InitTime"]);
    assert_eq!(
        (&line["Purpose"], &line["InitTime"]),
        (&"rounds".into(), &123.5.into())
    );
}

#[tokio::test]
async fn a_queue_is_as_old_as_what_has_waited_longest() {
    let embedded = Embedded::start(Storage::Temporary).await.expect("embedded");
    let platform = embedded.platform();
    let queues = Queues::new(platform);
    let empty = queues.ages(now()).await.expect("read");
    assert_eq!(
        (empty.events, empty.media),
        (Duration::ZERO, Duration::ZERO)
    );
    let store = ListingStore::new(platform.table.clone());
    let mut last = None;
    for number in 1..=2 {
        let home = listing(number);
        let event = created(number, &home);
        store
            .put_new(&home, std::slice::from_ref(&event))
            .await
            .expect("put");
        last = last.max(Some(event.occurred_at));
    }
    let later = last.expect("an event") + SignedDuration::from_secs(90);
    let ages = queues.ages(later).await.expect("read");
    assert!(ages.events >= Duration::from_secs(90), "{ages:?}");
    assert_eq!(ages.media, Duration::ZERO);
}

#[tokio::test]
async fn a_visitor_tells_of_so_many_visits_between_two_writings() {
    let (_embedded, metrics) = metrics().await;
    let report = r#"{"page":"front","TTFB":12}"#;
    let report: Report = serde_json::from_str(report).expect("a report");
    for _ in 0..visits::OF_ONE {
        assert!(metrics.report(&report, 1));
    }
    assert!(!metrics.report(&report, 1));
    assert!(metrics.report(&report, 2), "others are heard");
    assert_eq!(
        metrics.flush(now()).await.expect("written"),
        0,
        "no requests"
    );
    assert!(metrics.report(&report, 1));
}

/// What a log of this format says while `work` runs.
async fn logged(format: LogFormat, work: impl Future<Output = ()>) -> String {
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);
    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut lines = self.0.lock().expect("no panic");
            lines.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let lines = Lines::default();
    let writer = lines.clone();
    let levels = "info".parse().expect("levels");
    let subscriber = logging::subscriber(format, levels, move || writer.clone(), None);
    // Tests of one thread each, so that the default of the thread is that of the work.
    let guard = tracing::subscriber::set_default(subscriber);
    work.await;
    drop(guard);
    let bytes = lines.0.lock().expect("no panic").clone();
    String::from_utf8(bytes).expect("UTF-8")
}

async fn metrics() -> (Embedded, Metrics) {
    let embedded = Embedded::start(Storage::Temporary).await.expect("embedded");
    let levels = ServiceLevels::new(embedded.platform());
    (embedded, Metrics::new(levels))
}

#[tokio::test]
async fn a_flush_is_a_line_a_group_in_the_json_log_and_none_in_the_text_log() {
    let (_embedded, metrics) = metrics().await;
    let work = async {
        metrics.count(answered(Some("/homes/{address}"), Some("hit")));
        metrics.count(answered(Some("/homes"), Some("hit")));
        metrics.count(answered(Some("/media/{*key}"), None));
        assert_eq!(metrics.flush(now()).await.expect("written"), 2);
        assert_eq!(metrics.flush(now()).await.expect("written"), 0);
    };
    let json = logged(LogFormat::Json, work).await;
    let lines: Vec<Value> = json
        .lines()
        .filter(|line| line.contains("CloudWatchMetrics"))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{json}");
    assert!(lines.iter().all(|line| line["_aws"].is_object()), "{json}");
    let groups: Vec<&Value> = lines.iter().map(|line| &line["RouteGroup"]).collect();
    assert_eq!(groups, ["listing", "other"]);

    let work = async {
        metrics.count(answered(Some("/homes"), Some("hit")));
        assert_eq!(metrics.flush(now()).await.expect("written"), 1);
    };
    let text = logged(LogFormat::Text, work).await;
    assert!(!text.contains("CloudWatchMetrics"), "{text}");
}

#[tokio::test]
async fn a_process_that_stands_still_writes_its_first_request_at_once() {
    let (_embedded, metrics) = metrics().await;
    metrics.count(answered(Some("/homes"), Some("off")));
    assert_eq!(metrics.flush_when_due(now()).await.expect("written"), 1);
    metrics.count(answered(Some("/homes"), Some("off")));
    assert_eq!(metrics.flush_when_due(now()).await.expect("waits"), 0);
    assert_eq!(metrics.flush(now()).await.expect("written"), 1);
}

#[tokio::test]
async fn what_the_table_does_not_take_is_written_later() {
    let embedded = Embedded::start(Storage::Temporary).await.expect("embedded");
    let faults = Faults::new(|_| Fault::Unreachable);
    let levels = ServiceLevels::new(&faults.below(embedded.platform()));
    let metrics = Metrics::new(levels);
    metrics.count(answered(Some("/homes"), Some("hit")));
    let refused = metrics.flush(now()).await;
    refused.expect_err("the table can't be reached");
    faults.stop();
    metrics.count(answered(Some("/homes"), Some("hit")));
    assert_eq!(metrics.flush(now()).await.expect("written"), 2);
    assert_eq!(metrics.flush(now()).await.expect("written"), 0);
}
