//! Fitting text that a person wrote into the space there is.

use resvg::usvg::Tree;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Fonts, Typeface};
use crate::MediaError;

const ELLIPSIS: char = '…';

/// Longer texts are cut before anything is measured; no line holds nearly as much.
const MAX_GRAPHEMES: usize = 240;

/// A typeface at a size in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) face: Typeface,
    pub(crate) size: f32,
}

/// One `<text>` element; `attributes` is trusted markup, `content` is not.
pub(crate) fn element(content: &str, style: Type, attributes: &str) -> String {
    let Type {
        face: Typeface(family),
        size,
    } = style;
    let content = escape(content);
    format!(r#"<text font-family="{family}" font-size="{size}" {attributes}>{content}</text>"#)
}

/// A document as large as the share picture around `body`.
pub(crate) fn document(body: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">{body}</svg>"#)
}

/// Width in pixels after shaping; 0 for nothing visible.
pub(crate) fn width(content: &str, style: Type, fonts: &Fonts) -> Result<f32, MediaError> {
    let tree = Tree::from_str(&document(&element(content, style, "")), &fonts.options())?;
    Ok(tree.root().abs_bounding_box().width())
}

/// Breaks between words into at most `max_lines` lines of `max_width` pixels; the last one ends
/// in an ellipsis when not everything fits. No lines for blank text.
pub(crate) fn wrap(
    content: &str,
    style: Type,
    max_width: f32,
    max_lines: usize,
    fonts: &Fonts,
) -> Result<Vec<String>, MediaError> {
    let content: String = clean(content).graphemes(true).take(MAX_GRAPHEMES).collect();
    let words: Vec<&str> = content.split_whitespace().collect();
    let fits = |text: &str| Ok::<_, MediaError>(width(text, style, fonts)? <= max_width);
    let mut lines = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let mut taken = 0;
        if lines.len() + 1 < max_lines {
            while taken < rest.len() && fits(&rest[..=taken].join(" "))? {
                taken += 1;
            }
        }
        if taken == 0 {
            lines.push(ellipsize(&rest.join(" "), fits)?);
            break;
        }
        lines.push(rest[..taken].join(" "));
        rest = &rest[taken..];
    }
    Ok(lines)
}

/// The text itself when it fits, else as much of its beginning as fits before an ellipsis.
fn ellipsize(
    text: &str,
    fits: impl Fn(&str) -> Result<bool, MediaError>,
) -> Result<String, MediaError> {
    if fits(text)? {
        return Ok(text.to_owned());
    }
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let cut = |kept: usize| {
        let mut shortened = graphemes[..kept].concat();
        shortened.truncate(shortened.trim_end_matches([' ', ',', ';', '·']).len());
        shortened.push(ELLIPSIS);
        shortened
    };
    // `low` graphemes fit (or nothing does), `high` do not.
    let (mut low, mut high) = (0, graphemes.len());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(&cut(middle))? {
            low = middle
        } else {
            high = middle
        }
    }
    Ok(cut(low))
}

/// Turns control characters, which XML forbids, into spaces.
fn clean(content: &str) -> String {
    content
        .chars()
        .map(|character| match character {
            '\u{FFFE}' | '\u{FFFF}' => ' ',
            character if character.is_control() => ' ',
            character => character,
        })
        .collect()
}

fn escape(content: &str) -> String {
    let mut escaped = String::with_capacity(content.len());
    for character in clean(content).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::fonts::{body, display};
    use super::*;
    use durbar_domain::Locale;

    fn fonts() -> Fonts {
        Fonts::embedded().expect("the embedded fonts load")
    }

    fn title(language: Locale) -> Type {
        Type {
            face: display(language),
            size: 44.0,
        }
    }

    #[test]
    fn a_short_text_stays_on_one_line() {
        let lines = wrap("A  home\n", title(Locale::En), 600.0, 2, &fonts()).expect("lines");
        assert_eq!(lines, ["A home"]);
        assert!(
            wrap(" \u{0} ", title(Locale::En), 600.0, 2, &fonts())
                .expect("lines")
                .is_empty()
        );
    }

    #[test]
    fn a_long_text_fills_its_lines_and_ends_in_an_ellipsis() {
        let fonts = fonts();
        for (language, word) in [(Locale::En, "courtyard "), (Locale::Ne, "बूढानीलकण्ठमा ")]
        {
            let lines = wrap(&word.repeat(30), title(language), 600.0, 2, &fonts).expect("lines");
            assert_eq!(lines.len(), 2);
            assert!(lines[1].ends_with(ELLIPSIS) && !lines[0].ends_with(ELLIPSIS));
            for line in &lines {
                let width = width(line, title(language), &fonts).expect("a width");
                assert!((300.0..=600.0).contains(&width), "{line}: {width}");
            }
        }
    }

    #[test]
    fn one_endless_word_is_cut_between_whole_letters() {
        let fonts = fonts();
        let lines = wrap(&"क्षि".repeat(200), title(Locale::Ne), 300.0, 2, &fonts).expect("lines");
        assert_eq!(lines.len(), 1);
        let letters = lines[0].strip_suffix(ELLIPSIS).expect("an ellipsis");
        assert_eq!(letters.replace("क्षि", ""), "");
        assert!(!letters.is_empty());
    }

    #[test]
    fn conjuncts_are_shaped() {
        let style = Type {
            face: body(Locale::Ne),
            size: 40.0,
        };
        let fonts = fonts();
        let joined = width("क्ष", style, &fonts).expect("a width");
        // A zero-width non-joiner keeps the same three characters apart.
        let apart = width("क्\u{200C}ष", style, &fonts).expect("a width");
        assert!(joined < apart, "{joined} should be narrower than {apart}");
    }

    #[test]
    fn markup_is_escaped_and_control_characters_vanish() {
        assert_eq!(escape("<a&'\">\u{1}"), "&lt;a&amp;&apos;&quot;&gt; ");
    }
}
