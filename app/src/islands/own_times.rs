//! Times of viewings by the visitor's own clocks, beside Nepal's.

use leptos::prelude::*;

/// Adds the visitor's own time to every `<time data-slot>` of the page, where their clocks go
/// otherwise than Nepal's.
#[island]
pub fn OwnTimes() -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    Effect::new(|_| live::add());
}

#[cfg(target_arch = "wasm32")]
mod live {
    use crate::{islands::browser::find_all, locale::use_locale};
    use durbar_domain::{Locale, format};
    use durbar_messages::enquiry as words;
    use leptos::prelude::document;
    use wasm_bindgen::JsValue;

    /// Minutes that Nepal's clocks are behind UTC, as JavaScript counts them (UTC+5:45).
    const NEPAL: f64 = -345.0;

    pub fn add() {
        let (Some(body), locale) = (document().body(), use_locale()) else {
            return;
        };
        for time in find_all(&body, "time[data-slot]") {
            let instant = time.get_attribute("datetime").unwrap_or_default();
            let date = js_sys::Date::new(&JsValue::from_str(&instant));
            if date.get_timezone_offset() == NEPAL {
                continue;
            }
            if let (Some(own), Some(text)) = (own_words(&date, locale), time.text_content()) {
                time.set_text_content(Some(&words::own_time(locale, text, own)));
            }
        }
    }

    /// Day and time by the browser's clocks; `None` for what is no time.
    fn own_words(date: &js_sys::Date, locale: Locale) -> Option<String> {
        let year = i16::try_from(date.get_full_year()).ok()?;
        let month = i8::try_from(date.get_month() + 1).ok()?;
        let day = i8::try_from(date.get_date()).ok()?;
        let day = jiff::civil::Date::new(year, month, day).ok()?;
        let time = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
        Some(format!(
            "{}, {}",
            format::date(day, locale),
            format::digits(&time, locale)
        ))
    }
}
