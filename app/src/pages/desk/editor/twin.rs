//! A home that may be the one of a draft, with the way to it and why it may be.

use crate::{
    components::picture::{Loading, ResponsivePicture},
    pages::desk::{draft_title, listing_path},
};
use durbar_domain::{
    Locale, media::MediaItem, picture::Picture, status::Visibility, text::Localized,
};
use durbar_messages::twins as words;
use durbar_services::{
    drafts::{Twin, TwinHome},
    media::AlikePictures,
};
use leptos::prelude::*;

/// Pairs of pictures that are shown; the others are counted.
const PAIRS: usize = 4;

/// Where a home is looked at that everyone doesn't see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TwinPath {
    /// At the desk of its broker.
    Desk,
    /// Where admins decide about it.
    Review,
}

/// A line of the list of twins.
pub(crate) fn twin_view(locale: Locale, twin: &Twin, path: TwinPath) -> AnyView {
    let (title, public) = match &twin.home {
        TwinHome::Listing(home) => {
            let card = home.summarize();
            let is_public = home.visibility() == Visibility::Published;
            (
                card.title.get(locale).clone(),
                is_public.then(|| card.path()),
            )
        }
        TwinHome::Draft(draft) => (draft_title(locale, &draft.fields), None),
    };
    let id = twin.home.listing_id();
    let to = public.unwrap_or_else(|| match path {
        TwinPath::Desk => listing_path(id),
        TwinPath::Review => format!("/account/admin/review/{id}"),
    });
    let count = twin.pictures.len();
    let pictures = (count > 0).then(|| words::pictures(locale, count as u64));
    let is_draft = matches!(twin.home, TwinHome::Draft(_));
    let pairs: Vec<_> = twin
        .pictures
        .iter()
        .take(PAIRS)
        .filter_map(|pair| pair_view(locale, pair))
        .collect();
    view! {
        <li class="twin">
            <a href=locale.path(&to)>{title}</a>
            {is_draft.then(|| view! { " (" {words::draft(locale)} ")" })}
            ": "
            {twin.is_near.then(|| words::near(locale))}
            {(twin.is_near && count > 0).then_some(" ")}
            {pictures}
            {(!pairs.is_empty()).then(|| view! { <ul class="twin__pairs" role="list">{pairs}</ul> })}
        </li>
    }
    .into_any()
}

/// The two beside each other; nothing where members alone see one of them.
fn pair_view(locale: Locale, pair: &AlikePictures) -> Option<AnyView> {
    let shown = |item: &MediaItem, what: String| {
        let picture = Picture {
            alt: Localized {
                en: what.clone(),
                ne: what,
            },
            ..item.picture()?
        };
        Some(view! { <ResponsivePicture locale picture sizes="10rem" loading=Loading::Lazy /> })
    };
    let own = shown(
        &pair.own,
        words::own_picture(locale, pair.own.file_name.as_str()),
    )?;
    let other = shown(&pair.other, words::other_picture(locale).to_owned())?;
    Some(view! { <li class="twin__pair">{own} {other}</li> }.into_any())
}
