//! What search engines and chats read of a page.

use crate::{components::picture::source_set, context::AppContext};
use durbar_domain::{Locale, picture::Picture};
use durbar_messages as messages;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

/// The picture that chats show beside a link.
#[derive(Debug, Clone)]
pub struct SharePicture {
    /// Path on this site.
    pub path: String,
    pub alt: String,
}

/// Title, description, canonical address, languages and previews of a page.
#[component]
pub fn PageHead(
    locale: Locale,
    /// Path and query in English, without language prefix: the canonical address.
    #[prop(into)]
    path: String,
    #[prop(into)] title: String,
    #[prop(into)] description: String,
    #[prop(optional)] picture: Option<SharePicture>,
    /// Keep the page out of search engines.
    #[prop(optional)]
    noindex: bool,
    /// Open Graph type.
    #[prop(default = "website")]
    kind: &'static str,
) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let address = |locale: Locale| format!("{site}{}", locale.path(&path));
    let full_title = if path == "/" {
        title.clone()
    } else {
        format!("{title} · {}", messages::site::name(locale))
    };
    let alternates = [
        (Locale::En, "en"),
        (Locale::Ne, "ne"),
        (Locale::En, "x-default"),
    ]
    .map(|(to, tag)| view! { <Link rel="alternate" hreflang=tag href=address(to) /> });
    let picture = picture.unwrap_or_else(|| SharePicture {
        path: "/durbar-share.jpg".to_owned(),
        alt: messages::site::share_picture_alt(locale).to_owned(),
    });
    let picture_address = format!("{site}{}", picture.path);
    into_head(view! {
        <Title text=full_title />
        <Meta name="description" content=description.clone() />
        <Link rel="canonical" href=address(locale) />
        {(!noindex).then_some(alternates)}
        {noindex.then(|| view! { <Meta name="robots" content="noindex, follow" /> })}
        <Meta property="og:type" content=kind />
        <Meta property="og:site_name" content=messages::site::name(locale) />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=address(locale) />
        <Meta property="og:locale" content=open_graph_locale(locale) />
        <Meta property="og:locale:alternate" content=open_graph_locale(locale.other()) />
        <Meta property="og:image" content=picture_address />
        <Meta property="og:image:type" content="image/jpeg" />
        <Meta property="og:image:width" content="1200" />
        <Meta property="og:image:height" content="630" />
        <Meta property="og:image:alt" content=picture.alt />
        <Meta name="twitter:card" content="summary_large_image" />
    });
}

/// Puts tags into the document's head. They are written at once: when a page that waited
/// for its data is written out, leptos_meta no longer finds the head's context.
pub fn into_head(tags: impl IntoView) {
    let _ = tags.into_view().to_html();
}

/// Has the browser fetch a page's first picture before it has read that far. `sizes` as the
/// picture itself has it, or another variant is fetched in vain.
pub fn preload_picture(picture: &Picture, sizes: &'static str) {
    let set = source_set(&picture.avif_widths, |width| picture.avif(width));
    into_head(view! {
        <Link
            rel="preload"
            as_="image"
            type_="image/avif"
            imagesrcset=set
            imagesizes=sizes
            fetchpriority="high"
        />
    });
}

fn open_graph_locale(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en_US",
        Locale::Ne => "ne_NP",
    }
}

/// A JSON-LD block. `<` is escaped, so that no text can end the block.
#[component]
pub fn JsonLd(value: serde_json::Value) -> impl IntoView {
    let text = value
        .to_string()
        .replace('<', "\\u003c")
        .replace('&', "\\u0026");
    view! { <script type="application/ld+json" inner_html=text></script> }
}

/// JSON-LD for the way to a page: names and English paths without language prefix.
pub fn breadcrumb_list(
    site: &str,
    locale: Locale,
    steps: &[(String, String)],
) -> serde_json::Value {
    let items: Vec<_> = steps
        .iter()
        .enumerate()
        .map(|(index, (name, path))| {
            serde_json::json!({
                "@type": "ListItem",
                "position": index + 1,
                "name": name,
                "item": format!("{site}{}", locale.path(path)),
            })
        })
        .collect();
    serde_json::json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items })
}
