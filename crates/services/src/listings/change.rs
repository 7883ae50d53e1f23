//! Changes of a listing: what each does, and when it is allowed.

use crate::time;
use durbar_domain::{
    EarlyAccess, FieldError, Listing, Npr, StandardStatus,
    error::Problem,
    event::EventDetail,
    history::HistoryFact,
    listing::{Closing, Description},
    slug::Slug,
    text::{Localized, Summary, Title},
};
use jiff::{Timestamp, civil::Date};

/// A change of a listing.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Price {
        list_price: Npr,
        on_request: bool,
    },
    /// Any status but `Closed`, which takes a [`Change::Close`].
    Status(StandardStatus),
    /// The sale: goes to `Closed`.
    Close(Closing),
    Texts {
        title: Localized<Title>,
        summary: Localized<Summary>,
        description: Description,
    },
    /// Whether it is a premium home. Its tours and films follow.
    Premium(bool),
    /// Members have had their time: everyone sees it.
    OpenToAll,
    /// The files are these of another one of the same listing; nothing else of it counts.
    File(Box<Listing>),
    /// Whether the place is shown only roughly.
    Discretion {
        approximate: bool,
    },
}

impl Change {
    /// The listing after this change at `now`, version and time of change as before.
    pub(crate) fn apply(
        &self,
        before: &Listing,
        now: Timestamp,
    ) -> Result<Listing, Vec<FieldError>> {
        let today = time::kathmandu_date(now);
        let mut listing = before.clone();
        match self {
            Change::Price {
                list_price,
                on_request,
            } => {
                change_price(&mut listing, *list_price, today)?;
                listing.price.set_on_request(*on_request, today);
            }
            Change::Status(StandardStatus::Closed) => {
                return Err(vec![FieldError::new("close_date", Problem::Empty)]);
            }
            Change::Status(to) => {
                change_status(&mut listing, *to, today)?;
                listing.early_access = early_access(before, *to, now);
            }
            Change::OpenToAll => listing.early_access = None,
            Change::Close(closing) => {
                close(&mut listing, *closing, today)?;
            }
            Change::Texts {
                title,
                summary,
                description,
            } => {
                listing.slug = Slug::from_title(title.en.as_str());
                (listing.title, listing.summary) = (title.clone(), summary.clone());
                listing.description = description.clone();
            }
            Change::File(with) => {
                listing.pictures = with.pictures.clone();
                listing.floor_plans = with.floor_plans.clone();
                listing.films = with.films.clone();
                listing.tours = with.tours.clone();
                listing.premium_media = with.premium_media.clone();
            }
            Change::Premium(premium) => listing.premium = *premium,
            Change::Discretion { approximate } => listing.location.approximate = *approximate,
        }
        Ok(listing)
    }
}

fn change_price(
    listing: &mut Listing,
    list_price: Npr,
    today: Date,
) -> Result<(), Vec<FieldError>> {
    if listing.standard_status.next().is_empty() {
        let accepted = "a listing that is not closed or canceled".to_owned();
        return Err(vec![FieldError::new(
            "list_price",
            Problem::NotOneOf { accepted },
        )]);
    }
    if list_price.paisa() == 0 {
        let (min, max) = ("1".to_owned(), Npr::MAX_RUPEES.to_string());
        return Err(vec![FieldError::new(
            "list_price",
            Problem::OutOfRange { min, max },
        )]);
    }
    listing.price.change(list_price, today);
    Ok(())
}

fn change_status(
    listing: &mut Listing,
    to: StandardStatus,
    today: Date,
) -> Result<(), Vec<FieldError>> {
    use StandardStatus::{Active, Expired, Incomplete, Withdrawn};
    let from = listing.standard_status;
    if to == from {
        return Ok(());
    }
    if !from.allows(to) {
        let accepted = from
            .next()
            .iter()
            .map(StandardStatus::key)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(vec![FieldError::new(
            "standard_status",
            Problem::NotOneOf { accepted },
        )]);
    }
    if to == Active && matches!(from, Incomplete | Withdrawn | Expired) {
        listing.on_market_date = today;
    }
    listing.standard_status = to;
    Ok(())
}

/// A home that was never offered opens to members first when it is announced as coming soon,
/// and to everyone when it is for sale.
fn early_access(before: &Listing, to: StandardStatus, now: Timestamp) -> Option<EarlyAccess> {
    match (before.standard_status, to) {
        (_, StandardStatus::Active) => None,
        (StandardStatus::Incomplete, StandardStatus::ComingSoon) => {
            Some(EarlyAccess { announced_at: now })
        }
        _ => before.early_access,
    }
}

fn close(listing: &mut Listing, closing: Closing, today: Date) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    if !(listing.on_market_date..=today).contains(&closing.close_date) {
        let (min, max) = (listing.on_market_date.to_string(), today.to_string());
        errors.push(FieldError::new(
            "close_date",
            Problem::OutOfRange { min, max },
        ));
    }
    if closing.close_price.paisa() == 0 {
        let (min, max) = ("1".to_owned(), Npr::MAX_RUPEES.to_string());
        errors.push(FieldError::new(
            "close_price",
            Problem::OutOfRange { min, max },
        ));
    }
    if let Err(refused) = change_status(listing, StandardStatus::Closed, today) {
        errors.extend(refused);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    listing.price.closing = Some(closing);
    Ok(())
}

/// What tells of a change.
pub(crate) fn events(before: &Listing, after: &Listing) -> Vec<EventDetail> {
    let (listing_id, version) = (after.listing_id, after.version);
    let mut details = Vec::new();
    let (from, to) = (before.price.list_price, after.price.list_price);
    if from != to {
        details.push(EventDetail::PriceChanged {
            listing_id,
            version,
            from,
            to,
        });
    }
    let (from, to) = (before.standard_status, after.standard_status);
    if from != to {
        details.push(EventDetail::StatusChanged {
            listing_id,
            version,
            from,
            to,
        });
    }
    if before.premium != after.premium {
        details.push(EventDetail::TierChanged {
            listing_id,
            version,
            premium: after.premium,
        });
    }
    if details.is_empty() {
        details.push(EventDetail::ListingChanged {
            listing_id,
            version,
        });
    }
    details
}

/// What a listing's history says of an event.
pub(crate) fn fact(detail: &EventDetail) -> Option<HistoryFact> {
    match *detail {
        EventDetail::PriceChanged { from, to, .. } => Some(HistoryFact::PriceChanged { from, to }),
        EventDetail::StatusChanged { from, to, .. } => {
            Some(HistoryFact::StatusChanged { from, to })
        }
        EventDetail::TierChanged { premium, .. } => Some(HistoryFact::TierChanged { premium }),
        _ => None,
    }
}
