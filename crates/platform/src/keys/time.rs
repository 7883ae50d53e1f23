//! Times in keys: fixed width, so that they sort as text.

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};

const FORMAT: &str = "%Y-%m-%dT%H:%M:%S.%3fZ";
/// Characters in a time written by [`write`] for the years 0 to 9999.
const WIDTH: usize = 24;

/// A time in UTC with milliseconds, as in `2026-09-14T08:30:00.250Z`; what is below a
/// millisecond is cut off.
pub(super) fn write(time: Timestamp) -> String {
    time.strftime(FORMAT).to_string()
}

/// Reads what [`write`] wrote.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    if text.len() != WIDTH {
        return None;
    }
    let time = strtime::parse(FORMAT, text).ok()?.to_datetime().ok()?;
    let time = time.to_zoned(TimeZone::UTC).ok()?.timestamp();
    (write(time) == text).then_some(time)
}
