//! The browser's entry point: wakes the islands of a page that the server rendered.

/// Called by the page once the WASM is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Links the islands in; each is looked up by name in the page.
    #[expect(unused_imports)]
    use durbar_app::*;
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
