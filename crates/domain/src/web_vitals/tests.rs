use super::*;

fn read(text: &str) -> Result<Report, serde_json::Error> {
    serde_json::from_str(text)
}

fn report(text: &str) -> Report {
    read(text).expect("a report")
}

/// So many visits with each largest contentful paint.
fn paints(of: &[(u32, u64)]) -> VitalCounts {
    let mut totals = VitalTotals::default();
    for (paint_ms, times) in of {
        let one = report(&format!(r#"{{"page":"front","LCP":{paint_ms}}}"#));
        (0..*times).for_each(|_| totals.count(&one));
    }
    *totals.of(PageKind::Front).of(Vital::Lcp)
}

#[test]
fn bounds_rise_and_hold_the_published_thresholds() {
    for vital in Vital::VARIANTS {
        let bounds = vital.bounds();
        assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]), "{vital:?}");
        let (good, fair) = vital.thresholds();
        assert!(good < fair && bounds.contains(&good) && bounds.contains(&fair));
        assert_eq!(vital.rating(Figure::UpTo(good)), Rating::Good);
        assert_eq!(vital.rating(Figure::UpTo(fair)), Rating::NeedsImprovement);
        assert_eq!(
            vital.rating(Figure::Above(bounds[BOUNDS - 1])),
            Rating::Poor
        );
    }
}

#[test]
fn a_report_is_counted_by_page_and_figure() {
    let mut totals = VitalTotals::default();
    assert!(totals.is_empty());
    totals.count(&report(
        r#"{"page":"listing","LCP":2500.4,"INP":200,"CLS":0.1,"TTFB":0}"#,
    ));
    totals.count(&report(r#"{"page":"listing","LCP":99999.9}"#));
    let listing = totals.of(PageKind::Listing);
    let part = |vital: Vital, part: usize| listing.of(vital).0[part];
    // Rounded up, it is above the bound.
    assert_eq!(part(Vital::Lcp, 5), 1);
    assert_eq!(part(Vital::Lcp, PARTS - 1), 1);
    assert_eq!(part(Vital::Inp, 3), 1);
    assert_eq!(part(Vital::Cls, 4), 1);
    assert_eq!(part(Vital::Ttfb, 0), 1);
    assert_eq!(listing.of(Vital::Lcp).visits(), 2);
    assert!(totals.of(PageKind::Front).is_empty());
    let mut twice = totals;
    twice.add(&totals);
    assert_eq!(twice.of(PageKind::Listing).of(Vital::Lcp).visits(), 4);
}

#[test]
fn what_no_page_of_ours_sends_is_refused() {
    for hostile in [
        "",
        "{}",
        "null",
        "7",
        r#"{"page":"front"}"#,
        r#"{"LCP":100}"#,
        r#"{"page":"front","LCP":null}"#,
        r#"{"page":"front","LCP":-1}"#,
        r#"{"page":"front","LCP":600000.1}"#,
        r#"{"page":"front","LCP":1e999}"#,
        r#"{"page":"front","LCP":NaN}"#,
        r#"{"page":"front","LCP":"100"}"#,
        r#"{"page":"front","LCP":100,"LCP":200}"#,
        r#"{"page":"front","LCP":100,"CLS":101}"#,
        r#"{"page":"front","FCP":100}"#,
        r#"{"page":"front","lcp":100}"#,
        r#"{"page":"front","LCP":100,"url":"/homes/x"}"#,
        r#"{"page":"Front","LCP":100}"#,
        r#"{"page":"/homes/x","LCP":100}"#,
        r#"{"page":"front","LCP":100} "#.repeat(2).as_str(),
    ] {
        assert!(read(hostile).is_err(), "{hostile}");
    }
}

#[test]
fn three_of_four_visits_keep_what_is_told() {
    assert_eq!(VitalCounts::default().p75(Vital::Lcp), None);
    let just = paints(&[(900, 3), (30_000, 1)]);
    assert_eq!(just.p75(Vital::Lcp), Some(Figure::UpTo(1_000)));
    let over = paints(&[(900, 2), (30_000, 2)]);
    assert_eq!(over.p75(Vital::Lcp), Some(Figure::Above(20_000)));
    let at = paints(&[(2_500, 1)]);
    assert_eq!(at.p75(Vital::Lcp), Some(Figure::UpTo(2_500)));
}

#[test]
fn paths_belong_to_kinds_and_kinds_have_one_name() {
    for (path, kind) in [
        ("/", PageKind::Front),
        ("", PageKind::Front),
        ("/homes", PageKind::Search),
        ("/homes/", PageKind::Search),
        ("/homes/villa-in-sanepa-01", PageKind::Listing),
        ("/homesteads", PageKind::Other),
        ("/account/early-access/villa", PageKind::Other),
    ] {
        assert_eq!(PageKind::of(path), kind, "{path}");
    }
    for kind in PageKind::VARIANTS {
        assert_eq!(kind.key().parse(), Ok(*kind));
        let text = format!(r#"{{"page":"{}","TTFB":1}}"#, kind.key());
        assert_eq!(report(&text).page(), *kind);
    }
}
