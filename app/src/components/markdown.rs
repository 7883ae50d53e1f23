//! The long texts in `content/`, shipped in the program.

use durbar_domain::{Locale, Neighbourhood};
use pulldown_cmark::{Parser, html::push_html};

/// A long text: its title, its standfirst where it has one, and the rest as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub standfirst: Option<String>,
    pub html: String,
}

/// Pages that are a text and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPage {
    About,
    Privacy,
    Terms,
}

macro_rules! content {
    ($locale:expr, $file:literal) => {
        match $locale {
            Locale::En => include_str!(concat!("../../../content/en/", $file, ".md")),
            Locale::Ne => include_str!(concat!("../../../content/ne/", $file, ".md")),
        }
    };
}

impl TextPage {
    pub fn path(self) -> &'static str {
        match self {
            TextPage::About => "/about",
            TextPage::Privacy => "/privacy",
            TextPage::Terms => "/terms",
        }
    }

    pub fn text(self, locale: Locale) -> Text {
        read(match self {
            TextPage::About => content!(locale, "about"),
            TextPage::Privacy => content!(locale, "privacy"),
            TextPage::Terms => content!(locale, "terms"),
        })
    }
}

/// What living in a neighbourhood is like.
pub fn neighbourhood(place: Neighbourhood, locale: Locale) -> Text {
    use Neighbourhood::*;
    read(match place {
        Budhanilkantha => content!(locale, "neighbourhoods/budhanilkantha"),
        Bhaisepati => content!(locale, "neighbourhoods/bhaisepati"),
        Sanepa => content!(locale, "neighbourhoods/sanepa"),
        Dhumbarahi => content!(locale, "neighbourhoods/dhumbarahi"),
        Bansbari => content!(locale, "neighbourhoods/bansbari"),
        Maharajgunj => content!(locale, "neighbourhoods/maharajgunj"),
        Baluwatar => content!(locale, "neighbourhoods/baluwatar"),
        Jhamsikhel => content!(locale, "neighbourhoods/jhamsikhel"),
        Tokha => content!(locale, "neighbourhoods/tokha"),
        Suryabinayak => content!(locale, "neighbourhoods/suryabinayak"),
    })
}

/// Splits `# Title`, an optional `*standfirst*` line and the body.
fn read(markdown: &str) -> Text {
    let (first, rest) = markdown
        .trim_start()
        .split_once('\n')
        .unwrap_or((markdown, ""));
    let rest = rest.trim_start();
    let (second, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let second = second.trim();
    let standfirst = second
        .strip_prefix(['*', '_'])
        .and_then(|line| line.strip_suffix(['*', '_']))
        .filter(|line| !line.starts_with('*'))
        .map(str::to_owned);
    let body = if standfirst.is_some() { after } else { rest };
    let mut html = String::new();
    push_html(&mut html, Parser::new(body));
    Text {
        title: first.trim_start_matches('#').trim().to_owned(),
        standfirst,
        html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn every_text_has_title_and_body_in_both_languages() {
        for locale in [Locale::En, Locale::Ne] {
            for page in [TextPage::About, TextPage::Privacy, TextPage::Terms] {
                let text = page.text(locale);
                assert!(
                    !text.title.is_empty() && text.html.contains("<p>"),
                    "{page:?} {locale:?}"
                );
            }
            for place in Neighbourhood::VARIANTS {
                let text = neighbourhood(*place, locale);
                assert!(
                    text.standfirst.is_some() && text.html.contains("<p>"),
                    "{place:?} {locale:?}"
                );
            }
        }
    }
}
