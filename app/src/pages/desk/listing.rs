//! A published home for its broker: what people do about it, price, status, what happened.

use super::{
    DESK, History,
    days::{DAYS, Day, Days},
    history::how_it_stands,
    of_home,
    tier::TierForm,
};
use crate::{
    components::{
        amount::Price,
        form::{ActionForm, ButtonForm, CheckField, Field, SelectField},
    },
    context::AppContext,
    form::{FormState, RefusedForm},
    pages::account::AccountPage,
    visitor::Visitor,
};
use durbar_domain::{
    AccountId, Listing, Locale, Npr, PropertyId, StandardStatus, format,
    history::HistoryEntry,
    policy::{Operation, Relation},
    private_viewing::PrivateInvitation,
    status::Visibility,
};
use durbar_messages::{Label, desk as words, documents, private_viewing};
use durbar_services::{ServiceError, today_in_nepal};
use jiff::Span;
use leptos::prelude::*;
use std::collections::HashMap;

struct Shown {
    listing: Listing,
    history: Vec<HistoryEntry>,
    names: HashMap<AccountId, String>,
    days: Vec<Day>,
    /// Whether price and status are the visitor's to change.
    may_change: bool,
    may_change_tier: bool,
}

#[component]
pub fn OwnListingPage() -> impl IntoView {
    let (context, visitor) = (AppContext::get(), Visitor::get());
    of_home(|locale, id| async move {
        let shown = read(&context, &visitor, id).await?;
        Ok(view! { <Page locale shown /> }.into_any())
    })
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    id: PropertyId,
) -> Result<Shown, ServiceError> {
    let services = &context.services;
    let listing = services.listings.get(id).await?;
    let relation = services
        .drafts
        .relation_to(&visitor.principal, listing.broker_id)
        .await?;
    if relation == Relation::Others && listing.visibility() == Visibility::Hidden {
        return Err(ServiceError::NotFound);
    }
    visitor.may(Operation::ReadListingStatistics, relation)?;
    let history = services.drafts.history(&visitor.principal, id).await?;
    let today = today_in_nepal();
    let from = today
        .checked_sub(Span::new().days(DAYS - 1))
        .unwrap_or(today);
    let people: Vec<_> = history.iter().filter_map(|entry| entry.by).collect();
    let (views, interests, names) = futures::try_join!(
        services.views.daily(id, from, today),
        services.interests.daily(id, from, today),
        services.drafts.names(people)
    )?;
    let days = (0..DAYS).filter_map(|day| from.checked_add(Span::new().days(day)).ok());
    Ok(Shown {
        may_change: visitor.may(Operation::ChangeOffer, relation).is_ok(),
        may_change_tier: visitor.may(Operation::ChangeTier, relation).is_ok(),
        listing,
        history,
        names,
        days: days
            .map(|date| Day {
                date,
                views: views.get(&date).copied().unwrap_or(0),
                interest: interests.get(&date).copied().unwrap_or_default(),
            })
            .collect(),
    })
}

#[component]
fn Page(locale: Locale, shown: Shown) -> impl IntoView {
    let Shown {
        may_change,
        may_change_tier,
        listing,
        history,
        names,
        days,
    } = shown;
    let card = listing.summarize();
    let title = card.title.get(locale).clone();
    let of_documents = format!("{DESK}/listings/{}/documents", listing.listing_id);
    let privately = format!("{DESK}/listings/{}/private", listing.listing_id);
    let stands = how_it_stands(locale, &listing, &history, &names);
    let (of_status, of_tier) = (stands.clone(), stands.clone());
    let is_hidden = listing.visibility() == Visibility::Hidden;
    let can_change = !listing.standard_status.next().is_empty();
    view! {
        <AccountPage locale path=DESK title=words::title(locale)>
            <h2>{title}</h2>
            <p class="muted">
                {listing.standard_status.label(locale)} ", "
                <Price locale price=Some(listing.price.list_price) />
            </p>
            {(!is_hidden).then(|| view! {
                <p><a href=locale.path(&card.path())>{words::to_page(locale)}</a></p>
            })}
            {can_change.then(|| view! {
                <ButtonForm action="edit-listing" submit=words::change(locale).to_owned() class="button" />
            })}
            <p><a href=locale.path(&of_documents)>{documents::way(locale)}</a></p>
            {PrivateInvitation::is_for(listing.standard_status).then(|| view! {
                <p><a href=locale.path(&privately)>{private_viewing::way(locale)}</a></p>
            })}
            <Days locale days />
            {(can_change && may_change).then(|| view! { <PriceForm locale listing=listing.clone() stands /> })}
            {(can_change && may_change).then(|| view! { <StatusForms locale listing=listing.clone() stands=of_status /> })}
            {(can_change && may_change_tier).then(|| view! { <TierForm locale listing=listing.clone() stands=of_tier /> })}
            <History locale entries=history names />
        </AccountPage>
    }
    .into_any()
}

