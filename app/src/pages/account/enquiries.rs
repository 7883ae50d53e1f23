//! Enquiries that somebody sent, and for a broker those sent to them.

use super::{AccountPage, query, require_account};
use crate::{
    components::{needs_factor::NeedsFactor, slot_time::DayTime},
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::{enquiry::state_label, failure::Unavailable},
    visitor::Visitor,
};
use durbar_domain::{
    ListingSummary, Locale, PropertyId,
    enquiry::Enquiry,
    policy::{Operation, Refusal, Relation},
};
use durbar_messages::{account, enquiry as words};
use durbar_services::{
    enquiries::mail::thread_path,
    listings::{Cursor, Slice},
};
use jiff::Timestamp;
use leptos::prelude::*;
use std::collections::HashMap;

/// Enquiries of a list on a page.
const SHOWN: usize = 30;

/// The lists of one account.
struct Lists {
    /// What came to the broker; `None` for everybody else.
    received: Option<Slice<Enquiry>>,
    /// Something may have come, for whoever signs in with the second factor.
    needs_factor: bool,
    sent: Slice<Enquiry>,
    homes: HashMap<PropertyId, ListingSummary>,
}

#[component]
pub fn EnquiriesPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let [received_after, sent_after] = ["received", "sent"].map(|list| {
        let mark = query(list);
        (!mark.is_empty()).then(|| Cursor::new(mark))
    });
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, received_after, sent_after).await {
            Ok(lists) => view! { <Enquiries locale lists /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    received_after: Option<Cursor>,
    sent_after: Option<Cursor>,
) -> Result<Lists, PageError> {
    let enquiries = &context.services.enquiries;
    let principal = &visitor.principal;
    if let Some(account) = &visitor.account {
        // What they asked before they had an account belongs into the list too.
        enquiries.claim(account, Timestamp::now()).await?;
    }
    let is_broker = principal.person().is_some_and(|it| it.broker_id.is_some());
    let allowed = visitor.may(Operation::ReceiveEnquiry, Relation::Own);
    let needs_factor = is_broker && allowed == Err(Refusal::MultiFactor);
    let received = async {
        match is_broker && !needs_factor {
            true => enquiries
                .sent_to(principal, received_after.as_ref(), SHOWN)
                .await
                .map(Some),
            false => Ok(None),
        }
    };
    let (received, sent) = futures::try_join!(
        received,
        enquiries.sent_by(principal, sent_after.as_ref(), SHOWN)
    )?;
    let mut all = sent.items.clone();
    all.extend(received.iter().flat_map(|slice| slice.items.clone()));
    Ok(Lists {
        homes: enquiries.homes(&all).await?,
        received,
        needs_factor,
        sent,
    })
}

#[component]
fn Enquiries(locale: Locale, lists: Lists) -> impl IntoView {
    let Lists {
        received,
        needs_factor,
        sent,
        homes,
    } = lists;
    // A broker's own list is worth a place once there is something in it.
    let with_sent = received.is_none() || !sent.items.is_empty();
    let homes_sent = homes.clone();
    view! {
        <AccountPage locale path="/account/enquiries" title=account::enquiries(locale)>
            {needs_factor.then(|| view! { <NeedsFactor locale /> })}
            {received.map(|slice| view! {
                <List locale name="received" title=words::received_list(locale) none=words::none_received(locale) slice homes />
            })}
            {with_sent.then(|| view! {
                <List locale name="sent" title=words::sent_list(locale) none=words::none_sent(locale) slice=sent homes=homes_sent />
            })}
        </AccountPage>
    }
    .into_any()
}

#[component]
fn List(
    locale: Locale,
    /// Its name in the page's address.
    name: &'static str,
    title: &'static str,
    /// Said where there is none.
    none: &'static str,
    slice: Slice<Enquiry>,
    homes: HashMap<PropertyId, ListingSummary>,
) -> impl IntoView {
    let is_received = name == "received";
    let older = slice.next.map(|cursor| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, cursor.as_str())
            .finish();
        let address = locale.path(&format!("/account/enquiries?{query}"));
        view! { <p><a class="button button--quiet" href=address>{words::older(locale)}</a></p> }
    });
    view! {
        <section class="section">
            <h2>{title}</h2>
            {slice.items.is_empty().then(|| view! { <p>{none}</p> })}
            <ul class="enquiry-list" role="list">
                {slice
                    .items
                    .into_iter()
                    .map(|enquiry| {
                        let home = match homes.get(&enquiry.listing_id) {
                            Some(home) => home.title.get(locale).clone(),
                            None => words::home_hidden(locale).to_owned(),
                        };
                        let from = is_received.then(|| format!("{}, ", enquiry.contact.name.as_str()));
                        let address = locale.path(&thread_path(enquiry.enquiry_id));
                        view! {
                            <li class="enquiry-list__row">
                                <a class="enquiry-list__home" href=address>{home}</a>
                                <p class="muted">
                                    {from} {state_label(locale, &enquiry.state)} ", "
                                    <DayTime locale at=enquiry.modified_at />
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {older}
        </section>
    }
    .into_any()
}
