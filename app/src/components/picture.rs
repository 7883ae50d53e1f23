//! A picture in the variants made of it.

use durbar_domain::{ListingSummary, Locale, picture::Picture};
use leptos::prelude::*;

/// How soon a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// The first thing seen.
    Eager,
    Lazy,
}

/// `<picture>` with AVIF, WebP where there is one, and JPEG, its size known before it loads, over its mean colour.
#[component]
pub fn ResponsivePicture(
    locale: Locale,
    picture: Picture,
    /// The `sizes` attribute: how wide it is shown.
    sizes: &'static str,
    loading: Loading,
    /// Decorative here, since the words beside it say the same.
    #[prop(optional)]
    decorative: bool,
) -> impl IntoView {
    let eager = loading == Loading::Eager;
    let alt = if decorative {
        String::new()
    } else {
        picture.alt.get(locale).clone()
    };
    let avif = source_set(&picture.avif_widths, |width| picture.avif(width));
    let webp = source_set(&picture.webp_widths, |width| picture.webp(width));
    let jpeg = source_set(&picture.jpeg_widths, |width| picture.jpeg(width));
    view! {
        <span class="picture">
            // The colour fills the frame until the picture is there; a `style` attribute
            // would need a laxer content security policy.
            <svg class="picture__color" aria-hidden="true" viewBox="0 0 1 1" preserveAspectRatio="none">
                <rect width="1" height="1" fill=picture.color.clone()></rect>
            </svg>
            <picture>
                <source type="image/avif" srcset=avif sizes=sizes />
                {(!webp.is_empty()).then(|| view! {
                    <source type="image/webp" srcset=webp.clone() sizes=sizes />
                })}
                <img
                    src=picture.jpeg(picture.jpeg_widths.first().copied().unwrap_or(picture.width))
                    srcset=jpeg
                    sizes=sizes
                    width=picture.width.to_string()
                    height=picture.height.to_string()
                    alt=alt
                    loading=(!eager).then_some("lazy")
                    fetchpriority=eager.then_some("high")
                    decoding="async"
                />
            </picture>
        </span>
    }
}

/// A large picture for a page with cards: the cover of a home that has no card there; else
/// the second picture of one that has; else what there is.
pub fn cover_apart<'a>(
    others: impl Iterator<Item = &'a ListingSummary>,
    cards: impl Iterator<Item = &'a ListingSummary> + Clone,
) -> Option<Picture> {
    others
        .filter_map(|home| home.pictures.first())
        .chain(cards.clone().filter_map(|home| home.pictures.get(1)))
        .chain(cards.filter_map(|home| home.pictures.first()))
        .next()
        .cloned()
}

/// `address width` pairs, as `srcset` wants them.
pub fn source_set(widths: &[u32], address: impl Fn(u32) -> String) -> String {
    let entries: Vec<String> = widths
        .iter()
        .map(|width| format!("{} {width}w", address(*width)))
        .collect();
    entries.join(", ")
}
