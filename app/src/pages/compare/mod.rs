//! Homes side by side. Which ones is in the address, so the page can be sent to anybody.

mod chosen;
mod table;

pub use chosen::{Chosen, compare_path};

use super::failure::Unavailable;
use crate::{
    components::{
        breadcrumb::Breadcrumb,
        notice::{Notice, Tone},
    },
    context::AppContext,
    error::PageError,
    locale::use_locale,
    page::{PageRecord, Tag},
    seo::PageHead,
};
use durbar_domain::{Locale, PropertyId, PublicListing};
use durbar_messages::compare as words;
use durbar_services::listings::Found;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use table::Table;

/// The homes of the address; those that nobody may know of any more are left out.
#[component]
pub fn ComparePage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let record = expect_context::<PageRecord>();
    let texts = use_query_map().read_untracked().get_all("ids");
    let chosen = Chosen::parse(texts.unwrap_or_default().iter().map(String::as_str));
    Suspend::new(async move {
        match read(&context, chosen.ids()).await {
            Ok(homes) => {
                record.shows(Tag::Market);
                for home in &homes {
                    record.shows(Tag::Listing(home.card.listing_id));
                }
                view! { <Comparison locale homes too_many=chosen.too_many() /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
}

async fn read(context: &AppContext, ids: &[PropertyId]) -> Result<Vec<PublicListing>, PageError> {
    let listings = &context.services.listings;
    let found = ids.iter().map(|id| listings.find(*id));
    let found = futures::future::try_join_all(found).await?;
    let homes = found.into_iter().filter_map(|found| match found {
        Found::Published(home) => Some(*home),
        Found::Early(_) | Found::Gone(_) | Found::NotFound => None,
    });
    Ok(homes.collect())
}

#[component]
fn Comparison(locale: Locale, homes: Vec<PublicListing>, too_many: bool) -> impl IntoView {
    let steps = vec![(words::title(locale).to_owned(), "/compare".to_owned())];
    let is_empty = homes.is_empty();
    let is_alone = homes.len() == 1;
    view! {
        <PageHead
            locale
            path="/compare"
            title=words::title(locale)
            description=words::description(locale)
            noindex=true
        />
        <div class="page compare">
            <Breadcrumb locale steps />
            <h1>{words::title(locale)}</h1>
            {too_many.then(|| view! {
                <Notice tone=Tone::Calm><p>{words::too_many(locale)}</p></Notice>
            })}
            {is_empty.then(|| view! { <p>{words::none(locale)}</p> })}
            {is_alone.then(|| view! { <p>{words::one(locale)}</p> })}
            {(!is_empty).then(|| view! { <Table locale homes /> })}
            <p class="page-message__ways">
                <a class="button button--quiet" href=locale.path("/homes")>{words::search(locale)}</a>
                <a class="button button--quiet" href=locale.path("/account/favorites") rel="nofollow">
                    {words::saved(locale)}
                </a>
            </p>
        </div>
    }
    .into_any()
}
