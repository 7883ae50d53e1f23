//! Days as people in Nepal count them.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::Offset,
};

/// Nepal is 5 hours and 45 minutes ahead of UTC, all year.
const NEPAL_SECONDS: i32 = (5 * 60 + 45) * 60;

/// Milliseconds since 1970, as identifiers begin with.
pub(crate) fn unix_ms(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or(0)
}

/// The day it is in Kathmandu now.
pub fn today_in_nepal() -> Date {
    kathmandu_date(Timestamp::now())
}

/// The day it is in Kathmandu at a time.
pub fn kathmandu_date(now: Timestamp) -> Date {
    nepal().to_datetime(now).date()
}

/// What clocks in Kathmandu show at a time.
pub fn kathmandu_time(now: Timestamp) -> Time {
    nepal().to_datetime(now).time()
}

/// The last second of a day in Kathmandu; `None` at the end of all calendars.
pub fn end_of_day_in_nepal(day: Date) -> Option<Timestamp> {
    let end = day.at(23, 59, 59, 0);
    nepal().to_timestamp(end).ok()
}

/// The offset of Nepal's clocks.
pub(crate) fn nepal() -> Offset {
    Offset::from_seconds(NEPAL_SECONDS).expect("5:45 is an offset")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn the_day_changes_at_a_quarter_past_six_in_the_evening_utc() {
        let before: Timestamp = "2026-11-22T18:14:59Z".parse().expect("a time");
        let after: Timestamp = "2026-11-22T18:15:00Z".parse().expect("a time");
        assert_eq!(kathmandu_date(before), date(2026, 11, 22));
        assert_eq!(kathmandu_date(after), date(2026, 11, 23));
        assert_eq!(kathmandu_time(after), time(0, 0, 0, 0));
        assert_eq!(end_of_day_in_nepal(date(2026, 11, 22)), Some(before));
    }
}
