//! The typefaces of a share picture.

use std::sync::Arc;

use durbar_domain::Locale;
use resvg::usvg::Options;
use resvg::usvg::fontdb::{Database, Family, Query};

use crate::MediaError;

/// A typeface by the family name that its file carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Typeface(pub(crate) &'static str);

const CORMORANT: Typeface = Typeface("Cormorant Garamond SemiBold");
const INTER: Typeface = Typeface("Inter Medium");
const MUKTA_SEMIBOLD: Typeface = Typeface("Mukta SemiBold");
const MUKTA_MEDIUM: Typeface = Typeface("Mukta Medium");

/// Font files, loaded once and shared by every drawing.
#[derive(Debug, Clone)]
pub struct Fonts {
    database: Arc<Database>,
}

impl Fonts {
    /// The fonts compiled into this crate; the machine's own are never used.
    ///
    /// # Errors
    /// [`MediaError::Font`] when a file does not hold the family that is asked of it.
    pub fn embedded() -> Result<Self, MediaError> {
        let mut database = Database::new();
        // The first file that has a character is taken when the named one has not.
        for file in [
            include_bytes!("../../fonts/mukta-500.ttf").as_slice(),
            include_bytes!("../../fonts/mukta-600.ttf"),
            include_bytes!("../../fonts/inter-500.ttf"),
            include_bytes!("../../fonts/cormorant-garamond-600.ttf"),
        ] {
            database.load_font_data(file.to_vec());
        }
        for Typeface(family) in [CORMORANT, INTER, MUKTA_SEMIBOLD, MUKTA_MEDIUM] {
            let query = Query {
                families: &[Family::Name(family)],
                ..Query::default()
            };
            database.query(&query).ok_or(MediaError::Font(family))?;
        }
        Ok(Self {
            database: Arc::new(database),
        })
    }

    /// Options that draw text with these fonts alone.
    pub(crate) fn options(&self) -> Options<'static> {
        Options {
            fontdb: Arc::clone(&self.database),
            ..Options::default()
        }
    }
}

/// Titles, prices and the wordmark.
pub(crate) fn display(language: Locale) -> Typeface {
    match language {
        Locale::En => CORMORANT,
        Locale::Ne => MUKTA_SEMIBOLD,
    }
}

/// Everything else.
pub(crate) fn body(language: Locale) -> Typeface {
    match language {
        Locale::En => INTER,
        Locale::Ne => MUKTA_MEDIUM,
    }
}
