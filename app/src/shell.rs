//! The HTML document around every page.

use crate::{
    components::{footer::Footer, header::Header},
    context::AppContext,
    islands::{Awake, Hearts, Vitals},
    routes::Pages,
};
use durbar_domain::{Locale, web_vitals::PageKind};
use durbar_messages as messages;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

/// Sets the remembered theme before the first paint.
const THEME_SCRIPT: &str = "try{const t=localStorage.getItem('durbar-theme');\
if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}\
document.documentElement.dataset.script='on'";

/// The whole document of the page that the request asks for.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_meta_context();
    let (locale, address) = locale_and_address(&expect_context::<RequestUrl>());
    provide_context(locale);
    let page = PageKind::of(address.split('?').next().unwrap_or_default()).key();
    // Absent while the routes are listed.
    let sample = use_context::<AppContext>().map_or(0.0, |app| app.settings.web_vitals_sample);
    let vitals = (sample > 0.0).then(|| view! { <Vitals page=page.to_owned() sample /> });
    view! {
        <!DOCTYPE html>
        <html lang=locale.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#FAF7F2" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131210" />
                <script nonce=use_nonce()>{THEME_SCRIPT}</script>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="icon" href="/favicon.ico" sizes="32x32" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="preload" href=text_font(locale) r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <HashedStylesheet options=options.clone() id="style" />
                <MetaTags />
                <HydrationScripts options=options islands=true />
            </head>
            <body>
                <a class="skip-link" href="#main">{messages::site::skip(locale)}</a>
                <Header locale address />
                <Router base=locale.path_prefix()>
                    <Pages />
                </Router>
                <Footer locale />
                <Hearts />
                {vitals}
                <Awake />
            </body>
        </html>
    }
}

/// The language asked for, and the path without its prefix, with the query.
fn locale_and_address(request: &RequestUrl) -> (Locale, String) {
    let Ok(url) = request.parse() else {
        return (Locale::default(), "/".to_owned());
    };
    let (locale, path) = Locale::from_path(url.path());
    match url.search() {
        "" => (locale, path.to_owned()),
        query => (locale, format!("{path}?{query}")),
    }
}

/// The one font worth fetching before the stylesheet asks for it.
fn text_font(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "/fonts/inter-latin.woff2",
        Locale::Ne => "/fonts/mukta-400-devanagari.woff2",
    }
}
