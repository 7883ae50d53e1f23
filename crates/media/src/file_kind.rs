//! What a file is, told by its first bytes and never by its name.

/// How many bytes of a file's beginning [`FileKind::sniff`] wants to see.
pub const SNIFFED_BYTES: usize = 64;

/// What kind of file something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Jpeg,
    Png,
    WebP,
    /// HEIF with HEVC inside, as iPhones take pictures. No library that reads it may be used here:
    /// those there are stand under the LGPL, and HEVC is patented.
    Heic,
    /// GIF, AVIF, TIFF, BMP, JPEG XL, SVG or a camera's own format: a picture that is not accepted.
    OtherPicture,
    Pdf,
    /// MP4 or QuickTime.
    Mp4,
    /// Matroska, AVI, MPEG: a film that is not accepted.
    OtherFilm,
    /// Anything else.
    Unknown,
}

impl FileKind {
    /// Recognises a file by its first [`SNIFFED_BYTES`], or all if it has fewer; what follows
    /// changes nothing.
    #[must_use]
    pub fn sniff(file: &[u8]) -> Self {
        // No more, so that a file and its beginning are of one kind.
        let head = &file[..file.len().min(SNIFFED_BYTES)];
        let starts = |with: &[&[u8]]| with.iter().any(|it| head.starts_with(it));
        if head.get(4..8) == Some(b"ftyp") {
            return Self::of_brand(head);
        }
        if starts(&[b"\xFF\xD8\xFF"]) {
            Self::Jpeg
        } else if starts(&[b"\x89PNG\r\n\x1a\n"]) {
            Self::Png
        } else if starts(&[b"RIFF"]) {
            match head.get(8..12) {
                Some(b"WEBP") => Self::WebP,
                Some(b"AVI ") => Self::OtherFilm,
                _ => Self::Unknown,
            }
        } else if starts(&[b"%PDF-"]) {
            Self::Pdf
        } else if starts(&[
            b"GIF8",
            b"II*\0",
            b"MM\0*",
            b"BM",
            b"<svg",
            b"\0\0\0\x0CJXL ",
            b"\xFF\x0A",
            b"\0\0\0\x0CjP  ",
        ]) {
            Self::OtherPicture
        } else if starts(&[
            b"\x1A\x45\xDF\xA3",
            b"\0\0\x01\xBA",
            b"\0\0\x01\xB3",
            b"FLV",
        ]) {
            Self::OtherFilm
        } else {
            match head.get(4..8) {
                // QuickTime of old begins without a brand.
                Some(b"moov" | b"mdat" | b"wide" | b"free" | b"skip") => Self::Mp4,
                _ => Self::Unknown,
            }
        }
    }

    /// By the brands of an ISO media file (ISO/IEC 14496-12, 4.3).
    fn of_brand(head: &[u8]) -> Self {
        let length = head[..4]
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let brands = head.get(8..length.min(head.len())).unwrap_or_default();
        let mut brands = brands.chunks_exact(4);
        let major = brands.next().unwrap_or_default();
        let is_any = |names: &[&[u8; 4]], brand: &[u8]| names.iter().any(|name| *name == brand);
        const HEIC: [&[u8; 4]; 8] = [
            b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
        ];
        if is_any(&[b"avif", b"avis"], major) {
            return Self::OtherPicture;
        }
        if is_any(&HEIC, major) {
            let of_av1 = brands.any(|brand| is_any(&[b"avif", b"avis"], brand));
            return if of_av1 {
                Self::OtherPicture
            } else {
                Self::Heic
            };
        }
        match major {
            b"crx " => Self::OtherPicture,
            _ => Self::Mp4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_first_bytes() {
        use FileKind::*;
        for (head, kind) in [
            (b"\xFF\xD8\xFF\xE0".as_slice(), Jpeg),
            (b"\x89PNG\r\n\x1a\n", Png),
            (b"RIFF\0\0\0\0WEBP", WebP),
            (b"RIFF\0\0\0\0AVI ", OtherFilm),
            (b"RIFF", Unknown),
            (b"%PDF-1.7", Pdf),
            (b"GIF89a", OtherPicture),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", OtherPicture),
            (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", OtherPicture),
            (b"\0\0\0\x14ftypisom\0\0\x02\0mp41", Mp4),
            (b"\0\0\0\x14ftypqt  \0\0\x02\0qt  ", Mp4),
            (b"\0\0\0\x08wide", Mp4),
            (b"\x1A\x45\xDF\xA3", OtherFilm),
            (b"MZ\x90\0", Unknown),
            (b"PK\x03\x04", Unknown),
            (b"<html>", Unknown),
            (b"", Unknown),
        ] {
            assert_eq!(FileKind::sniff(head), kind, "{}", head.escape_ascii());
        }
    }
}
