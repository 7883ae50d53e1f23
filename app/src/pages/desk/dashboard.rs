//! A broker's homes by status, and what is being written.

use super::{
    DESK, refused,
    rows::{Drafts, Homes},
};
use crate::{
    components::{
        care::CareChoice,
        form::{ButtonForm, SelectField},
        notice::{Notice, Tone},
    },
    context::AppContext,
    locale::use_locale,
    pages::{
        account::{AccountPage, query},
        failure::failed,
    },
    visitor::Visitor,
};
use durbar_domain::{
    BrokerId, ListingSummary, Locale, StandardStatus, broker::Broker, draft::Draft, format,
    policy::Operation,
};
use durbar_messages::{Label, agency, desk as words};
use durbar_services::{
    ServiceError,
    listings::{Cursor, Slice},
};
use leptos::prelude::*;

/// Homes on a page of a status.
const SHOWN: usize = 50;
/// Statuses with a list of their own, in the order of their lives.
const STATUSES: [StandardStatus; 9] = [
    StandardStatus::Active,
    StandardStatus::ComingSoon,
    StandardStatus::ActiveUnderContract,
    StandardStatus::Pending,
    StandardStatus::Hold,
    StandardStatus::Closed,
    StandardStatus::Withdrawn,
    StandardStatus::Expired,
    StandardStatus::Canceled,
];

struct Desk {
    /// Whose it is.
    broker: BrokerId,
    /// The broker that the visitor acts as.
    own: Option<BrokerId>,
    /// Those whose desks the visitor may choose among.
    in_care: Vec<Broker>,
    /// Whether price and status are the visitor's to change.
    may_change: bool,
    status: StandardStatus,
    homes: Slice<ListingSummary>,
    drafts: Vec<Draft>,
}

