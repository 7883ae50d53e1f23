//! When mail goes out.

use crate::time::nepal;
use durbar_domain::saved_search::AlertFrequency;
use jiff::{
    Timestamp, ToSpan,
    civil::{DateTime, Weekday, time},
};

/// The hour in Nepal at which mail of a day or a week goes out.
const HOUR: i8 = 7;

/// When what happens at `now` is told, in whole milliseconds: weekly mail goes out on Sunday,
/// when the week begins in Nepal.
pub(super) fn due_at(frequency: AlertFrequency, now: Timestamp) -> Timestamp {
    match frequency {
        AlertFrequency::Instant => whole(now),
        AlertFrequency::Daily | AlertFrequency::Never => next_morning(now, |_| true),
        AlertFrequency::Weekly => next_morning(now, |day| day.weekday() == Weekday::Sunday),
    }
}

/// The first morning after `now` that is one of those meant.
fn next_morning(now: Timestamp, is_meant: impl Fn(&DateTime) -> bool) -> Timestamp {
    let today = nepal().to_datetime(now).date();
    let mornings = (0..=7).map(|days| {
        today
            .saturating_add(days.days())
            .to_datetime(time(HOUR, 0, 0, 0))
    });
    mornings
        .filter(is_meant)
        .filter_map(|morning| nepal().to_timestamp(morning).ok())
        .find(|morning| *morning > now)
        .unwrap_or(whole(now))
}

/// A time without what is below a millisecond, as keys hold it.
pub(super) fn whole(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_goes_out_on_the_next_morning_in_nepal() {
        let due =
            |frequency, now: &str| due_at(frequency, now.parse().expect("a time")).to_string();
        // 7:00 in Nepal is 1:15 in UTC; 22 November 2026 is a Sunday.
        assert_eq!(
            due(AlertFrequency::Daily, "2026-11-22T01:14:59Z"),
            "2026-11-22T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Daily, "2026-11-22T01:15:00Z"),
            "2026-11-23T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Daily, "2026-11-22T20:00:00Z"),
            "2026-11-23T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Weekly, "2026-11-22T01:14:59Z"),
            "2026-11-22T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Weekly, "2026-11-22T01:15:00Z"),
            "2026-11-29T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Weekly, "2026-11-25T12:00:00Z"),
            "2026-11-29T01:15:00Z"
        );
        assert_eq!(
            due(AlertFrequency::Instant, "2026-11-25T12:00:00.123456Z"),
            "2026-11-25T12:00:00.123Z"
        );
    }
}
