//! Where powers of a role need a second factor that isn't there.

use super::notice::{Notice, Tone};
use durbar_domain::Locale;
use durbar_messages::account as words;
use leptos::prelude::*;

/// Says so, and leads to where it is set up.
#[component]
pub fn NeedsFactor(locale: Locale) -> impl IntoView {
    view! {
        <Notice tone=Tone::Alert><p>{words::needs_factor(locale)}</p></Notice>
        <p><a href=locale.path("/account/security")>{words::to_security(locale)}</a></p>
    }
}
