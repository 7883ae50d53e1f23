//! Tells the server how this page came up and answered (Core Web Vitals), in some of the visits.

use leptos::prelude::*;

/// Measures in this part of visits, from when the page is loaded.
#[island]
pub fn Vitals(
    /// The kind of page, as reports name it.
    page: String,
    sample: f64,
) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    if js_sys::Math::random() < sample {
        measure::when_loaded(page);
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (page, sample);
}

#[cfg(target_arch = "wasm32")]
mod measure {
    use crate::islands::browser::{listen, load_script};
    use js_sys::{Function, JSON, JsString, Object, Reflect};
    use leptos::{
        prelude::{document, window},
        task::spawn_local,
    };
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use web_sys::{Event, VisibilityState};

    /// The library as the site serves it; its name carries its version, so it is cached for good.
    const SCRIPT: &str = "/vendor/web-vitals/web-vitals-6.2.3.js";
    const GLOBAL: &str = "webVitals";

    /// Nothing is fetched before all that the page needs is there. What happened until then
    /// browsers keep for whoever asks later.
    pub fn when_loaded(page: String) {
        let mut page = Some(page);
        let mut start = move || {
            if let Some(page) = page.take() {
                spawn_local(async move {
                    // A visit that can't be measured stays untold.
                    let _ = begin(&page).await;
                });
            }
        };
        match document().ready_state().as_str() {
            "complete" => start(),
            _ => listen(&window(), "load", move |_: Event| start()),
        }
    }

    async fn begin(page: &str) -> Result<(), JsValue> {
        load_script(SCRIPT, GLOBAL).await?;
        let library = Reflect::get(&window(), &GLOBAL.into())?;
        let report = Object::new();
        let measured = report.clone();
        // A figure that changes takes the place of the one before.
        let keep = Closure::<dyn Fn(JsValue)>::new(move |figure: JsValue| {
            let part = |name: &str| Reflect::get(&figure, &name.into());
            if let (Ok(name), Ok(value)) = (part("name"), part("value")) {
                let _ = Reflect::set(&measured, &name, &value);
                // For whoever drives the page.
                if let Some(root) = document().document_element() {
                    let _ = root.set_attribute("data-measured", "");
                }
            }
        });
        let keep = keep.into_js_value();
        for name in ["onLCP", "onINP", "onCLS", "onTTFB"] {
            let measure: Function = Reflect::get(&library, &name.into())?.dyn_into()?;
            measure.call1(&library, &keep)?;
        }
        tell_when_left(page, report);
        Ok(())
    }

    /// Sends the report once: when the page is hidden for the first time, which is the last
    /// moment that every browser tells of. The library, which listens to the document, has put its
    /// last figures into it by then.
    fn tell_when_left(page: &str, report: Object) {
        let mut unsent = Some((JsString::from(page), report));
        listen(&window(), "visibilitychange", move |_: Event| {
            if document().visibility_state() != VisibilityState::Hidden {
                return;
            }
            let Some((page, report)) = unsent.take() else {
                return;
            };
            if Object::keys(&report).length() == 0 {
                return;
            }
            let _ = Reflect::set(&report, &"page".into(), &page);
            if let Ok(text) = JSON::stringify(&report) {
                // A browser that refuses the beacon leaves one visit uncounted.
                let _ = window()
                    .navigator()
                    .send_beacon_with_opt_str("/api/vitals", Some(&String::from(text)));
            }
        });
    }
}
