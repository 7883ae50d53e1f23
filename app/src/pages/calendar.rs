//! A broker's viewings, proposed and agreed, by week or month, as a list of days by Nepal's
//! clocks.

use crate::{
    actions::PageData,
    components::{
        care::CareChoice,
        form::{ButtonForm, Refusal},
        needs_factor::NeedsFactor,
        notice::{Notice, Tone},
    },
    context::AppContext,
    form::FormState,
    islands::CopyField,
    locale::use_locale,
    page::PageRecord,
    pages::{
        account::{AccountPage, query, require_account},
        failure::Unavailable,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{
    BrokerId, ListingSummary, Locale, PropertyId,
    broker::Broker,
    enquiry::{Enquiry, Slot, State},
    format,
    policy::{Operation, Refusal as PolicyRefusal},
};
use durbar_messages::{agency, calendar as words, enquiry as enquiry_words};
use durbar_services::{ServiceError, enquiries::mail::thread_path, kathmandu_date, today_in_nepal};
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use span::CalendarSpan;
use std::collections::{BTreeMap, HashMap};

mod span;

const CALENDAR: &str = "/broker/calendar";

/// What the page shows.
struct Shown {
    span: CalendarSpan,
    viewings: Vec<(Slot, Enquiry)>,
    homes: HashMap<PropertyId, ListingSummary>,
    in_care: Vec<Broker>,
    own: Option<BrokerId>,
    of: Option<BrokerId>,
    feed_since: Option<Timestamp>,
}

#[component]
pub fn CalendarPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let data = use_context::<PageData>();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    let principal = visitor.principal;
    let own = principal.person().and_then(|person| person.broker_id);
    if own.is_none() && principal.seat().is_none() {
        return view! { <NotFound /> }.into_any();
    }
    let may = visitor.may(Operation::ReceiveEnquiry, visitor.desk_relation());
    if may == Err(PolicyRefusal::MultiFactor) {
        expect_context::<PageRecord>().set_status(403);
        return view! {
            <AccountPage locale path=CALENDAR title=words::title(locale)>
                <NeedsFactor locale />
            </AccountPage>
        }
        .into_any();
    }
    let span = CalendarSpan::read(&query("view"), &query("day"), today_in_nepal());
    let of = query("of").parse::<BrokerId>().ok();
    Suspend::new(async move {
        match read(&context, &visitor, span, of).await {
            Ok(shown) => view! { <Whole locale shown data /> }.into_any(),
            Err(ServiceError::NotFound) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    span: CalendarSpan,
    of: Option<BrokerId>,
) -> Result<Shown, ServiceError> {
    let (services, principal) = (&context.services, &visitor.principal);
    let in_care = services.agencies.in_care(principal).await?;
    let own = principal.person().and_then(|person| person.broker_id);
    let first = in_care.first().map(|broker| broker.broker_id);
    // Whoever is no broker begins with the first one they look after.
    let of = of.or(first.filter(|_| own.is_none()));
    let wanted = of.filter(|it| Some(*it) != own);
    let (viewings, feed_since) = futures::try_join!(
        services.enquiries.viewings(principal, wanted, span.times()),
        services.agencies.feed_since(principal)
    )?;
    let enquiries: Vec<_> = viewings.iter().map(|(_, it)| it.clone()).collect();
    Ok(Shown {
        homes: services.enquiries.homes(&enquiries).await?,
        span,
        viewings,
        in_care,
        own,
        of: wanted.or(own),
        feed_since,
    })
}

#[component]
fn Whole(locale: Locale, shown: Shown, data: Option<PageData>) -> impl IntoView {
    let Shown {
        span,
        viewings,
        homes,
        in_care,
        own,
        of,
        feed_since,
    } = shown;
    let kept = vec![
        ("view", span.view().to_owned()),
        ("day", span.first().to_string()),
    ];
    let of_query = of.filter(|it| Some(*it) != own);
    let (first, last) = (
        format::date(span.first(), locale),
        format::date(span.last(), locale),
    );
    let none = viewings.is_empty();
    let mut days: BTreeMap<Date, Vec<(Slot, Enquiry)>> = BTreeMap::new();
    for (slot, enquiry) in viewings {
        let day = slot.start_in_nepal().date();
        days.entry(day).or_default().push((slot, enquiry));
    }
    let days = days
        .into_iter()
        .map(|(day, entries)| {
            let entries = entries
                .into_iter()
                .map(|(slot, enquiry)| entry(locale, slot, &enquiry, &homes))
                .collect_view();
            view! {
                <li class="desk-list__row">
                    <h3><time datetime=day.to_string()>{format::date(day, locale)}</time></h3>
                    <ul role="list">{entries}</ul>
                </li>
            }
        })
        .collect_view();
    view! {
        <AccountPage locale path=CALENDAR title=words::title(locale)>
            <CareChoice
                locale
                label=agency::calendar_of(locale)
                brokers=in_care
                own
                shown=of
                kept
            />
            <Ways locale span of=of_query />
            <section class="section">
                <h2>{words::range(locale, first, last)}</h2>
                {none.then(|| view! { <p>{words::none(locale)}</p> })}
                <ol class="desk-list" role="list">{days}</ol>
            </section>
            <Feed locale since=feed_since data />
        </AccountPage>
    }
    .into_any()
}

/// A time of a day, with the way to its thread.
fn entry(
    locale: Locale,
    slot: Slot,
    enquiry: &Enquiry,
    homes: &HashMap<PropertyId, ListingSummary>,
) -> impl IntoView + use<> {
    let clock = |at: Timestamp| {
        let clock = durbar_services::kathmandu_time(at);
        format::digits(&clock.strftime("%H:%M").to_string(), locale)
    };
    let time = words::entry(locale, clock(slot.starts_at()), clock(slot.ends_at()));
    let state = match enquiry.state {
        State::Confirmed { .. } => words::agreed(locale),
        _ => words::proposed(locale),
    };
    let home = match homes.get(&enquiry.listing_id) {
        Some(home) => home.title.get(locale).clone(),
        None => enquiry_words::home_hidden(locale).to_owned(),
    };
    let address = locale.path(&thread_path(enquiry.enquiry_id));
    let buyer = enquiry.contact.name.as_str().to_owned();
    let datetime = slot.starts_at().to_string();
    view! {
        <li>
            <time datetime=datetime>{time}</time> " "
            <a href=address>{home}</a>
            <span class="muted">", " {buyer} ", " {state}</span>
        </li>
    }
}

/// The ways to what comes before and after, and to the other view.
#[component]
fn Ways(locale: Locale, span: CalendarSpan, of: Option<BrokerId>) -> impl IntoView {
    let address = |span: CalendarSpan| {
        let of = of.map(|of| of.to_string());
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("view", span.view())
            .append_pair("day", &span.first().to_string())
            .extend_pairs(of.iter().map(|of| ("of", of)))
            .finish();
        locale.path(&format!("{CALENDAR}?{query}"))
    };
    let today = today_in_nepal();
    let (week, month) = (
        CalendarSpan::week(span.first()),
        CalendarSpan::month(span.first()),
    );
    let ways = [
        (address(span.before()), words::previous(locale), false),
        (address(span.at(today)), words::today(locale), false),
        (address(span.after()), words::next(locale), false),
        (address(week), words::week(locale), span.is_week()),
        (address(month), words::month(locale), !span.is_week()),
    ];
    let ways = ways
        .into_iter()
        .map(|(to, name, here)| {
            let current = here.then_some("true");
            view! { <li><a href=to aria-current=current>{name}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="account__ways" aria-label=words::title(locale)>
            <ul role="list">{ways}</ul>
        </nav>
    }
    .into_any()
}

/// The secret address by which a calendar program follows.
#[component]
fn Feed(locale: Locale, since: Option<Timestamp>, data: Option<PageData>) -> impl IntoView {
    let told = match data {
        Some(PageData::CalendarFeed(address)) => view! {
            <div class="shortlist__link" role="status">
                <p><label for="feed">{words::feed_once(locale)}</label></p>
                <input id="feed" type="text" readonly=true value=address />
                <CopyField field="feed".to_owned() />
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    };
    let state: FormState = use_context().unwrap_or_default();
    let is_here = matches!(state.action, "renew-feed" | "end-feed");
    let known = since.map(|since| {
        let day = format::date(kathmandu_date(since), locale);
        view! { <Notice tone=Tone::Calm><p>{words::feed_since(locale, day)}</p></Notice> }
    });
    let make = match since {
        Some(_) => words::feed_renew(locale),
        None => words::feed_new(locale),
    };
    view! {
        <section class="section">
            <h2>{words::feed(locale)}</h2>
            {is_here.then(|| view! { <Refusal locale state /> })}
            <p>{words::feed_text(locale)}</p>
            {known}
            {told}
            <ButtonForm action="renew-feed" submit=make.to_owned() />
            {since.is_some().then(|| view! {
                <ButtonForm action="end-feed" submit=words::feed_end(locale).to_owned() />
            })}
        </section>
    }
    .into_any()
}
