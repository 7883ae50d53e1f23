//! What a picture file holds besides its one picture: frames, text that unpacks to a flood, and
//! whole files of another kind.
//!
//! What is served is always written anew from pixels, so nothing of this reaches a visitor. It
//! is refused all the same: a file that is two things at once was made to deceive.

use crate::{FileKind, MediaError};

/// Text chunks of a PNG that are packed, in bytes: a camera's or an editor's notes need less.
const MAX_PACKED_TEXT: usize = 1_048_576;
/// Where the marks of an archive's end may stand, counted from a file's end: its own size and the
/// longest comment it may have.
const ARCHIVE_TAIL: usize = 22 + 65_535;
/// Where readers of PDF look for a document's beginning.
const DOCUMENT_HEAD: usize = 1_024;

/// Refuses files with more than one frame and those that are something else as well.
///
/// # Errors
/// [`MediaError::Moving`] or [`MediaError::SomethingElseInside`].
pub(crate) fn check(bytes: &[u8], kind: FileKind) -> Result<(), MediaError> {
    let end = match kind {
        FileKind::Png => end_of_png(bytes)?,
        FileKind::WebP => end_of_webp(bytes)?,
        _ => None,
    };
    let trailer = end.and_then(|end| bytes.get(end..)).unwrap_or_default();
    // Zeros are what some programs fill a block of storage with.
    if trailer.iter().any(|byte| *byte != 0) || is_something_else(bytes) {
        return Err(MediaError::SomethingElseInside);
    }
    Ok(())
}

/// Whether readers of archives, documents or pages would take the file for one of theirs.
fn is_something_else(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(ARCHIVE_TAIL)..];
    let head = &bytes[..bytes.len().min(DOCUMENT_HEAD)];
    let holds = |part: &[u8], mark: &[u8]| {
        part.windows(mark.len())
            .any(|window| window.eq_ignore_ascii_case(mark))
    };
    is_archive(tail)
        || holds(head, b"%PDF-")
        || [b"<script".as_slice(), b"<html", b"<!doctype html", b"<?php"]
            .iter()
            .any(|mark| holds(head, mark) || holds(tail, mark))
}

/// Whether an end record of a ZIP archive on one disk stands here, with room for its comment: four
/// bytes alone come about by chance.
fn is_archive(tail: &[u8]) -> bool {
    let mark = b"PK\x05\x06";
    let starts = tail.windows(4).enumerate().filter(|(_, it)| it == mark);
    starts.map(|(at, _)| at).any(|at| {
        let comment = tail.get(at + 20..at + 22);
        let one_disk = tail.get(at + 4..at + 8) == Some(&[0; 4]);
        let length = comment.map(|it| usize::from(u16::from_le_bytes([it[0], it[1]])));
        one_disk && length.is_some_and(|length| at + 22 + length <= tail.len())
    })
}

/// Where a PNG ends; `None` when it is cut short, which the decoder words better.
fn end_of_png(bytes: &[u8]) -> Result<Option<usize>, MediaError> {
    let (mut position, mut packed_text) = (8, 0_usize);
    while let Some(header) = bytes.get(position..position + 8) {
        let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
        match &header[4..8] {
            b"acTL" => return Err(MediaError::Moving),
            b"zTXt" | b"iTXt" | b"iCCP" => packed_text = packed_text.saturating_add(length),
            b"IEND" => return Ok(Some(position + 12)),
            _ => {}
        }
        if packed_text > MAX_PACKED_TEXT {
            return Err(MediaError::SomethingElseInside);
        }
        position = position.saturating_add(length).saturating_add(12);
    }
    Ok(None)
}

/// Where a WebP ends by its own word.
fn end_of_webp(bytes: &[u8]) -> Result<Option<usize>, MediaError> {
    let mut position = 12;
    while let Some(header) = bytes.get(position..position + 8) {
        if matches!(&header[..4], b"ANIM" | b"ANMF") {
            return Err(MediaError::Moving);
        }
        let length = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        position = position
            .saturating_add(8)
            .saturating_add(length)
            .saturating_add(length % 2);
    }
    let size = bytes
        .get(4..8)
        .map(|it| u32::from_le_bytes([it[0], it[1], it[2], it[3]]));
    Ok(size.map(|size| 8 + size as usize + size as usize % 2))
}
