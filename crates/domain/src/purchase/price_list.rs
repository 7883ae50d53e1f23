//! What a level costs.

use crate::{Npr, account::SubscriptionLevel};
use enumset::EnumSetType;
use jiff::{Span, Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// For how long a level is bought. Nothing renews itself: the payment services of Nepal take
/// no recurring charges.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum SubscriptionPeriod {
    Month,
    Year,
}

impl SubscriptionPeriod {
    /// The name in a form and in an item, as in `month`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The end of a period that starts at `start`: the same day and hour (UTC) of a later
    /// month, or that month's last day.
    pub fn end_from(self, start: Timestamp) -> Timestamp {
        start
            .to_zoned(TimeZone::UTC)
            .checked_add(self.span())
            .map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// The time of which this period's end is `end`, or a day or two beside it where months
    /// are of different lengths.
    pub fn start_before(self, end: Timestamp) -> Timestamp {
        end.to_zoned(TimeZone::UTC)
            .checked_sub(self.span())
            .map_or(Timestamp::MIN, |start| start.timestamp())
    }

    fn span(self) -> Span {
        match self {
            SubscriptionPeriod::Month => 1.month(),
            SubscriptionPeriod::Year => 1.year(),
        }
    }
}

/// The price of a level for a period, value-added tax included; `None` for what isn't sold.
/// The figures are the business's own.
pub fn price(level: SubscriptionLevel, period: SubscriptionPeriod) -> Option<Npr> {
    match (level, period) {
        (SubscriptionLevel::Free, _) => None,
        (SubscriptionLevel::Gold, SubscriptionPeriod::Month) => Npr::from_rupees(1_499),
        (SubscriptionLevel::Gold, SubscriptionPeriod::Year) => Npr::from_rupees(14_990),
        (SubscriptionLevel::Platinum, SubscriptionPeriod::Month) => Npr::from_rupees(4_999),
        (SubscriptionLevel::Platinum, SubscriptionPeriod::Year) => Npr::from_rupees(49_990),
    }
}
