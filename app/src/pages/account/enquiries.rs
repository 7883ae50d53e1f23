//! Enquiries that somebody sent, and for a broker those sent to them.

use super::{AccountPage, query, require_account};
use crate::{
    components::{
        care::CareChoice,
        needs_factor::NeedsFactor,
        slot_time::{DayTime, moment_words},
    },
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::{enquiry::state_label, failure::Unavailable},
    visitor::Visitor,
};
use durbar_domain::{
    BrokerId, ListingSummary, Locale, PropertyId,
    broker::Broker,
    enquiry::{Enquiry, median_answer_time},
    policy::{Operation, Refusal},
};
use durbar_messages::{account, agency, enquiry as words, error};
use durbar_services::{
    enquiries::{Received, mail::thread_path},
    listings::{Cursor, Slice},
};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use std::collections::HashMap;

/// Enquiries of a list on a page.
const SHOWN: usize = 30;

/// The lists of one account.
struct Lists {
    /// What came to the broker; `None` for everybody else.
    received: Option<Slice<Enquiry>>,
    /// What a member of an agency was put in charge of; `None` for whoever is in none.
    charged: Option<Slice<Enquiry>>,
    /// Brokers whose enquiries the visitor may choose among.
    in_care: Vec<Broker>,
    own: Option<BrokerId>,
    of: Option<BrokerId>,
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
    let of = query("of").parse::<BrokerId>().ok();
    let after = ["received", "charged", "sent"].map(|list| {
        let mark = query(list);
        (!mark.is_empty()).then(|| Cursor::new(mark))
    });
    if require_account(locale).is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        match read(&context, &visitor, of, after).await {
            Ok(lists) => view! { <Enquiries locale lists /> }.into_any(),
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    of: Option<BrokerId>,
    [received_after, charged_after, sent_after]: [Option<Cursor>; 3],
) -> Result<Lists, PageError> {
    let enquiries = &context.services.enquiries;
    let principal = &visitor.principal;
    if let Some(account) = &visitor.account {
        // What they asked before they had an account belongs into the list too.
        enquiries.claim(account, Timestamp::now()).await?;
    }
    let own = principal.person().and_then(|it| it.broker_id);
    let seat = principal.seat();
    let allowed = visitor.may(Operation::ReceiveEnquiry, visitor.desk_relation());
    let receives = own.is_some() || seat.is_some();
    let needs_factor = receives && allowed == Err(Refusal::MultiFactor);
    let in_care = match needs_factor {
        true => Vec::new(),
        false => context.services.agencies.in_care(principal).await?,
    };
    // Whoever is no broker begins with the first one they look after.
    let first = in_care.first().map(|broker| broker.broker_id);
    let of = of.or(own).or(first).filter(|_| !needs_factor);
    let received = async {
        let which = match of {
            Some(of) if Some(of) == own => Received::Own,
            Some(of) => Received::Of(of),
            None => return Ok(None),
        };
        let slice = enquiries.received(principal, which, received_after.as_ref(), SHOWN);
        slice.await.map(Some)
    };
    let charged = async {
        if seat.is_none() || needs_factor {
            return Ok(None);
        }
        let which = Received::InCharge;
        let slice = enquiries.received(principal, which, charged_after.as_ref(), SHOWN);
        slice.await.map(Some)
    };
    let (received, charged, sent) = futures::try_join!(
        received,
        charged,
        enquiries.sent_by(principal, sent_after.as_ref(), SHOWN)
    )?;
    let mut all = sent.items.clone();
    let to_broker = received.iter().chain(&charged);
    all.extend(to_broker.flat_map(|slice| slice.items.clone()));
    Ok(Lists {
        homes: enquiries.homes(&all).await?,
        received,
        charged,
        in_care,
        own,
        of,
        needs_factor,
        sent,
    })
}

#[component]
fn Enquiries(locale: Locale, lists: Lists) -> impl IntoView {
    let Lists {
        received,
        charged,
        in_care,
        own,
        of,
        needs_factor,
        sent,
        homes,
    } = lists;
    let kept_of = of.filter(|it| Some(*it) != own).map(|it| it.to_string());
    // A broker's own list is worth a place once there is something in it.
    let with_sent = received.is_none() || !sent.items.is_empty();
    let [homes_sent, homes_charged] = [homes.clone(), homes.clone()];
    view! {
        <AccountPage locale path="/account/enquiries" title=account::enquiries(locale)>
            {needs_factor.then(|| view! { <NeedsFactor locale /> })}
            <CareChoice
                locale
                label=agency::enquiries_of(locale)
                brokers=in_care
                own
                shown=of
            />
            {received.map(|slice| view! {
                <List locale of=kept_of name="received" title=words::received_list(locale) none=words::none_received(locale) slice homes />
            })}
            {charged.map(|slice| view! {
                <List locale name="charged" title=agency::charged_list(locale) none=agency::none_charged(locale) slice homes=homes_charged />
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
    /// The broker whose list it is, where the address has to say so.
    #[prop(optional_no_strip)]
    of: Option<String>,
) -> impl IntoView {
    let is_received = name != "sent";
    let median = is_received
        .then(|| median_answer_time(&slice.items))
        .flatten()
        .map(|time| words::median_answer(locale, span_words(locale, time)));
    let older = slice.next.map(|cursor| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, cursor.as_str())
            .extend_pairs(of.iter().map(|of| ("of", of)))
            .finish();
        let address = locale.path(&format!("/account/enquiries?{query}"));
        view! { <p><a class="button button--quiet" href=address>{words::older(locale)}</a></p> }
    });
    view! {
        <section class="section">
            <h2>{title}</h2>
            {slice.items.is_empty().then(|| view! {
                <p>{none}</p>
                {(!is_received).then(|| view! {
                    <p><a class="button" href=locale.path("/homes")>{error::to_search(locale)}</a></p>
                })}
            })}
            {median.map(|median| view! { <p>{median}</p> })}
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
                                {is_received.then(|| view! { <Clock locale enquiry=enquiry.clone() /> })}
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

/// How long the buyer waited for the first answer, or since when they wait.
#[component]
fn Clock(locale: Locale, enquiry: Enquiry) -> impl IntoView {
    let words = match (enquiry.answer_time(), enquiry.waits_since()) {
        (Some(time), _) => words::answered_within(locale, span_words(locale, time)),
        (None, Some(since)) => words::waits_since(locale, moment_words(locale, since)),
        (None, None) => return ().into_any(),
    };
    view! { <p class="muted">{words}</p> }.into_any()
}

/// A time in minutes, hours or days, as it is said, rounded up.
pub(crate) fn span_words(locale: Locale, time: SignedDuration) -> String {
    let minutes = u64::try_from(time.as_mins()).unwrap_or(0).max(1);
    match minutes {
        0..=90 => words::span_minutes(locale, minutes),
        91..=2_880 => words::span_hours(locale, minutes.div_ceil(60)),
        _ => words::span_days(locale, minutes.div_ceil(1_440)),
    }
}
