//! A home that is announced to members before everyone sees it: when it opens to whom.

use crate::seo::PageHead;
use durbar_domain::{Locale, account::SubscriptionLevel, format, public::Teaser};
use durbar_messages::{self as messages, Label, early as words};
use durbar_services::kathmandu_date;
use leptos::prelude::*;
use strum::VariantArray;

/// The same for everyone: dates rather than what is open by now.
#[component]
pub fn TeaserPage(
    locale: Locale,
    teaser: Teaser,
    /// Path of the page this is shown on.
    path: String,
    /// Whether who asks came for the home itself and has to wait.
    #[prop(optional)]
    must_wait: bool,
) -> impl IntoView {
    let place = *teaser.neighbourhood.name().get(locale);
    let title = words::title(locale, place);
    let early = teaser.early_access;
    let date = |at| format::date(kathmandu_date(at), locale);
    let turns = SubscriptionLevel::VARIANTS.iter().rev().map(|level| {
        let who = match level {
            SubscriptionLevel::Free => words::everyone(locale),
            _ => level.label(locale),
        };
        view! {
            <div class="facts__row">
                <dt>{who}</dt>
                <dd>{words::from(locale, date(early.opens_at(*level)))}</dd>
            </div>
        }
    });
    let to_home = (!must_wait).then(|| {
        view! {
            <a class="button" href=locale.path(&teaser.path()) rel="nofollow">{words::see(locale)}</a>
        }
    });
    let to_levels = match must_wait {
        true => "button",
        false => "button button--quiet",
    };
    view! {
        <PageHead locale path title=title.clone() description=words::text(locale) noindex=true />
        <section class="page-message">
            <p class="page-message__over">
                {teaser.property_sub_type.label(locale)} ", " {messages::place(teaser.neighbourhood, locale)}
            </p>
            <h1>{title}</h1>
            <p>{if must_wait { words::wait(locale) } else { words::text(locale) }}</p>
            <dl class="facts">{turns.collect_view()}</dl>
            <p class="page-message__ways">
                {to_home} " "
                <a class=to_levels href=locale.path("/account/membership") rel="nofollow">
                    {words::levels(locale)}
                </a>
            </p>
        </section>
    }
    .into_any()
}
