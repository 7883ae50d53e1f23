//! Passing the page on.

use crate::{context::AppContext, islands::ShareButtons};
use durbar_domain::{ListingSummary, Locale, format};
use durbar_messages::{self as messages, listing as words};
use leptos::prelude::*;

/// Links that work without scripting, and the device's own ways where there are some.
#[component]
pub fn Share(locale: Locale, card: ListingSummary) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let address = format!("{site}{}", locale.path(&card.path()));
    let price = card.list_price.map_or_else(
        || messages::card::price_on_request(locale).to_owned(),
        |price| format::npr_compact(price, locale),
    );
    let text = words::share_text(locale, card.title.get(locale), price);
    let message = percent_encode(&format!("{text} {address}"));
    view! {
        <section class="share" aria-labelledby="share">
            <h2 id="share">{words::share(locale)}</h2>
            <ul class="share__ways" role="list">
                <li><a class="button button--quiet" href=format!("https://wa.me/?text={message}") rel="noopener">"WhatsApp"</a></li>
                <li><a class="button button--quiet" href=format!("viber://forward?text={message}")>"Viber"</a></li>
            </ul>
            <ShareButtons text />
        </section>
    }
    .into_any()
}

/// Text as a value in an address.
pub fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::percent_encode;

    #[test]
    fn every_byte_that_could_mean_something_is_escaped() {
        assert_eq!(percent_encode("a b&c=घ"), "a%20b%26c%3D%E0%A4%98");
    }
}
