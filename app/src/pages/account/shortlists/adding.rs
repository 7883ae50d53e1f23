//! A home that is to be put into a list: the way of whoever has scripting off.

use crate::{
    components::{card::HomeCard, form::ButtonForm},
    context::AppContext,
    visitor::Visitor,
};
use durbar_domain::{ListingSummary, Locale, PropertyId};
use durbar_messages::shortlist as words;
use durbar_services::{ServiceError, shortlists::ListChoice};
use jiff::Timestamp;
use leptos::prelude::*;

/// The home, and the lists it can be put into.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub home: ListingSummary,
    pub choices: Vec<ListChoice>,
}

impl Wanted {
    /// `None` when there is no such home for the public.
    pub async fn read(
        context: &AppContext,
        visitor: &Visitor,
        home: PropertyId,
    ) -> Result<Option<Self>, ServiceError> {
        let services = &context.services;
        let now = Timestamp::now();
        let listings = &services.listings;
        let cards = listings.cards_for(&visitor.principal, &[home], now).await?;
        let Some(card) = cards.into_iter().next() else {
            return Ok(None);
        };
        let choices = services.shortlists.choices(&visitor.principal, home, now);
        Ok(Some(Self {
            home: card,
            choices: choices.await?,
        }))
    }
}

#[component]
pub fn Adding(locale: Locale, wanted: Wanted) -> impl IntoView {
    let Wanted { home, choices } = wanted;
    let listing = home.listing_id.to_string();
    let has_none = choices.is_empty();
    view! {
        <section class="adding">
            <h2>{words::put_home(locale)}</h2>
            <div class="wanted"><HomeCard locale home heading=3 eager=true /></div>
            {has_none.then(|| view! { <p>{words::make_one(locale)}</p> })}
            <ul class="sessions" role="list">
                {choices
                    .into_iter()
                    .map(|choice| {
                        let fields = vec![
                            ("list", choice.shortlist_id.to_string()),
                            ("listing", listing.clone()),
                        ];
                        let way = match choice.has_home {
                            true => view! { <span class="muted">{words::in_it(locale)}</span> }.into_any(),
                            false => view! {
                                <ButtonForm
                                    action="add-to-shortlist"
                                    submit=words::add_here(locale).to_owned()
                                    fields
                                />
                            }
                            .into_any(),
                        };
                        view! {
                            <li class="sessions__row"><span>{choice.name.as_str().to_owned()}</span> {way}</li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
