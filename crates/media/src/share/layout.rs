//! Where everything stands on a share picture.

use durbar_domain::Locale;

use super::fonts::{Fonts, body, display};
use super::text::{Type, document, element, width, wrap};
use super::{SHARE_PICTURE_SIZE, ShareCard};
use crate::{MediaError, PictureSize};

/// The cover fills the width above the band.
pub(crate) const COVER_SIZE: PictureSize = PictureSize {
    width: SHARE_PICTURE_SIZE.width,
    height: 434,
};

const PAPER: &str = "#FAF7F2";
const INK: &str = "#1B1815";
const MUTED_INK: &str = "#6B635A";
const BRASS: &str = "#86673A";

const WIDTH: f32 = 1200.0;
const HEIGHT: f32 = 630.0;
const BAND_TOP: f32 = 434.0;
const MARGIN: f32 = 56.0;
const COLUMN_GAP: f32 = 56.0;
const MAX_PRICE_WIDTH: f32 = 460.0;

/// Sizes in pixels; Devanagari needs a smaller face on taller lines than Cormorant Garamond.
struct Measures {
    title: f32,
    title_line: f32,
    /// From the last title baseline to that of the place.
    place_line: f32,
    place: f32,
    price: f32,
    wordmark: f32,
    badge: f32,
    /// Height of letters above the baseline over the size, to centre lines by eye.
    ascent: f32,
}

impl Measures {
    fn of(language: Locale) -> Self {
        match language {
            Locale::En => Self {
                title: 46.0,
                title_line: 50.0,
                place_line: 48.0,
                place: 24.0,
                price: 58.0,
                wordmark: 34.0,
                badge: 20.0,
                ascent: 0.64,
            },
            Locale::Ne => Self {
                title: 38.0,
                title_line: 54.0,
                place_line: 50.0,
                place: 25.0,
                price: 46.0,
                wordmark: 30.0,
                badge: 21.0,
                ascent: 0.72,
            },
        }
    }
}

/// The SVG document of everything but the cover, which shows through above the band.
pub(crate) fn drawing(card: &ShareCard<'_>, fonts: &Fonts) -> Result<String, MediaError> {
    let measures = Measures::of(card.language);
    let title_style = Type {
        face: display(card.language),
        size: measures.title,
    };
    let place_style = Type {
        face: body(card.language),
        size: measures.place,
    };
    let price_style = Type {
        face: display(card.language),
        size: measures.price,
    };
    let wordmark_style = Type {
        face: display(card.language),
        size: measures.wordmark,
    };

    let price = wrap(card.price_line, price_style, MAX_PRICE_WIDTH, 1, fonts)?.concat();
    let wordmark = wordmark(card.language);
    let right_column =
        width(&price, price_style, fonts)?.max(width(wordmark, wordmark_style, fonts)? + 36.0);
    let left_column = WIDTH - 2.0 * MARGIN - COLUMN_GAP - right_column;
    let title = wrap(card.title, title_style, left_column, 2, fonts)?;
    let place = wrap(card.place_line, place_style, left_column, 1, fonts)?.concat();

    let further_lines = title.len().saturating_sub(1) as f32 * measures.title_line;
    let block = measures.ascent * measures.title + further_lines + measures.place_line;
    let first_baseline =
        BAND_TOP + (HEIGHT - BAND_TOP - block) / 2.0 + measures.ascent * measures.title;
    let last_baseline = first_baseline + further_lines + measures.place_line;

    let mut svg = format!(
        r#"<rect y="{BAND_TOP}" width="{WIDTH}" height="{}" fill="{PAPER}"/>"#,
        HEIGHT - BAND_TOP
    );
    for (line, content) in title.iter().enumerate() {
        let y = first_baseline + line as f32 * measures.title_line;
        svg += &element(
            content,
            title_style,
            &format!(r#"x="{MARGIN}" y="{y}" fill="{INK}""#),
        );
    }
    let left = format!(r#"x="{MARGIN}" y="{last_baseline}" fill="{MUTED_INK}""#);
    svg += &element(&place, place_style, &left);
    let edge = WIDTH - MARGIN;
    let top_right = format!(r#"x="{edge}" y="{first_baseline}" text-anchor="end" fill="{INK}""#);
    svg += &element(&price, price_style, &top_right);
    let low_right = format!(r#"x="{edge}" y="{last_baseline}" text-anchor="end" fill="{BRASS}""#);
    svg += &element(wordmark, wordmark_style, &low_right);
    let mark_x = edge - width(wordmark, wordmark_style, fonts)? - 36.0;
    svg += &mark(mark_x, last_baseline);
    if let Some(label) = card.badge {
        svg += &badge(
            label,
            Type {
                face: body(card.language),
                size: measures.badge,
            },
            fonts,
        )?;
    }
    Ok(document(&svg))
}

fn wordmark(language: Locale) -> &'static str {
    match language {
        Locale::En => "Durbar",
        Locale::Ne => "दरबार",
    }
}

/// The tiered roof of the site's icon, 26 pixels wide, standing on `baseline`.
fn mark(x: f32, baseline: f32) -> String {
    let y = baseline - 25.0;
    format!(
        r#"<g fill="{BRASS}" transform="translate({x} {y}) scale(1) translate(-3 -3)"><path d="M15.5 3.2H16.5V6L24.6 12.6V13.6H7.4V12.6L15.5 6Z"/><path d="M10.6 15.2H21.4L29 20.2V21.4H3V20.2Z"/><path d="M7 23H13V28H7ZM19 23H25V28H19Z"/></g>"#
    )
}

/// A paper label in the upper left corner of the cover.
fn badge(label: &str, style: Type, fonts: &Fonts) -> Result<String, MediaError> {
    const HEIGHT: f32 = 46.0;
    const PADDING: f32 = 18.0;
    let label = wrap(label, style, 420.0, 1, fonts)?.concat();
    if label.is_empty() {
        return Ok(String::new());
    }
    let width = width(&label, style, fonts)? + 2.0 * PADDING;
    let baseline = MARGIN + HEIGHT / 2.0 + style.size * 0.35;
    let at = format!(r#"x="{}" y="{baseline}" fill="{INK}""#, MARGIN + PADDING);
    Ok(format!(
        r#"<rect x="{MARGIN}" y="{MARGIN}" width="{width}" height="{HEIGHT}" rx="2" fill="{PAPER}"/>{}"#,
        element(&label, style, &at)
    ))
}
