//! Which picture, and its name in addresses and in the bucket.

use crate::http::media::SHARE_FOLDER;
use durbar_domain::{Locale, PropertyId};
use durbar_platform::objects::ObjectKey;

/// Which picture: a home, its version, a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShareKey {
    pub listing_id: PropertyId,
    pub version: u64,
    pub locale: Locale,
}

impl ShareKey {
    /// Reads `prp_…-7.jpg` or `prp_…-7-ne.jpg`.
    pub fn from_file_name(file: &str) -> Option<Self> {
        let stem = file.strip_suffix(".jpg")?;
        let (stem, locale) = match stem.strip_suffix("-ne") {
            Some(stem) => (stem, Locale::Ne),
            None => (stem, Locale::En),
        };
        let (id, version) = stem.rsplit_once('-')?;
        let key = Self {
            listing_id: id.parse().ok()?,
            version: version.parse().ok()?,
            locale,
        };
        (key.file_name() == file).then_some(key)
    }

    /// The name in an address and in the bucket.
    pub fn file_name(&self) -> String {
        let language = if self.locale == Locale::Ne { "-ne" } else { "" };
        format!("{}-{}{language}.jpg", self.listing_id, self.version)
    }

    pub(super) fn object(&self) -> ObjectKey {
        format!("{SHARE_FOLDER}{}", self.file_name())
            .parse()
            .expect("identifiers and numbers make a key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_read_back_and_nothing_else_is() {
        let listing_id = PropertyId::from_parts(1_700_000_000_000, 7);
        for locale in [Locale::En, Locale::Ne] {
            let key = ShareKey {
                listing_id,
                version: 12,
                locale,
            };
            assert_eq!(ShareKey::from_file_name(&key.file_name()), Some(key));
            assert!(key.object().as_str().starts_with("share/prp_"));
        }
        for bad in [
            "prp_x-1.jpg",
            &format!("{listing_id}-01.jpg"),
            &format!("{listing_id}.jpg"),
            "..-1.jpg",
            "",
        ] {
            assert_eq!(ShareKey::from_file_name(bad), None, "{bad}");
        }
    }
}
