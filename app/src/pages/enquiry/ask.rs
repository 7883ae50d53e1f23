//! A question about a home, or a wish to see it.

use super::{
    Told,
    ask_form::{QuestionForm, ViewingForm},
};
use crate::{
    components::{
        card::HomeCard,
        notice::{Notice, Tone},
    },
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::{account::query, failure::Unavailable, not_found::NotFound},
    seo::PageHead,
    visitor::Visitor,
};
use durbar_domain::{ListingSummary, Locale, PropertyId, account::Account, status::Availability};
use durbar_messages::enquiry as words;
use jiff::Timestamp;
use leptos::prelude::*;

/// `/enquiries/new?home=prp_…`, with `&about=viewing` for a viewing.
#[component]
pub fn AskPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let account = visitor.account.clone();
    let home = query("home").parse::<PropertyId>().ok();
    let is_viewing = query("about") == "viewing";
    let again = query("done") == "again";
    Suspend::new(async move {
        match read(&context, &visitor, home).await {
            Ok(Some(home)) => view! { <Ask locale home account is_viewing again /> }.into_any(),
            Ok(None) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    home: Option<PropertyId>,
) -> Result<Option<ListingSummary>, PageError> {
    let ids: Vec<_> = home.into_iter().collect();
    let cards = context
        .services
        .listings
        .cards_for(&visitor.principal, &ids, Timestamp::now())
        .await?;
    Ok(cards.into_iter().next())
}

#[component]
fn Ask(
    locale: Locale,
    home: ListingSummary,
    account: Option<Account>,
    is_viewing: bool,
    /// The same form was sent before.
    again: bool,
) -> impl IntoView {
    let on_offer = home
        .standard_status
        .availability()
        .is_some_and(|availability| availability != Availability::Sold);
    let id = home.listing_id;
    let (title, text) = match is_viewing {
        true => (words::viewing_title(locale), words::viewing_text(locale)),
        false => (words::ask_title(locale), words::ask_text(locale)),
    };
    let path = format!("/enquiries/new?home={id}");
    let (instead, instead_words) = match is_viewing {
        true => (path.clone(), words::instead_question(locale)),
        false => (
            format!("{path}&about=viewing"),
            words::instead_viewing(locale),
        ),
    };
    view! {
        <PageHead locale path title description=text noindex=true />
        <section class="step enquiry-ask">
            <h1>{title}</h1>
            {again.then(|| view! { <Told text=words::again(locale) /> })}
            <div class="enquiry-ask__home"><HomeCard locale home heading=2 eager=true /></div>
            {if on_offer {
                view! {
                    <p class="step__text">{text}</p>
                    {match is_viewing {
                        true => view! { <ViewingForm locale home=id account /> }.into_any(),
                        false => view! { <QuestionForm locale home=id account /> }.into_any(),
                    }}
                    <p class="step__way"><a href=locale.path(&instead)>{instead_words}</a></p>
                }
                .into_any()
            } else {
                view! { <Notice tone=Tone::Calm><p>{words::gone(locale)}</p></Notice> }.into_any()
            }}
        </section>
    }
    .into_any()
}
