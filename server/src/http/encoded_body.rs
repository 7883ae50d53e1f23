//! Bodies that keep their compressed forms, and the entity tags that go with them.

use super::encoding::Encoding;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use std::{io::Write as _, sync::OnceLock};

/// A body with its compressed forms, each made once at most, when first asked for.
#[derive(Debug)]
pub struct EncodedBody {
    identity: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    /// Hexadecimal digest of the bytes, the heart of the entity tags.
    digest: String,
    effort: Effort,
}

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For bytes that are sent many times: about a millisecond for a page, and within a tenth
    /// of the best size.
    Kept,
    /// For bytes that are sent once: a fifth of the time, a fifth more bytes.
    Once,
}

impl EncodedBody {
    pub fn new(identity: Bytes) -> Self {
        let digest = digest(&identity);
        Self {
            identity,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            digest,
            effort: Effort::Kept,
        }
    }

    /// The same, compressed with this effort from now on.
    pub fn with_effort(self, effort: Effort) -> Self {
        Self { effort, ..self }
    }

    /// With Brotli bytes prepared elsewhere.
    pub fn with_brotli(identity: Bytes, brotli: Bytes) -> Self {
        let body = Self::new(identity);
        body.brotli.get_or_init(|| brotli);
        body
    }

    /// The bytes in an encoding. Gzip is made of anything, Brotli too.
    pub fn bytes(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Identity => self.identity.clone(),
            Encoding::Gzip => self
                .gzip
                .get_or_init(|| gzip(&self.identity, self.effort))
                .clone(),
            Encoding::Brotli => self
                .brotli
                .get_or_init(|| brotli(&self.identity, self.effort))
                .clone(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.identity.is_empty()
    }

    /// Whether Brotli bytes are at hand.
    pub fn has_brotli(&self) -> bool {
        self.brotli.get().is_some()
    }

    /// The strong entity tag of an encoding.
    pub fn etag(&self, encoding: Encoding) -> String {
        format!("\"{}{}\"", self.digest, encoding.tag_suffix())
    }

    /// Whether `If-None-Match` names this body in any encoding: whoever holds one of them
    /// holds the same content.
    pub fn matches(&self, headers: &HeaderMap) -> bool {
        let named = headers
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok());
        named.flat_map(|value| value.split(',')).any(|tag| {
            let tag = tag.trim();
            tag == "*" || {
                let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
                tag.strip_suffix("-br")
                    .or(tag.strip_suffix("-gz"))
                    .unwrap_or(tag)
                    == self.digest
            }
        })
    }

    /// Bytes of memory, counting encodings that may yet be made.
    pub fn weight(&self) -> usize {
        self.identity.len() + self.identity.len() / 2
    }
}

/// The first 128 bits of SHA-256, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    Sha256::digest(bytes)[..16]
        .iter()
        .fold(String::with_capacity(32), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn gzip(bytes: &[u8], effort: Effort) -> Bytes {
    let level = match effort {
        Effort::Kept => 5,
        Effort::Once => 1,
    };
    let mut encoder = flate2::write::GzEncoder::new(
        Vec::with_capacity(bytes.len() / 3),
        flate2::Compression::new(level),
    );
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory does not fail").into()
}

fn brotli(bytes: &[u8], effort: Effort) -> Bytes {
    const BUFFER: usize = 16_384;
    const WINDOW_BITS: u32 = 20;
    let quality = match effort {
        Effort::Kept => 4,
        Effort::Once => 0,
    };
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    let mut encoder = brotli::CompressorWriter::new(&mut packed, BUFFER, quality, WINDOW_BITS);
    encoder
        .write_all(bytes)
        .expect("writing to memory does not fail");
    drop(encoder); // writes the last block
    packed.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use std::io::Read as _;

    #[test]
    fn every_encoding_holds_the_same_bytes() {
        let text = "Budhanilkantha ".repeat(500);
        let body = EncodedBody::new(text.clone().into());
        let mut from_gzip = String::new();
        flate2::read::GzDecoder::new(&body.bytes(Encoding::Gzip)[..])
            .read_to_string(&mut from_gzip)
            .expect("gzip");
        let mut from_brotli = String::new();
        brotli::Decompressor::new(&body.bytes(Encoding::Brotli)[..], 4_096)
            .read_to_string(&mut from_brotli)
            .expect("brotli");
        assert_eq!(
            (from_gzip.as_str(), from_brotli.as_str()),
            (text.as_str(), text.as_str())
        );
        assert!(body.bytes(Encoding::Brotli).len() < text.len() / 10);
    }

    #[test]
    fn an_entity_tag_of_any_encoding_matches() {
        let body = EncodedBody::new("x".into());
        let mut headers = HeaderMap::new();
        for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Brotli] {
            let value = format!("\"other\", W/{}", body.etag(encoding));
            headers.insert(header::IF_NONE_MATCH, value.parse().expect("a header"));
            assert!(body.matches(&headers));
        }
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
        assert!(!body.matches(&headers));
    }
}