#[component]
fn PriceForm(locale: Locale, listing: Listing, stands: String) -> impl IntoView {
    let version = listing.version.to_string();
    let price = typed(listing.price.list_price, locale);
    let stands = after_conflict("change-price", stands);
    let ticked = listing.price.on_request;
    view! {
        <section class="section">
            <h2>{words::price_change(locale)}</h2>
            <p>{words::price_text(locale)}</p>
            <ActionForm locale action="change-price" submit=words::price_change(locale) quiet=true>
                <input type="hidden" name="version" value=version.clone() />
                {stands.clone().map(|stands| view! { <p>{stands}</p> })}
                <Field
                    locale
                    name="list_price"
                    label=words::price(locale)
                    help=words::help::list_price(locale)
                    value=price.clone()
                />
                <CheckField
                    name="on_request"
                    label=durbar_domain::draft::DraftField::PriceOnRequest.label(locale)
                    ticked
                />
            </ActionForm>
        </section>
    }
    .into_any()
}

#[component]
fn StatusForms(locale: Locale, listing: Listing, stands: String) -> impl IntoView {
    let version = listing.version.to_string();
    let next = listing.standard_status.next();
    let to: Vec<_> = next
        .iter()
        .filter(|to| *to != StandardStatus::Closed)
        .map(|to| (to.key().to_owned(), to.label(locale).to_owned()))
        .collect();
    let can_close = next.contains(StandardStatus::Closed);
    let (has_other, of_close) = (!to.is_empty(), version.clone());
    let price = typed(listing.price.list_price, locale);
    let of_status = after_conflict("change-status", stands.clone());
    let of_sale = after_conflict("close-listing", stands);
    view! {
        {has_other.then(|| view! {
            <section class="section">
                <h2>{words::status_change(locale)}</h2>
                <ActionForm locale action="change-status" submit=words::status_change(locale) quiet=true>
                    <input type="hidden" name="version" value=version.clone() />
                    {of_status.clone().map(|stands| view! { <p>{stands}</p> })}
                    <SelectField locale name="to" label=words::status_to(locale) options=to.clone() />
                </ActionForm>
            </section>
        })}
        {can_close.then(|| view! {
            <section class="section">
                <h2>{words::close(locale)}</h2>
                <ActionForm locale action="close-listing" submit=words::close(locale) quiet=true>
                    <input type="hidden" name="version" value=of_close.clone() />
                    {of_sale.clone().map(|stands| view! { <p>{stands}</p> })}
                    <Field
                        locale
                        name="close_date"
                        kind="date"
                        label=words::close_date(locale)
                        value=today_in_nepal().to_string()
                    />
                    <Field
                        locale
                        name="close_price"
                        label=words::close_price(locale)
                        value=price.clone()
                    />
                </ActionForm>
            </section>
        })}
    }
    .into_any()
}

/// A price as people type it who read this language; a form takes either kind of digits.
fn typed(price: Npr, locale: Locale) -> String {
    format::digits(&price.rupees().to_string(), locale)
}

/// How the home stands, for the form that met somebody else's change.
pub(super) fn after_conflict(action: &'static str, stands: String) -> Option<String> {
    let refused = FormState::of(action).refused;
    (refused == Some(RefusedForm::Changed)).then_some(stands)
}
