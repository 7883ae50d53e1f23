use super::{
    tests::{answered, now},
    *,
};
use durbar_domain::{account::SubscriptionLevel, service_level::PageCounts};
use durbar_services::premium::PremiumOpens;
use serde_json::Value;

fn counts(of: &[u64]) -> PageCounts {
    let mut counts = PageCounts::default();
    for latency_ms in of {
        counts.count(Duration::from_millis(*latency_ms), *latency_ms > 1_000);
    }
    counts
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
