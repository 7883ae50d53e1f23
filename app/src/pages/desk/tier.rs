//! Whether a home is a premium one.

use super::listing::after_conflict;
use crate::components::form::ActionForm;
use durbar_domain::{Listing, Locale};
use durbar_messages::desk as words;
use leptos::prelude::*;

/// Whether it is a premium home, and what follows from that.
#[component]
pub fn TierForm(locale: Locale, listing: Listing, stands: String) -> impl IntoView {
    let (text, submit, premium) = match listing.premium {
        true => (
            words::tier_of_premium(locale),
            words::make_plain(locale),
            "no",
        ),
        false => (
            words::tier_of_plain(locale),
            words::make_premium(locale),
            "yes",
        ),
    };
    let version = listing.version.to_string();
    let stands = after_conflict("change-tier", stands);
    view! {
        <section class="section">
            <h2>{words::tier(locale)}</h2>
            <p>{text}</p>
            <ActionForm locale action="change-tier" submit quiet=true>
                <input type="hidden" name="version" value=version.clone() />
                <input type="hidden" name="premium" value=premium />
                {stands.clone().map(|stands| view! { <p>{stands}</p> })}
            </ActionForm>
        </section>
    }
    .into_any()
}
