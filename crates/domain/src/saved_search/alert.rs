//! What there is to tell of a home.

use crate::{
    ListingSummary, Npr, PublicListing, StandardStatus,
    event::EventDetail,
    search::SearchRow,
    status::{Availability, Visibility},
};
use enumset::{EnumSet, EnumSetType, enum_set};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an owner of a saved search may want to hear of.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[enumset(serialize_repr = "list")]
pub enum AlertKind {
    /// A home came on the market, or came back.
    NewMatch,
    PriceChange,
    StatusChange,
}

impl AlertKind {
    /// The name in a form, as in `new-match`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// Something worth telling of one home: public facts only.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// What it may be told as: to those who want several, as the last of them.
    pub kinds: EnumSet<AlertKind>,
    /// The home as it now is, where searches would find it.
    pub after: Option<SearchRow>,
    /// The home as it was, where searches found it.
    pub before: Option<SearchRow>,
    /// The price before, where it was public.
    pub price_before: Option<Npr>,
}

impl Alert {
    /// What an event tells of a home as it now stands; `None` when there is nothing to tell:
    /// nobody may know of the home, its price is on request, or a later event says more.
    pub fn of(event: &EventDetail, home: &PublicListing) -> Option<Alert> {
        let card = &home.card;
        if card.standard_status.visibility() == Visibility::Hidden {
            return None;
        }
        match *event {
            EventDetail::ListingChanged { version: 1, .. }
            | EventDetail::ListingPublished { .. } => came(card),
            EventDetail::PriceChanged { to, .. } if card.list_price == Some(to) => {
                price_changed(event, home)
            }
            EventDetail::StatusChanged { from, to, .. } if card.standard_status == to => {
                status_changed(card, from, to)
            }
            _ => None,
        }
    }

    /// What the owner of a search that wants `wanted` is told it as.
    pub fn told_as(&self, wanted: EnumSet<AlertKind>) -> Option<AlertKind> {
        (self.kinds & wanted).iter().next_back()
    }
}

fn came(card: &ListingSummary) -> Option<Alert> {
    Some(Alert {
        kinds: AlertKind::NewMatch.into(),
        after: Some(SearchRow::of(card)?),
        before: None,
        price_before: None,
    })
}

fn price_changed(event: &EventDetail, home: &PublicListing) -> Option<Alert> {
    let EventDetail::PriceChanged { from, .. } = *event else {
        return None;
    };
    let after = SearchRow::of(&home.card)?;
    // The price before may have been on request, so what it was is told only where the
    // history tells it too.
    let earlier = home.price_history.iter().rev().nth(1);
    let price_before = earlier
        .map(|earlier| earlier.list_price)
        .filter(|price| *price == from);
    let row_before = |price: Npr| {
        let card = ListingSummary {
            list_price: Some(price),
            ..home.card.clone()
        };
        SearchRow::of(&card)
    };
    Some(Alert {
        kinds: AlertKind::PriceChange.into(),
        after: Some(after),
        before: price_before.and_then(row_before),
        price_before,
    })
}

fn status_changed(
    card: &ListingSummary,
    from: StandardStatus,
    to: StandardStatus,
) -> Option<Alert> {
    let row = |status| {
        let card = ListingSummary {
            standard_status: status,
            ..card.clone()
        };
        SearchRow::of(&card)
    };
    let (before, after) = (row(from), row(to));
    let kinds = match (from.availability(), to.availability()) {
        // It came on the market, or came back.
        (None, Some(_)) => AlertKind::NewMatch.into(),
        // Whoever may see homes only once they are for sale hears of it as new.
        (Some(Availability::ComingSoon), Some(Availability::ForSale)) => {
            enum_set!(AlertKind::NewMatch | AlertKind::StatusChange)
        }
        // To buyers it is the same as before.
        (before, after) if before == after => return None,
        _ => AlertKind::StatusChange.into(),
    };
    Some(Alert {
        kinds,
        after,
        before,
        price_before: None,
    })
}
