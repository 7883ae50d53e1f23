//! All neighbourhoods.

use super::failure::Unavailable;
use crate::{
    components::{breadcrumb::Breadcrumb, markdown},
    context::AppContext,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::PageHead,
};
use durbar_domain::{Locale, Neighbourhood, search::SearchQuery};
use durbar_messages as messages;
use leptos::prelude::*;
use strum::VariantArray;

/// Each neighbourhood in a sentence, and how many homes are on offer.
#[component]
pub fn NeighbourhoodsPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    expect_context::<PageRecord>().shows(Tag::Market);
    Suspend::new(async move {
        match context
            .services
            .search
            .search(&SearchQuery::default())
            .await
        {
            Ok(market) => {
                view! { <PlacesView locale counts=market.facets.neighbourhoods /> }.into_any()
            }
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
}

#[component]
fn PlacesView(locale: Locale, counts: Vec<u32>) -> impl IntoView {
    use messages::neighbourhoods as words;
    let steps = vec![(
        messages::nav::neighbourhoods(locale).to_owned(),
        "/neighbourhoods".to_owned(),
    )];
    view! {
        <PageHead locale path="/neighbourhoods" title=words::title(locale) description=words::description(locale) />
        <div class="page">
            <Breadcrumb locale steps />
            <h1>{words::title(locale)}</h1>
            <p class="standfirst">{words::intro(locale)}</p>
            <ul class="place-list" role="list">
                {Neighbourhood::VARIANTS
                    .iter()
                    .map(|place| {
                        let text = markdown::neighbourhood(*place, locale);
                        let count = counts.get(*place as usize).copied().unwrap_or_default();
                        view! {
                            <li class="place-list__item">
                                <h2>
                                    <a href=locale.path(&format!("/neighbourhoods/{}", place.key()))>
                                        {*place.name().get(locale)}
                                    </a>
                                </h2>
                                <p>{text.standfirst}</p>
                                <p class="place-list__count">{messages::home::homes_here(locale, count.into())}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </div>
    }
    .into_any()
}
