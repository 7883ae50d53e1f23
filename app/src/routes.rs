//! Which page answers which address.

use crate::components::markdown::TextPage;
use crate::pages::{
    broker::BrokerPage, brokers::BrokersPage, home::HomePage, listing::ListingPage,
    neighbourhood::NeighbourhoodPage, neighbourhoods::NeighbourhoodsPage, not_found::NotFound,
    search::SearchPage, text::Text,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Route, Routes},
    path,
};

/// The pages, each rendered whole before the first byte leaves, since status and preview
/// tags depend on what is found.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <main id="main" tabindex="-1">
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/homes") view=SearchPage ssr=SsrMode::Async />
                <Route path=path!("/homes/:address") view=ListingPage ssr=SsrMode::Async />
                <Route path=path!("/neighbourhoods") view=NeighbourhoodsPage ssr=SsrMode::Async />
                <Route path=path!("/neighbourhoods/:place") view=NeighbourhoodPage ssr=SsrMode::Async />
                <Route path=path!("/brokers") view=BrokersPage ssr=SsrMode::Async />
                <Route path=path!("/brokers/:address") view=BrokerPage ssr=SsrMode::Async />
                <Route path=path!("/about") view=|| view! { <Text page=TextPage::About /> } ssr=SsrMode::Async />
                <Route path=path!("/privacy") view=|| view! { <Text page=TextPage::Privacy /> } ssr=SsrMode::Async />
                <Route path=path!("/terms") view=|| view! { <Text page=TextPage::Terms /> } ssr=SsrMode::Async />
            </Routes>
        </main>
    }
}
