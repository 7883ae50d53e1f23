//! The pictures: one large and four small; on phones a row to swipe through.

use crate::{
    components::{
        icon::Icon,
        picture::{Loading, ResponsivePicture},
    },
    islands::GalleryDialog,
};
use durbar_domain::{Locale, format, picture::Picture};
use durbar_messages as messages;
use leptos::prelude::*;

/// How wide the cover is shown.
pub const COVER_SIZES: &str = "(min-width: 1280px) 800px, (min-width: 768px) 66vw, 100vw";
const SMALL_SIZES: &str = "(min-width: 1280px) 400px, (min-width: 768px) 33vw, 100vw";

/// Every picture, with its caption for those who can't see it.
#[component]
pub fn Mosaic(locale: Locale, pictures: Vec<Picture>) -> impl IntoView {
    let count = pictures.len();
    let words = |value: usize| format::number(value as u64, locale);
    let items = pictures
        .iter()
        .cloned()
        .enumerate()
        .map(|(index, picture)| {
            let number = index + 1;
            let (sizes, loading) =
                if index == 0 { (COVER_SIZES, Loading::Eager) } else { (SMALL_SIZES, Loading::Lazy) };
            view! {
                <li class="mosaic__item" id=format!("picture-{number}")>
                    <a
                        href=format!("#picture-{number}")
                        aria-label=messages::listing::open_picture(locale, words(number), words(count))
                    >
                        <ResponsivePicture locale picture sizes loading />
                    </a>
                    <span class="mosaic__counter" aria-hidden="true">
                        {messages::listing::counter(locale, words(number), words(count))}
                    </span>
                </li>
            }
        })
        .collect_view();
    (count > 0).then(|| view! {
        <section class="mosaic" aria-label=messages::listing::gallery(locale)>
            <ul class="mosaic__list" role="list" tabindex="0" data-count=count.to_string()>{items}</ul>
            <a class="mosaic__all button button--quiet" href="#picture-1">
                <Icon name="pictures" />
                {messages::listing::open_gallery(locale, words(count))}
            </a>
            <GalleryDialog pictures />
        </section>
    })
}
