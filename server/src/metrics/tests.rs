use super::*;
use crate::{cli::LogFormat, logging};
use durbar_platform::{
    Embedded,
    embedded::Storage,
    faults::{Fault, Faults},
    listings::ListingStore,
    testing::{created, listing},
};
use jiff::SignedDuration;
use serde_json::Value;
use std::{
    io,
    sync::{Arc, Mutex},
};

pub(super) fn answered(
    route: Option<&'static str>,
    origin: Option<&'static str>,
) -> Answered<'static> {
    Answered {
        route,
        origin,
        is_fault: false,
        is_throttled: false,
        elapsed: Duration::from_millis(3),
    }
}

pub(super) fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().expect("a time")
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
        .filter(|line| line.contains("RouteGroup"))
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
