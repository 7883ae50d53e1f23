//! Drafts that wait for an admin.

use super::{AdminPage, REVIEW, refused};
use crate::{
    components::slot_time::moment_words,
    context::AppContext,
    locale::use_locale,
    pages::{account::query, desk::draft_title, failure::failed},
    visitor::Visitor,
};
use durbar_domain::{AccountId, Locale, draft::Draft, policy::Operation};
use durbar_messages::{desk, moderation as words};
use durbar_services::{
    ServiceError,
    listings::{Cursor, Slice},
};
use leptos::prelude::*;
use std::collections::HashMap;

#[component]
pub fn ReviewQueuePage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let after = query("after");
    if let Some(refused) = refused(locale, REVIEW, Operation::ModerateListing) {
        return refused;
    }
    Suspend::new(async move {
        let after = (!after.is_empty()).then(|| Cursor::new(after));
        match read(&context, &visitor, after.as_ref()).await {
            Ok((queue, names)) => view! { <Queue locale queue names /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

type Names = HashMap<AccountId, String>;

async fn read(
    context: &AppContext,
    visitor: &Visitor,
    after: Option<&Cursor>,
) -> Result<(Slice<Draft>, Names), ServiceError> {
    let drafts = &context.services.drafts;
    let queue = drafts.queue(&visitor.principal, after).await?;
    let claimed = queue.items.iter().filter_map(|draft| draft.review.claimed);
    let names = drafts.names(claimed.map(|claim| claim.by)).await?;
    Ok((queue, names))
}

#[component]
fn Queue(locale: Locale, queue: Slice<Draft>, names: Names) -> impl IntoView {
    let more = queue.next.map(|cursor| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("after", cursor.as_str())
            .finish();
        let address = locale.path(&format!("{REVIEW}?{query}"));
        view! { <p><a class="button button--quiet" href=address>{desk::more(locale)}</a></p> }
    });
    let none = queue.items.is_empty();
    view! {
        <AdminPage locale path=REVIEW title=words::queue(locale)>
            {none.then(|| view! { <p>{words::none(locale)}</p> })}
            <ul class="desk-list" role="list">
                {queue
                    .items
                    .into_iter()
                    .map(|draft| view! { <Row locale draft names=names.clone() /> })
                    .collect_view()}
            </ul>
            {more}
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, draft: Draft, names: Names) -> impl IntoView {
    let address = locale.path(&format!("{REVIEW}/{}", draft.listing_id));
    let kind = match draft.base_version {
        None => words::is_new(locale),
        Some(_) => words::is_change(locale),
    };
    let since = draft
        .waits_since()
        .map(|at| words::since(locale, moment_words(locale, at)));
    let claimed = draft.review.claimed.map(|claim| {
        let name = names.get(&claim.by).cloned();
        let name = name.unwrap_or_else(|| desk::by_somebody(locale).to_owned());
        words::claimed_by(locale, name)
    });
    view! {
        <li class="desk-list__row">
            <a class="desk-list__home" href=address>{draft_title(locale, &draft.fields)}</a>
            <p class="muted">{kind} ", " {since}</p>
            {claimed.map(|claimed| view! { <p>{claimed}</p> })}
        </li>
    }
    .into_any()
}
