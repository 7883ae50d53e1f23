//! What each level opens, side by side: the table of entitlements in words.

use durbar_domain::{
    Locale,
    account::{Entitlements, SubscriptionLevel},
    format,
    purchase::{SubscriptionPeriod, price},
};
use durbar_messages::{Label, membership as words};
use leptos::prelude::*;
use strum::VariantArray;

#[component]
pub fn Compare(
    locale: Locale,
    /// The level somebody has.
    level: SubscriptionLevel,
) -> impl IntoView {
    let heads = SubscriptionLevel::VARIANTS
        .iter()
        .map(|it| {
            let current = (*it == level).then_some("true");
            view! { <th scope="col" aria-current=current>{it.label(locale)}</th> }
        })
        .collect_view();
    let opened = opened(locale).into_iter().map(|(name, cell)| {
        let cells = SubscriptionLevel::VARIANTS
            .iter()
            .map(|level| cell(&level.entitlements(), locale));
        row(name, cells.collect())
    });
    let prices = SubscriptionPeriod::VARIANTS.iter().map(|period| {
        let cells = SubscriptionLevel::VARIANTS.iter().map(|level| {
            price(*level, *period).map_or(words::costs_nothing(locale).to_owned(), |price| {
                format::npr(price, locale)
            })
        });
        let name = match period {
            SubscriptionPeriod::Month => words::month(locale),
            SubscriptionPeriod::Year => words::year(locale),
        };
        row(name, cells.collect())
    });
    view! {
        <section class="section">
            <h2 id="levels">{words::compare(locale)}</h2>
            <div class="levels" role="region" aria-labelledby="levels" tabindex="0">
                <table class="table">
                    <thead>
                        <tr><th scope="col">{words::feature(locale)}</th> {heads}</tr>
                    </thead>
                    <tbody>{opened.collect_view()} {prices.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

type Cell = fn(&Entitlements, Locale) -> String;

/// What can be opened, and how far a level opens it.
fn opened(locale: Locale) -> [(&'static str, Cell); 8] {
    [
        (words::galleries(locale), |it, locale| {
            yes(it.premium_galleries, locale)
        }),
        (words::panoramas(locale), |it, locale| {
            yes(it.panoramas, locale)
        }),
        (words::drone_films(locale), |it, locale| {
            yes(it.drone_film, locale)
        }),
        (words::early(locale), early),
        (words::homes_a_day(locale), |it, locale| {
            number(it.premium_views_per_day, locale)
        }),
        (words::shortlists(locale), |it, locale| {
            number(it.shortlists, locale)
        }),
        (words::saved_searches(locale), |it, locale| {
            number(it.saved_searches, locale)
        }),
        (words::alerts(locale), |it, locale| {
            number(it.alerts_per_day, locale)
        }),
    ]
}

fn yes(is: bool, locale: Locale) -> String {
    let word = if is {
        words::yes(locale)
    } else {
        words::no(locale)
    };
    word.to_owned()
}

fn number(count: u16, locale: Locale) -> String {
    format::number(count.into(), locale)
}

fn early(entitlements: &Entitlements, locale: Locale) -> String {
    if !entitlements.premium_galleries {
        return words::no(locale).to_owned();
    }
    let hours = entitlements.early_access_after.as_hours();
    match u64::try_from(hours / 24) {
        Ok(0) | Err(_) => words::early_now(locale).to_owned(),
        Ok(days) => words::days(locale, days),
    }
}

fn row(name: &'static str, cells: Vec<String>) -> AnyView {
    let cells = cells
        .into_iter()
        .map(|cell| view! { <td>{cell}</td> })
        .collect_view();
    view! { <tr><th scope="row">{name}</th> {cells}</tr> }.into_any()
}
