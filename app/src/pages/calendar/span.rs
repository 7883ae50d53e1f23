//! The days that a calendar shows: a week or a month.

use jiff::{
    Span, Timestamp, ToSpan as _,
    civil::{Date, Weekday},
    tz::{Offset, TimeZone},
};

/// Nepal is 5 hours and 45 minutes ahead of UTC, all year.
const NEPAL_SECONDS: i32 = (5 * 60 + 45) * 60;

/// A week, which begins on Sunday as Nepal's do, or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CalendarSpan {
    first: Date,
    is_week: bool,
}

impl CalendarSpan {
    /// What the address asks for; this week for what it leaves out or misspells.
    pub fn read(view: &str, day: &str, today: Date) -> Self {
        let day = day.parse().ok().filter(|day| is_near(*day, today));
        let day = day.unwrap_or(today);
        match view {
            "month" => Self::month(day),
            _ => Self::week(day),
        }
    }

    /// The week with a day.
    pub fn week(day: Date) -> Self {
        let back = day.weekday().since(Weekday::Sunday);
        Self {
            first: day.saturating_sub(i64::from(back).days()),
            is_week: true,
        }
    }

    /// The month with a day.
    pub fn month(day: Date) -> Self {
        Self {
            first: day.first_of_month(),
            is_week: false,
        }
    }

    /// The same view with another day.
    pub fn at(self, day: Date) -> Self {
        match self.is_week {
            true => Self::week(day),
            false => Self::month(day),
        }
    }

    pub fn before(self) -> Self {
        self.at(self.first.saturating_sub(1.day()))
    }

    pub fn after(self) -> Self {
        self.at(self.end())
    }

    pub fn is_week(self) -> bool {
        self.is_week
    }

    /// Its name in an address.
    pub fn view(self) -> &'static str {
        match self.is_week {
            true => "week",
            false => "month",
        }
    }

    pub fn first(self) -> Date {
        self.first
    }

    pub fn last(self) -> Date {
        self.end().saturating_sub(1.day())
    }

    /// The first moment in it and the first one behind it, by Nepal's clocks.
    pub fn times(self) -> (Timestamp, Timestamp) {
        let midnight = |day: Date| {
            let nepal = Offset::from_seconds(NEPAL_SECONDS).unwrap_or(Offset::UTC);
            let at = day.to_zoned(TimeZone::fixed(nepal));
            at.map_or(Timestamp::MAX, |at| at.timestamp())
        };
        (midnight(self.first), midnight(self.end()))
    }

    fn end(self) -> Date {
        let length: Span = match self.is_week {
            true => 7.days(),
            false => 1.month(),
        };
        self.first.saturating_add(length)
    }
}

/// Whether a calendar may be opened there: within ten years.
fn is_near(day: Date, today: Date) -> bool {
    let years = 10.years();
    (today.saturating_sub(years)..=today.saturating_add(years)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn a_week_begins_on_sunday_and_a_month_on_its_first() {
        let week = CalendarSpan::read("", "", TODAY);
        assert_eq!(
            (week.first(), week.last()),
            (date(2026, 11, 22), date(2026, 11, 28))
        );
        assert_eq!(week.after().first(), date(2026, 11, 29));
        assert_eq!(week.before().last(), date(2026, 11, 21));
        let month = CalendarSpan::read("month", "2026-12-31", TODAY);
        assert_eq!(
            (month.first(), month.last()),
            (date(2026, 12, 1), date(2026, 12, 31))
        );
        assert_eq!(month.after().first(), date(2027, 1, 1));
        assert_eq!(month.before().first(), date(2026, 11, 1));
    }

    #[test]
    fn a_day_begins_at_midnight_in_nepal() {
        let (from, to) = CalendarSpan::week(TODAY).times();
        assert_eq!(from.to_string(), "2026-11-21T18:15:00Z");
        assert_eq!(to.to_string(), "2026-11-28T18:15:00Z");
    }

    #[test]
    fn a_day_out_of_reach_is_today() {
        for day in ["9999-12-31", "-9999-01-01", "yesterday", ""] {
            assert_eq!(
                CalendarSpan::read("week", day, TODAY),
                CalendarSpan::week(TODAY)
            );
        }
    }
}
