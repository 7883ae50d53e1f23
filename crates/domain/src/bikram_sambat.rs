//! Bikram Sambat, the solar calendar in which Nepal writes its dates.

use crate::text::Localized;
use jiff::{SignedDuration, civil::Date};
use std::fmt;

mod table;

use table::{FIRST_DAY, FIRST_YEAR, MONTH_LENGTHS};

/// A day of the Bikram Sambat calendar, within the years the table knows: 2000 to 2099
/// (14 April 1943 to 13 April 2043). Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BikramSambat {
    year: u16,
    month: u8,
    day: u8,
}

/// Names of the months from the new year in April, as they are said.
const MONTHS: [Localized<&str>; 12] = [
    Localized {
        en: "Baisakh",
        ne: "वैशाख",
    },
    Localized {
        en: "Jestha",
        ne: "जेठ",
    },
    Localized {
        en: "Asar",
        ne: "असार",
    },
    Localized {
        en: "Shrawan",
        ne: "साउन",
    },
    Localized {
        en: "Bhadra",
        ne: "भदौ",
    },
    Localized {
        en: "Asoj",
        ne: "असोज",
    },
    Localized {
        en: "Kartik",
        ne: "कात्तिक",
    },
    Localized {
        en: "Mangsir",
        ne: "मंसिर",
    },
    Localized {
        en: "Poush",
        ne: "पुस",
    },
    Localized {
        en: "Magh",
        ne: "माघ",
    },
    Localized {
        en: "Fagun",
        ne: "फागुन",
    },
    Localized {
        en: "Chait",
        ne: "चैत",
    },
];

impl BikramSambat {
    /// The day with these numbers (month and day from 1); `None` where there is none or
    /// the table doesn't know its year.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let lengths = month_lengths(year)?;
        let length = lengths.get(usize::from(month.checked_sub(1)?))?;
        (1..=*length)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// The Bikram Sambat day of a day AD; `None` outside the table.
    pub fn from_ad(date: Date) -> Option<Self> {
        let days = date.duration_since(FIRST_DAY).as_hours() / 24;
        let mut left = u32::try_from(days).ok()?; // fails for days before the table
        for (year, lengths) in (FIRST_YEAR..).zip(MONTH_LENGTHS) {
            for (month, length) in (1..).zip(lengths.map(length)) {
                if left < u32::from(length) {
                    // `left` is below a month's length of at most 32.
                    return Some(Self {
                        year,
                        month,
                        day: left as u8 + 1,
                    });
                }
                left -= u32::from(length);
            }
        }
        None
    }

    /// The same day AD.
    pub fn to_ad(self) -> Date {
        let whole_years = MONTH_LENGTHS
            .iter()
            .take(usize::from(self.year - FIRST_YEAR));
        let this_year = MONTH_LENGTHS.get(usize::from(self.year - FIRST_YEAR));
        let whole_months = this_year
            .into_iter()
            .flatten()
            .take(usize::from(self.month) - 1);
        let days: i64 = whole_years
            .flatten()
            .chain(whole_months)
            .map(|digit| i64::from(length(*digit)))
            .sum();
        FIRST_DAY + SignedDuration::from_hours(24 * (days + i64::from(self.day) - 1))
    }

    /// As in 2083.
    pub fn year(self) -> u16 {
        self.year
    }

    /// From 1 (Baisakh) to 12 (Chait).
    pub fn month(self) -> u8 {
        self.month
    }

    /// From 1 to at most 32.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Name of the month.
    pub fn month_name(self) -> Localized<&'static str> {
        MONTHS[usize::from(self.month) - 1].clone()
    }
}

/// Year, month and day as numbers: `2083-05-29`.
impl fmt::Display for BikramSambat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn month_lengths(year: u16) -> Option<[u8; 12]> {
    let digits = MONTH_LENGTHS.get(usize::from(year.checked_sub(FIRST_YEAR)?))?;
    Some(digits.map(length))
}

/// Days of a month from its digit in the table.
const fn length(digit: u8) -> u8 {
    if digit == b'9' {
        29
    } else {
        30 + (digit - b'0')
    }
}

#[cfg(test)]
mod tests;
