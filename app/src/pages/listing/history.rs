//! What the home has cost, with the days.

use crate::components::amount::Price;
use durbar_domain::{Locale, Npr, PublicListing, format};
use durbar_messages::listing as words;
use jiff::civil::Date;
use leptos::prelude::*;

/// The prices as a table; nothing where the price is on request.
#[component]
pub fn PriceHistory(locale: Locale, home: PublicListing) -> impl IntoView {
    let mut rows: Vec<(Date, &'static str, Option<Npr>)> = home
        .price_history
        .iter()
        .enumerate()
        .map(|(index, change)| {
            let event = if index == 0 {
                words::listed(locale)
            } else {
                words::price_changed(locale)
            };
            (change.date, event, Some(change.list_price))
        })
        .collect();
    rows.extend(home.closing.map(|closing| {
        (
            closing.close_date,
            words::sold_on(locale),
            closing.close_price,
        )
    }));
    rows.reverse();
    (!home.price_history.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="price-history">
                <h2 id="price-history">{words::price_history(locale)}</h2>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words::date(locale)}</th>
                            <th scope="col">{words::status(locale)}</th>
                            <th scope="col" class="table__number">{words::price(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows
                            .into_iter()
                            .map(|(date, event, price)| view! {
                                <tr>
                                    <td>{format::date(date, locale)}</td>
                                    <td>{event}</td>
                                    <td class="table__number"><Price locale price full=true /></td>
                                </tr>
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </section>
        }
    })
}
