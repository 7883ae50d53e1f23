//! An enquiry with its thread, for its buyer and its broker.

use super::{
    Told, messages::Messages, people::People, standing::Standing, state_label, steps::Steps,
};
use crate::{
    components::{form::Refusal, needs_factor::NeedsFactor, page_message::PageMessage},
    context::AppContext,
    error::PageError,
    form::FormState,
    islands::OwnTimes,
    locale::use_locale,
    page::PageRecord,
    pages::{
        account::{AccountPage, query},
        failure::Unavailable,
    },
    seo::PageHead,
    visitor::Visitor,
};
use durbar_domain::{
    EnquiryId, ListingSummary, Locale,
    broker::Broker,
    enquiry::{Message, Party, State},
    policy::Refusal as PolicyRefusal,
};
use durbar_messages::{account, enquiry as words};
use durbar_services::{
    ServiceError,
    enquiries::{Asker, Charge, LinkToken, Thread, mail::thread_path},
};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What a thread's page shows.
#[derive(Clone)]
pub(super) struct Shown {
    pub thread: Thread,
    pub home: Option<ListingSummary>,
    pub broker: Option<Broker>,
    /// Who can be put in charge, for whoever says so.
    pub charge: Option<Charge>,
    /// The secret of the guest's link; empty for whoever needs none.
    pub key: String,
    pub now: Timestamp,
}

impl Shown {
    /// The name of the side that isn't the visitor's.
    pub fn other(&self, locale: Locale) -> String {
        self.name_of(
            match self.thread.party {
                Party::Buyer => Party::Broker,
                Party::Broker => Party::Buyer,
            },
            locale,
        )
    }

    /// A side's name.
    pub fn name_of(&self, party: Party, locale: Locale) -> String {
        match (party, &self.broker) {
            (Party::Buyer, _) => self.thread.enquiry.contact.name.as_str().to_owned(),
            (Party::Broker, _) if self.in_charge().is_some() => {
                self.in_charge().unwrap_or_default()
            }
            (Party::Broker, Some(broker)) => broker.name.get(locale).as_str().to_owned(),
            (Party::Broker, None) => String::new(),
        }
    }

    /// The name of whoever was put in charge in the broker's place.
    pub fn in_charge(&self) -> Option<String> {
        let id = self.thread.enquiry.in_charge?;
        self.thread.names.get(&id).cloned()
    }

    /// Who wrote a message.
    pub fn author(&self, message: &Message, locale: Locale) -> String {
        let author = message.author.and_then(|id| self.thread.names.get(&id));
        match (author, message.by, &self.broker) {
            (Some(author), ..) => author.clone(),
            (None, Party::Broker, Some(broker)) => broker.name.get(locale).as_str().to_owned(),
            (None, by, _) => self.name_of(by, locale),
        }
    }

    /// The home's title; words in its place while nobody may know of it.
    fn title(&self, locale: Locale) -> String {
        match &self.home {
            Some(home) => home.title.get(locale).clone(),
            None => words::home_hidden(locale).to_owned(),
        }
    }
}

#[component]
pub fn ThreadPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let visitor = Visitor::get();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    let (key, done) = (query("key"), query("done"));
    let state: FormState = use_context().unwrap_or_default();
    let record = expect_context::<PageRecord>();
    Suspend::new(async move {
        match read(&context, &visitor, &id, key).await {
            Ok(shown) => view! { <ThreadView locale shown visitor done state /> }.into_any(),
            Err(PageError::Service(ServiceError::NotFound)) => {
                record.set_status(404);
                view! { <NotHere locale is_guest=visitor.account.is_none() id /> }.into_any()
            }
            Err(PageError::Service(ServiceError::Refused(PolicyRefusal::MultiFactor))) => {
                record.set_status(403);
                let (path, title) = ("/account/enquiries", account::enquiries(locale));
                view! {
                    <AccountPage locale path title>
                        <NeedsFactor locale />
                    </AccountPage>
                }
                .into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    id: &str,
    key: String,
) -> Result<Shown, PageError> {
    let id: EnquiryId = id.parse().map_err(|_| ServiceError::NotFound)?;
    let (services, now) = (&context.services, Timestamp::now());
    let link = LinkToken::parse(&key);
    let asker = Asker {
        principal: &visitor.principal,
        link: link.as_ref(),
    };
    let thread = services.enquiries.thread(asker, id, now).await?;
    let enquiries = [thread.enquiry.clone()];
    let (mut homes, broker) = futures::try_join!(services.enquiries.homes(&enquiries), async {
        match services.brokers.get(thread.enquiry.broker_id).await {
            Err(ServiceError::NotFound) => Ok(None),
            found => found.map(Some),
        }
    })?;
    let charge = services
        .enquiries
        .charge(&visitor.principal, &thread.enquiry)
        .await?;
    Ok(Shown {
        charge,
        home: homes.remove(&thread.enquiry.listing_id),
        thread,
        broker,
        key,
        now,
    })
}

#[component]
fn ThreadView(
    locale: Locale,
    shown: Shown,
    visitor: Visitor,
    done: String,
    state: FormState,
) -> impl IntoView {
    let enquiry = &shown.thread.enquiry;
    let told = match (done.as_str(), enquiry.buyer) {
        ("sent", None) => Some(words::sent_guest(locale)),
        ("sent", Some(_)) => Some(words::sent(locale)),
        ("done", _) => Some(words::done(locale)),
        _ => None,
    };
    let steps = Steps::of(&shown, &visitor);
    // A form that was refused and is there no more, or has no place for words, says so above.
    let says_itself = match state.action {
        "write" => enquiry.state != State::Closed,
        "assign-enquiry" => shown.charge.is_some(),
        action => steps.has_form(action),
    };
    let told = told.filter(|_| state.action.is_empty());
    let title = shown.title(locale);
    let lead = format!(
        "{}: {}",
        words::title(locale),
        state_label(locale, &enquiry.state)
    );
    view! {
        <PageHead
            locale
            path=thread_path(enquiry.enquiry_id)
            title=title.clone()
            description=account::description(locale)
            noindex=true
        />
        <article class="page enquiry">
            <header class="enquiry__head">
                <p class="muted">{lead}</p>
                <h1>{title}</h1>
                {told.map(|text| view! { <Told text /> })}
                {(!says_itself).then(|| view! { <Refusal locale state=state.clone() /> })}
            </header>
            <div class="enquiry__body">
                <Standing locale shown=shown.clone() steps />
                <Messages locale shown=shown.clone() />
            </div>
            <People locale shown />
            <OwnTimes />
        </article>
    }
    .into_any()
}

/// The page for whoever has no part in an enquiry; the same whether or not there is one.
#[component]
fn NotHere(locale: Locale, is_guest: bool, id: String) -> impl IntoView {
    let next = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &format!("/enquiries/{id}"))
        .finish();
    let sign_in = locale.path(&format!("/account/sign-in?{next}"));
    let (title, text) = (words::hidden_title(locale), words::hidden_text(locale));
    let path = "/account/enquiries";
    if !is_guest {
        return view! { <PageMessage locale path title text /> }.into_any();
    }
    view! {
        <PageMessage locale path title text>
            <a class="button" href=sign_in>{account::sign_in(locale)}</a>
        </PageMessage>
    }
    .into_any()
}
