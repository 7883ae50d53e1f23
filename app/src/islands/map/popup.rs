//! The card that opens on a home's pill.

use super::{
    bindings,
    live::with_live,
    pins::{Pin, PinKind},
};
use crate::islands::{browser::find_all, preferences::apply::apply_to};
use durbar_domain::{Locale, format};
use durbar_messages as messages;
use leaflet::{Map, Point, Popup, PopupOptions};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement};

/// Opens the card of a home; any other closes. Gives the card's element; `None` for a
/// group, which has no card.
pub fn open(map: &Map, pin: &Pin, locale: Locale) -> Option<Element> {
    let card = card(pin, locale)?;
    let options = PopupOptions::new();
    options.set_class_name("map-popup".to_owned());
    options.set_offset(Point::new(0.0, -12.0)); // above the pill
    options.set_min_width(240.0);
    options.set_max_width(280.0);
    options.set_auto_pan_padding(Point::new(16.0, 16.0));
    // Leaflet's own button speaks English only, and its Escape forgets the focus.
    options.set_close_button(false);
    options.set_close_on_escape_key(false);
    let popup = Popup::new(&options, None);
    popup.set_content(&card);
    popup.set_lat_lng(&pin.point());
    popup.open_on(map);
    Some(card)
}

/// Moves the focus to the card's link, for who opened it by keyboard.
pub fn focus_link(card: &Element) {
    if let Some(link) = find_all(card, "a")
        .into_iter()
        .find_map(|link| link.dyn_into::<HtmlElement>().ok())
    {
        let _ = link.focus();
    }
}

/// Closes whatever card is open.
pub fn close(map: &Map) {
    bindings::parts(map).close_any_popup();
}

fn card(pin: &Pin, locale: Locale) -> Option<Element> {
    let PinKind::Home {
        listing_id,
        address,
        place,
        picture,
        approximate,
    } = &pin.kind
    else {
        return None;
    };
    let card = element("article", "map-card", None).ok()?;
    let fill = || -> Result<(), JsValue> {
        card.set_attribute("data-listing", listing_id)?;
        if let Some(picture) = picture {
            let image = element("img", "map-card__picture", None)?;
            // Decorative: the title says what is seen.
            image.set_attribute("alt", "")?;
            image.set_attribute("width", "480")?;
            image.set_attribute("height", "320")?;
            image.set_attribute("src", picture)?;
            card.append_child(&image)?;
        }
        let body = element("div", "map-card__body", None)?;
        body.append_child(&price(pin, locale)?.into())?;
        let title = element("p", "map-card__title", None)?;
        let link = element("a", "map-card__link", Some(&pin.title))?;
        link.set_attribute("href", address)?;
        title.append_child(&link)?;
        body.append_child(&title)?;
        body.append_child(&element("p", "map-card__place", Some(place))?.into())?;
        if *approximate {
            let note = element(
                "p",
                "map-card__note",
                Some(messages::map::approximate(locale)),
            )?;
            body.append_child(&note)?;
        }
        card.append_child(&body)?;
        let close = element("button", "map-card__close", Some("×"))?;
        close.set_attribute("type", "button")?;
        close.set_attribute("aria-label", messages::nav::close(locale))?;
        let leave = Closure::once_into_js(|| with_live(|live| _ = live.close_card()));
        close.add_event_listener_with_callback("click", leave.unchecked_ref())?;
        card.append_child(&close)?;
        Ok(())
    };
    fill().ok().map(|()| card.clone())
}

/// The price, in the currency that the visitor chose.
fn price(pin: &Pin, locale: Locale) -> Result<Element, JsValue> {
    let line = element("p", "map-card__price", None)?;
    let Some(price) = pin.price else {
        line.set_text_content(Some(&pin.label));
        return Ok(line);
    };
    let amount = element("data", "price", Some(&format::npr_compact(price, locale)))?;
    amount.set_attribute("value", &price.paisa().to_string())?;
    line.append_child(&amount)?;
    apply_to(&line);
    Ok(line)
}

fn element(name: &str, class: &str, text: Option<&str>) -> Result<Element, JsValue> {
    let element = document().create_element(name)?;
    element.set_class_name(class);
    if text.is_some() {
        element.set_text_content(text);
    }
    Ok(element)
}
