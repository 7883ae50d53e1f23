//! What a film is, told by the boxes of its MP4 or QuickTime file (ISO/IEC 14496-12). Only the
//! boxes' headers and the one with the facts are read, never the film.

use crate::MediaError;

/// Boxes of the outermost level that are looked at; a film has a handful.
const MAX_BOXES: usize = 512;
/// Largest `moov` box in bytes: that of an hour of film is a tenth of this.
const MAX_FACTS: u64 = 24 * 1024 * 1024;
/// Boxes within boxes, so deep and no deeper.
const MAX_DEPTH: usize = 8;
const HEADER: u64 = 16;

/// How a film's pictures are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoCodec {
    /// H.264, which every browser plays.
    H264,
    /// H.265, as newer phones and drones film.
    Hevc,
    Av1,
    Vp9,
    /// Anything else.
    Other,
}

/// What a film is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilmFacts {
    /// In milliseconds.
    pub duration_ms: u64,
    pub codec: VideoCodec,
    /// In pixels, turned upright.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// What the probe wants next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeStep {
    /// These bytes of the file, by [`FilmProbe::read`].
    Read {
        offset: u64,
        length: u64,
    },
    Known(FilmFacts),
}

/// Finds out what a film of `size` bytes is by asking for a few parts of it.
#[derive(Debug)]
pub struct FilmProbe {
    size: u64,
    offset: u64,
    boxes: usize,
    /// Length of the box with the facts, once it is found.
    facts: Option<u64>,
}

impl FilmProbe {
    #[must_use]
    pub fn new(size: u64) -> Self {
        Self {
            size,
            offset: 0,
            boxes: 0,
            facts: None,
        }
    }

    /// The part to begin with.
    #[must_use]
    pub fn start(&self) -> ProbeStep {
        self.ask(HEADER)
    }

    fn ask(&self, length: u64) -> ProbeStep {
        ProbeStep::Read {
            offset: self.offset,
            length: length.min(self.size - self.offset),
        }
    }

    /// Takes the part that was asked for.
    ///
    /// # Errors
    /// [`MediaError::UnreadableFilm`].
    pub fn read(&mut self, bytes: &[u8]) -> Result<ProbeStep, MediaError> {
        if self.facts.is_some() {
            return facts(bytes).map(ProbeStep::Known);
        }
        let unreadable = MediaError::UnreadableFilm;
        let (kind, header, length) =
            box_header(bytes).ok_or(unreadable("it has no description of what it shows"))?;
        let length = length.unwrap_or(self.size - self.offset);
        let end = self.offset.checked_add(length);
        let end = end.filter(|end| length >= header && *end <= self.size);
        let end = end.ok_or(unreadable("it is cut short"))?;
        self.boxes += 1;
        if &kind == b"moov" {
            if length > MAX_FACTS {
                return Err(unreadable("its description is too long"));
            }
            self.facts = Some(length);
            return Ok(self.ask(length));
        }
        self.offset = end;
        if self.offset >= self.size || self.boxes >= MAX_BOXES {
            return Err(unreadable("it has no description of what it shows"));
        }
        Ok(self.ask(HEADER))
    }
}

/// Kind, bytes of the header, and length with it; `None` for a length that reaches to the end.
fn box_header(bytes: &[u8]) -> Option<([u8; 4], u64, Option<u64>)> {
    let short = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?);
    let kind: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
    Some(match short {
        0 => (kind, 8, None),
        1 => {
            let long = u64::from_be_bytes(bytes.get(8..16)?.try_into().ok()?);
            (kind, 16, Some(long))
        }
        short => (kind, 8, Some(short.into())),
    })
}

/// The boxes within a box's content; those that are cut short are left out.
fn boxes(content: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = content;
    std::iter::from_fn(move || {
        let (kind, header, length) = box_header(rest)?;
        let length = length.unwrap_or(rest.len() as u64);
        let inner = rest.get(usize::try_from(header).ok()?..usize::try_from(length).ok()?)?;
        rest = &rest[inner.len() + header as usize..];
        Some((kind, inner))
    })
}

/// The content of the first box on a path of kinds.
fn find<'a>(content: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    debug_assert!(path.len() < MAX_DEPTH);
    let mut found = content;
    for wanted in path {
        found = boxes(found).find(|(kind, _)| kind == *wanted)?.1;
    }
    Some(found)
}

fn facts(moov: &[u8]) -> Result<FilmFacts, MediaError> {
    let unreadable = MediaError::UnreadableFilm;
    let (_, moov) = boxes(moov).next().ok_or(unreadable("it is cut short"))?;
    let header = find(moov, &[b"mvhd"]).ok_or(unreadable("it doesn't tell its length"))?;
    let duration_ms = duration(header).ok_or(unreadable("it doesn't tell its length"))?;
    let track = boxes(moov)
        .filter(|(kind, _)| kind == b"trak")
        .find(|(_, track)| {
            let handler = find(track, &[b"mdia", b"hdlr"]);
            handler.and_then(|it| it.get(8..12)) == Some(b"vide")
        });
    let (_, track) = track.ok_or(unreadable("it has sound alone"))?;
    let sample = find(track, &[b"mdia", b"minf", b"stbl", b"stsd"]).and_then(|it| it.get(12..16));
    let codec = match sample {
        Some(b"avc1" | b"avc3") => VideoCodec::H264,
        Some(b"hvc1" | b"hev1") => VideoCodec::Hevc,
        Some(b"av01") => VideoCodec::Av1,
        Some(b"vp09") => VideoCodec::Vp9,
        _ => VideoCodec::Other,
    };
    let (width, height) = find(track, &[b"tkhd"])
        .and_then(track_size)
        .ok_or(unreadable("it doesn't tell its size"))?;
    Ok(FilmFacts {
        duration_ms,
        codec,
        width,
        height,
    })
}

/// The length that a movie header tells, in milliseconds.
fn duration(header: &[u8]) -> Option<u64> {
    let long = *header.first()? == 1;
    let number = |at: usize| {
        let bytes = header.get(at..at + 4)?;
        Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
    };
    let (scale, length) = match long {
        true => (number(20)?, number(24)? << 32 | number(28)?),
        false => (number(12)?, number(16)?),
    };
    // All ones say that it isn't known.
    let unknown = if long { u64::MAX } else { u32::MAX.into() };
    (scale > 0 && length > 0 && length != unknown)
        .then(|| u64::try_from(u128::from(length) * 1_000 / u128::from(scale)).ok())?
}

/// Width and height of a track header, which has them as 16.16 numbers at its end, behind the
/// nine numbers of the matrix that turns it.
fn track_size(header: &[u8]) -> Option<(u32, u32)> {
    let end = header.get(header.len().checked_sub(8)?..)?;
    let matrix = header.get(header.len().checked_sub(44)?..)?;
    // A quarter turn takes nothing of the width to the width.
    let turned = matrix[..4] == [0; 4] && matrix[4..8] != [0; 4];
    let whole = |at: usize| u32::from(u16::from_be_bytes([end[at], end[at + 1]]));
    let (width, height) = (whole(0), whole(4));
    let upright = if turned {
        (height, width)
    } else {
        (width, height)
    };
    (width > 0 && height > 0).then_some(upright)
}
