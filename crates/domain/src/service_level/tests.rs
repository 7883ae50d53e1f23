use super::*;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// So many requests of each latency, none with a fault.
fn counts(of: &[(u64, u64)]) -> PageCounts {
    let mut counts = PageCounts::default();
    for (latency_ms, times) in of {
        for _ in 0..*times {
            counts.count(ms(*latency_ms), false);
        }
    }
    counts
}

fn kept(counts: PageCounts) -> Reached {
    let mut totals = PageTotals::default();
    *totals.of_mut(PageGroup::ListingKept) = counts;
    Objective::ListingKept.reached(&totals)
}

/// What is reached with so many faults among so many requests.
fn faulty(objective: Objective, faults: u64, requests: u64) -> Reached {
    let mut totals = PageTotals::default();
    *totals.of_mut(PageGroup::Other) = PageCounts {
        requests,
        faults,
        ..PageCounts::default()
    };
    objective.reached(&totals)
}

#[test]
fn bounds_rise_and_hold_what_is_promised() {
    assert!(BOUNDS_US.windows(2).all(|pair| pair[0] < pair[1]));
    for objective in Objective::VARIANTS {
        let bound = objective.under_us();
        assert!(bound.is_none_or(|bound| BOUNDS_US.contains(&bound)));
    }
}

#[test]
fn a_latency_at_a_bound_is_not_under_it() {
    let mut counts = PageCounts::default();
    counts.count(Duration::from_micros(249_999), false);
    counts.count(ms(250), false);
    counts.count(ms(60_000), true);
    assert_eq!((counts.requests, counts.faults), (3, 1));
    assert_eq!(counts.under(250_000), 1);
    assert_eq!(counts.under(400_000), 2);
    assert_eq!(counts.under(10_000_000), 2);
    assert_eq!(counts.latencies[PARTS - 1], 1);
}

#[test]
fn the_95th_percentile_is_told_by_its_bound() {
    assert_eq!(PageCounts::default().p95(), None);
    assert_eq!(counts(&[(3, 1)]).p95(), Some(Latency::Under(5_000)));
    let just = counts(&[(3, 95), (300, 5)]);
    assert_eq!(just.p95(), Some(Latency::Under(5_000)));
    let over = counts(&[(3, 94), (300, 6)]);
    assert_eq!(over.p95(), Some(Latency::Under(400_000)));
    let slow = counts(&[(3, 1), (20_000, 1)]);
    assert_eq!(slow.p95(), Some(Latency::From(10_000_000)));
}

#[test]
fn counts_of_two_processes_add_up() {
    let (mut one, other) = (counts(&[(3, 2)]), counts(&[(3, 1), (300, 4)]));
    one.add(&other);
    assert_eq!(one, counts(&[(3, 3), (300, 4)]));
    let mut totals = PageTotals::default();
    *totals.of_mut(PageGroup::ListingMade) = one;
    let twice = {
        let mut sum = totals;
        sum.add(&totals);
        sum
    };
    assert_eq!(twice.of(PageGroup::ListingMade).requests, 14);
    assert_eq!(twice.of(PageGroup::ListingKept).requests, 0);
    assert_eq!(
        twice.all().latencies,
        twice.of(PageGroup::ListingMade).latencies
    );
}

#[test]
fn kept_pages_are_quick_enough_when_nineteen_of_twenty_are() {
    let just = kept(counts(&[(3, 95), (300, 5)]));
    assert_eq!(just.is_met(), Some(true));
    assert_eq!(just.budget_left_percent(), Some(0));
    assert_eq!(just.good_of_ten_thousand(), Some(9_500));
    let over = kept(counts(&[(3, 94), (300, 6)]));
    assert_eq!(over.is_met(), Some(false));
    assert_eq!(over.budget_left_percent(), Some(-20));
    let quick = kept(counts(&[(3, 7)]));
    assert_eq!(
        (quick.is_met(), quick.budget_left_percent()),
        (Some(true), Some(100))
    );
}

#[test]
fn whether_it_is_met_agrees_with_the_95th_percentile() {
    for slow in 0..=40 {
        for quick in 0..=400 {
            let reached = kept(counts(&[(3, quick), (300, slow)]));
            let by_bound = reached.p95.map(|p95| p95 <= Latency::Under(250_000));
            assert_eq!(reached.is_met(), by_bound, "{quick} quick, {slow} slow");
        }
    }
}

#[test]
fn pages_made_anew_have_a_bound_of_their_own() {
    let mut totals = PageTotals::default();
    *totals.of_mut(PageGroup::ListingMade) = counts(&[(300, 20)]);
    assert_eq!(Objective::ListingMade.reached(&totals).is_met(), Some(true));
    assert_eq!(Objective::ListingKept.reached(&totals).is_met(), None);
}

#[test]
fn faults_use_the_budgets_up() {
    let rate = |faults, requests| faulty(Objective::ErrorRate, faults, requests);
    assert_eq!(rate(9, 1_000).is_met(), Some(true));
    assert_eq!(rate(9, 1_000).budget_left_percent(), Some(10));
    assert_eq!(
        rate(10, 1_000).is_met(),
        Some(false),
        "1 % is not less than 1 %"
    );
    let answered = |faults, requests| faulty(Objective::Availability, faults, requests);
    assert_eq!(answered(1, 1_000).is_met(), Some(true));
    assert_eq!(answered(1, 1_000).budget_left_percent(), Some(0));
    assert_eq!(answered(2, 1_000).is_met(), Some(false));
    assert_eq!(answered(2, 1_000).budget_left_percent(), Some(-100));
    assert_eq!(answered(1, 2_000).budget_left_percent(), Some(50));
    // 99.9 % is not said of what is less.
    assert_eq!(answered(11, 10_000).good_of_ten_thousand(), Some(9_989));
    assert_eq!(answered(1, 1_000_000).good_of_ten_thousand(), Some(9_999));
    assert_eq!(answered(1, 1_000_000).failed_of_ten_thousand(), Some(1));
}

#[test]
fn nothing_is_said_without_requests() {
    for objective in Objective::VARIANTS {
        let reached = objective.reached(&PageTotals::default());
        assert_eq!(reached.is_met(), None);
        assert_eq!(reached.budget_left_percent(), None);
        assert_eq!(reached.good_of_ten_thousand(), None);
        assert_eq!(reached.p95, None);
    }
}
