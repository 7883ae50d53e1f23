//! What is written on a share picture.

use durbar_domain::{ListingSummary, Locale, format, status::Availability};
use durbar_messages::{Label, card};

/// What is written on the picture.
pub(super) struct Words {
    pub title: String,
    pub price: String,
    pub place: String,
    pub badge: Option<&'static str>,
}

impl Words {
    pub fn of(locale: Locale, home: &ListingSummary) -> Self {
        let price = home
            .list_price
            .map(|price| format::npr_compact(price, locale));
        let status = home
            .standard_status
            .availability()
            .filter(|status| *status != Availability::ForSale);
        Self {
            title: home.title.get(locale).clone(),
            price: price.unwrap_or_else(|| card::price_on_request(locale).to_owned()),
            place: durbar_messages::place(home.neighbourhood, locale),
            badge: status.map(|status| status.label(locale)),
        }
    }
}