#[component]
pub fn DeskPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let status = query("status").parse().unwrap_or(StandardStatus::Active);
    let (wanted, after) = (query("q"), query("after"));
    let of = query("of").parse::<BrokerId>().ok();
    if let Some(refused) = refused(locale) {
        return refused;
    }
    Suspend::new(async move {
        let after = (!after.is_empty()).then(|| Cursor::new(after));
        match read(&context, &visitor, (of, status), after.as_ref()).await {
            Ok(mut desk) => {
                desk.homes.items.retain(|home| is_wanted(home, &wanted));
                view! { <Shown locale desk wanted /> }.into_any()
            }
            Err(error) => failed(error),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    (of, status): (Option<BrokerId>, StandardStatus),
    after: Option<&Cursor>,
) -> Result<Desk, ServiceError> {
    let services = &context.services;
    let principal = &visitor.principal;
    let in_care = services.agencies.in_care(principal).await?;
    let own = principal.person().and_then(|person| person.broker_id);
    // Whoever has no homes of their own begins with those of the first they look after.
    let first = || in_care.first().map(|broker| broker.broker_id);
    let of = of.or(own).or_else(first).ok_or(ServiceError::NotFound)?;
    let broker = services.drafts.desk(principal, Some(of)).await?;
    let relation = services.drafts.relation_to(principal, broker).await?;
    let (homes, drafts) = futures::try_join!(
        services.listings.of_broker(broker, status, after, SHOWN),
        services.drafts.of_desk(principal, Some(broker))
    )?;
    Ok(Desk {
        may_change: visitor.may(Operation::ChangeOffer, relation).is_ok(),
        broker,
        own,
        in_care,
        status,
        homes,
        drafts,
    })
}

/// Whether title or place hold what is looked for.
fn is_wanted(home: &ListingSummary, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    let place = home.neighbourhood.name();
    let texts = [
        home.title.en.as_str(),
        home.title.ne.as_str(),
        place.en,
        place.ne,
    ];
    texts
        .iter()
        .any(|text| text.to_lowercase().contains(&wanted))
}

#[component]
fn Shown(locale: Locale, desk: Desk, wanted: String) -> impl IntoView {
    let Desk {
        broker,
        own,
        in_care,
        may_change,
        status,
        homes,
        drafts,
    } = desk;
    // One's own desk needs no name in addresses.
    let of = (own != Some(broker)).then(|| broker.to_string());
    let kept = vec![("status", status.key().to_owned())];
    let for_whom: Vec<_> = of.iter().map(|of| ("of", of.clone())).collect();
    let hidden = of
        .clone()
        .map(|of| view! { <input type="hidden" name="of" value=of /> });
    let more = homes.next.map(|cursor| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("status", status.key())
            .append_pair("after", cursor.as_str())
            .extend_pairs(of.iter().map(|of| ("of", of)))
            .finish();
        let address = locale.path(&format!("{DESK}?{query}"));
        view! { <p><a class="button button--quiet" href=address>{words::more(locale)}</a></p> }
    });
    view! {
        <AccountPage locale path=DESK title=words::title(locale)>
            <Changed locale />
            <CareChoice
                locale
                label=agency::desk_of(locale)
                brokers=in_care
                own
                shown=Some(broker)
                kept
            />
            <ButtonForm
                action="begin-draft"
                submit=words::new(locale).to_owned()
                fields=for_whom
                class="button"
            />
            <Drafts locale drafts />
            <section class="section">
                <h2>{words::all_homes(locale)}</h2>
                <Tabs locale status of=of.clone() />
                <form class="desk-search" method="get" role="search">
                    <input type="hidden" name="status" value=status.key() />
                    {hidden}
                    <label class="visually-hidden" for="q">{words::search(locale)}</label>
                    <input id="q" name="q" type="search" value=wanted placeholder=words::search(locale) />
                    <button class="button button--quiet button--small" type="submit">{words::search_go(locale)}</button>
                </form>
                <Bulk locale status homes=homes.items may_change of />
                {more}
            </section>
        </AccountPage>
    }
    .into_any()
}

/// The ways to the lists of other statuses.
#[component]
fn Tabs(locale: Locale, status: StandardStatus, of: Option<String>) -> impl IntoView {
    let ways = STATUSES
        .iter()
        .map(|to| {
            let of = of.as_ref().map_or(String::new(), |of| format!("&of={of}"));
            let address = locale.path(&format!("{DESK}?status={}{of}", to.key()));
            let current = (*to == status).then_some("page");
            view! { <li><a href=address aria-current=current>{to.label(locale)}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="account__ways" aria-label=words::status(locale)>
            <ul role="list">{ways}</ul>
        </nav>
    }
    .into_any()
}

/// The homes of a status with one form around them: those that are chosen change together.
#[component]
fn Bulk(
    locale: Locale,
    status: StandardStatus,
    homes: Vec<ListingSummary>,
    may_change: bool,
    of: Option<String>,
) -> impl IntoView {
    // A sale has a day and a price of its own, so that it is noted home by home.
    let to: Vec<_> = status
        .next()
        .iter()
        .filter(|to| *to != StandardStatus::Closed)
        .map(|to| (to.key().to_owned(), to.label(locale).to_owned()))
        .collect();
    let has_choice = may_change && !to.is_empty() && !homes.is_empty();
    let of = of.map(|of| view! { <input type="hidden" name="of" value=of /> });
    view! {
        <form class="desk-bulk" method="post">
            <input type="hidden" name="action" value="change-many" />
            {of}
            <Homes locale homes />
            {has_choice.then(|| view! {
                <div class="desk-bulk__change">
                    <SelectField locale name="to" label=words::bulk(locale) options=to />
                    <button class="button button--quiet button--small" type="submit">{words::bulk_go(locale)}</button>
                </div>
            })}
        </form>
    }
    .into_any()
}

/// What changing several homes came to.
#[component]
fn Changed(locale: Locale) -> impl IntoView {
    let count = |name: &str| query(name).parse::<u64>().ok();
    let (Some(changed), Some(left)) = (count("changed"), count("left")) else {
        return ().into_any();
    };
    let number = move |count| format::number(count, locale);
    view! {
        <div role="status">
            <Notice tone=Tone::Calm>
                <p>{words::bulk_done(locale, number(changed))}</p>
                {(left > 0).then(|| view! { <p>{words::bulk_left(locale, number(left))}</p> })}
            </Notice>
        </div>
    }
    .into_any()
}
