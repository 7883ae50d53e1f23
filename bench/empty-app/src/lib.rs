//! One page with a router, a title, a resource and a server function.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

#[server(endpoint = "greeting")]
async fn greeting() -> Result<String, ServerFnError> {
    Ok("Namaste".to_owned())
}

#[component]
fn Home() -> impl IntoView {
    let greeting = Resource::new(|| (), |()| greeting());
    view! {
        <Suspense fallback=|| ()>
            <p>{move || Suspend::new(async move { greeting.await.unwrap_or_default() })}</p>
        </Suspense>
    }
}

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Empty" />
        <Router>
            <Routes fallback=|| ()>
                <Route path=path!("/") view=Home />
            </Routes>
        </Router>
    }
}

/// The browser's entry point.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
