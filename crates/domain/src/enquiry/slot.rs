//! Times at which somebody could look at a home.

use crate::{FieldError, error::Problem};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};
use serde::{Deserialize, Serialize};

/// Nepal is 5 hours and 45 minutes ahead of UTC, all year.
const NEPAL_SECONDS: i32 = (5 * 60 + 45) * 60;

/// A time for a viewing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Slot {
    starts_at: Timestamp,
    minutes: u16,
}

/// A slot as it is stored, before it is checked.
#[derive(Deserialize)]
struct Written {
    starts_at: Timestamp,
    minutes: u16,
}

impl Slot {
    /// The shortest and the longest viewing, in minutes.
    pub const MINUTES: std::ops::RangeInclusive<u16> = 30..=180;
    /// Most slots proposed at a time.
    pub const MAX_PROPOSED: usize = 5;
    /// How far ahead a viewing may be.
    pub const AHEAD: SignedDuration = SignedDuration::from_hours(60 * 24);

    /// A slot of [`Slot::MINUTES`]; seconds of its start are cut off. An error names `field`.
    pub fn new(field: &str, starts_at: Timestamp, minutes: u16) -> Result<Self, FieldError> {
        if !Self::MINUTES.contains(&minutes) {
            let (min, max) = (Self::MINUTES.start(), Self::MINUTES.end());
            return Err(FieldError::new(
                field,
                Problem::OutOfRange {
                    min: min.to_string(),
                    max: max.to_string(),
                },
            ));
        }
        let second = starts_at.as_second();
        let starts_at =
            Timestamp::from_second(second - second.rem_euclid(60)).map_err(|_| malformed(field))?;
        Ok(Self { starts_at, minutes })
    }

    /// A slot that starts at a time of Nepal's clocks, as a form gives it: `2026-11-30T14:00`.
    pub fn parse_in_nepal(field: &str, text: &str, minutes: u16) -> Result<Self, FieldError> {
        let time: DateTime = text.trim().parse().map_err(|_| malformed(field))?;
        let starts_at = nepal().to_timestamp(time).map_err(|_| malformed(field))?;
        Self::new(field, starts_at, minutes)
    }

    pub fn starts_at(&self) -> Timestamp {
        self.starts_at
    }

    pub fn ends_at(&self) -> Timestamp {
        let length = SignedDuration::from_mins(i64::from(self.minutes));
        self.starts_at
            .saturating_add(length)
            .unwrap_or(Timestamp::MAX)
    }

    pub fn minutes(&self) -> u16 {
        self.minutes
    }

    /// Its start on Nepal's clocks.
    pub fn start_in_nepal(&self) -> DateTime {
        nepal().to_datetime(self.starts_at)
    }

    /// Checks slots to be proposed at `now`: 1 to 5 different ones, none in the past or more
    /// than 60 days ahead; gives them back in order of time. An error names `field`.
    pub fn check_proposed(
        field: &str,
        slots: &[Slot],
        now: Timestamp,
    ) -> Result<Vec<Slot>, FieldError> {
        let mut slots = slots.to_vec();
        slots.sort_unstable();
        slots.dedup();
        let latest = now.saturating_add(Self::AHEAD).unwrap_or(Timestamp::MAX);
        let problem = if slots.is_empty() {
            Problem::Empty
        } else if slots.len() > Self::MAX_PROPOSED {
            Problem::TooMany {
                max: Self::MAX_PROPOSED,
            }
        } else if slots
            .iter()
            .any(|it| it.starts_at <= now || it.starts_at > latest)
        {
            let day = |time| nepal().to_datetime(time).date().to_string();
            Problem::OutOfRange {
                min: day(now),
                max: day(latest),
            }
        } else {
            return Ok(slots);
        };
        Err(FieldError::new(field, problem))
    }
}

impl TryFrom<Written> for Slot {
    type Error = FieldError;

    fn try_from(written: Written) -> Result<Self, FieldError> {
        Self::new("slot", written.starts_at, written.minutes)
    }
}

fn nepal() -> Offset {
    Offset::from_seconds(NEPAL_SECONDS).expect("5:45 is an offset")
}

fn malformed(field: &str) -> FieldError {
    let expected = "2026-11-30T14:00".to_owned();
    FieldError::new(field, Problem::Malformed { expected })
}
