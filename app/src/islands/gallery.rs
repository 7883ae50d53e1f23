//! Pictures in full screen: swiped, turned by keys or buttons.

use crate::locale::use_locale;
use durbar_domain::{format, picture::Picture};
use durbar_messages as messages;
use leptos::{html::Dialog, prelude::*};

/// The dialog. Links to `#picture-N` on the page open it at that picture; without
/// scripting they lead to the picture further down the page.
#[island]
pub fn GalleryDialog(pictures: Vec<Picture>) -> impl IntoView {
    let locale = use_locale();
    let dialog = NodeRef::<Dialog>::new();
    let shown = RwSignal::new(0usize);
    let open = RwSignal::new(false);
    let count = pictures.len();

    #[cfg(target_arch = "wasm32")]
    open_from_links(dialog, shown, open, count);

    let turn = move |step: isize| {
        shown.update(|index| {
            *index = index
                .saturating_add_signed(step)
                .min(count.saturating_sub(1))
        });
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => turn(1),
        "ArrowLeft" => turn(-1),
        "Home" => shown.set(0),
        "End" => shown.set(count.saturating_sub(1)),
        _ => {}
    };
    let swipe_start = RwSignal::new(0);
    let on_pointer_down = move |event: leptos::ev::PointerEvent| swipe_start.set(event.client_x());
    let on_pointer_up = move |event: leptos::ev::PointerEvent| {
        const SWIPE: i32 = 40; // CSS pixels; less is a tap
        let moved = event.client_x() - swipe_start.get_untracked();
        if moved.abs() >= SWIPE {
            turn(if moved < 0 { 1 } else { -1 });
        }
    };
    let pictures = StoredValue::new(pictures);
    let current = move || pictures.with_value(|all| all.get(shown.get()).cloned());
    let counter = move || {
        let number = |value: usize| format::number(value as u64, locale);
        messages::listing::counter(locale, number(shown.get() + 1), number(count))
    };
    view! {
        <dialog
            class="gallery-dialog"
            node_ref=dialog
            aria-label=messages::listing::gallery(locale)
            on:keydown=on_key
            on:close=move |_| open.set(false)
            on:pointerdown=on_pointer_down
            on:pointerup=on_pointer_up
        >
            {move || open.get().then(|| view! {
                <figure class="gallery-dialog__figure">
                    {move || current().map(|picture| view! {
                        <img
                            class="gallery-dialog__picture"
                            src=picture.largest_jpeg()
                            srcset=source_set(&picture)
                            sizes="100vw"
                            width=picture.width.to_string()
                            height=picture.height.to_string()
                            alt=picture.alt.get(locale).clone()
                        />
                        <figcaption class="gallery-dialog__caption">{picture.alt.get(locale).clone()}</figcaption>
                    })}
                </figure>
                <p class="gallery-dialog__counter" aria-live="polite">{counter}</p>
                <button
                    type="button"
                    class="gallery-dialog__turn gallery-dialog__turn--previous"
                    disabled=move || shown.get() == 0
                    aria-label=messages::listing::previous_picture(locale)
                    on:click=move |_| turn(-1)
                >
                    "‹"
                </button>
                <button
                    type="button"
                    class="gallery-dialog__turn gallery-dialog__turn--next"
                    disabled=move || { shown.get() + 1 >= count }
                    aria-label=messages::listing::next_picture(locale)
                    on:click=move |_| turn(1)
                >
                    "›"
                </button>
                <button
                    type="button"
                    class="gallery-dialog__close"
                    aria-label=messages::listing::close_gallery(locale)
                    on:click=close
                >
                    "×"
                </button>
            })}
        </dialog>
    }
}

fn source_set(picture: &Picture) -> String {
    let entries: Vec<String> = picture
        .avif_widths
        .iter()
        .map(|width| format!("{} {width}w", picture.avif(*width)))
        .collect();
    entries.join(", ")
}

#[cfg(target_arch = "wasm32")]
fn open_from_links(
    dialog: NodeRef<Dialog>,
    shown: RwSignal<usize>,
    open: RwSignal<bool>,
    count: usize,
) {
    use super::browser::{event_element, listen};
    use web_sys::MouseEvent;

    listen(&document(), "click", move |event: MouseEvent| {
        let Some(link) = event_element(&event, "a[href^='#picture-']") else {
            return;
        };
        let number = link
            .get_attribute("href")
            .and_then(|href| href.trim_start_matches("#picture-").parse().ok());
        let Some(number) = number.filter(|number: &usize| (1..=count).contains(number)) else {
            return;
        };
        if let Some(dialog) = dialog.get_untracked() {
            event.prevent_default();
            shown.set(number - 1);
            open.set(true);
            // Already open when it is clicked twice.
            let _ = dialog.show_modal();
        }
    });
}
