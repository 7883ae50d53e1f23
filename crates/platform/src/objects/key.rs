//! Names of objects. Only the server makes them.

use std::{fmt, str::FromStr};

/// The key of an object: folders and a file name, joined by `/`, as in
/// `pictures/villa-02-hero/768.avif`.
///
/// Parts hold `A-Z a-z 0-9 _ -`; the file name, and no folder, also has dots between such
/// words. So no key can leave its bucket, and none is both an object and the folder of
/// another: on a file system those two could not stand side by side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

/// Why a text is not the key of an object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "an object key is at most {} characters: folders of A-Z a-z 0-9 _ - and a file name with an extension",
    ObjectKey::MAX
)]
pub struct ObjectKeyError;

impl ObjectKey {
    /// The longest key, in bytes. Embedded storage keeps an object's properties in a file
    /// named after bucket and key in base 64, and file names end at 255 bytes.
    pub const MAX: usize = 108;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last dot.
    pub fn extension(&self) -> &str {
        self.0
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

impl FromStr for ObjectKey {
    type Err = ObjectKeyError;

    fn from_str(text: &str) -> Result<Self, ObjectKeyError> {
        let (folders, file) = match text.rsplit_once('/') {
            Some((folders, file)) => (Some(folders), file),
            None => (None, text),
        };
        let folders_are_words = folders.is_none_or(|folders| folders.split('/').all(is_word));
        let file_is_named = file.contains('.') && file.split('.').all(is_word);
        if text.len() <= Self::MAX && folders_are_words && file_is_named {
            Ok(Self(text.to_owned()))
        } else {
            Err(ObjectKeyError)
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_the_server_makes() {
        for text in [
            "pictures/villa-02-hero/768.avif",
            "robots.txt",
            "a/b_c/d.tar.gz",
            "share/prp_01jx/en.jpg",
        ] {
            assert_eq!(
                text.parse::<ObjectKey>()
                    .map(|key| key.to_string())
                    .as_deref(),
                Ok(text)
            );
        }
        assert_eq!(
            "share/x.en.jpg"
                .parse::<ObjectKey>()
                .expect("a key")
                .extension(),
            "jpg"
        );
    }

    #[test]
    fn refuses_ways_out_of_the_bucket_and_keys_that_collide() {
        let long = format!("{}.jpg", "x".repeat(ObjectKey::MAX));
        let refused = [
            "",
            "/a.jpg",
            "a//b.jpg",
            "../b.jpg",
            "a/../b.jpg",
            "a/..",
            "..",
            ".",
            ".hidden",
            "a/.b.jpg",
            "a.jpg/",
            "a/b",
            "a.b/c.jpg",
            "a/b..jpg",
            "a/b.",
            "a\\b.jpg",
            "a/b\n.jpg",
            "a/b\0.jpg",
            "a b.jpg",
            "घर.jpg",
            "%2e.jpg",
            &long,
        ];
        for text in refused {
            assert_eq!(text.parse::<ObjectKey>(), Err(ObjectKeyError), "{text:?}");
        }
    }
}
