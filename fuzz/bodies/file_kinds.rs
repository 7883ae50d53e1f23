//! Whatever somebody uploads: its kind is told by its first bytes alone, and whether it is a
//! picture or a film is told within what was promised, without a panic.

use durbar_media::{FileKind, FilmProbe, PictureLimits, ProbeStep, SNIFFED_BYTES, inspect_picture};

/// More boxes than a film may have, and the one with the facts.
const MOST_PARTS: usize = 600;

/// Takes a file.
///
/// # Panics
/// When it is not so.
pub fn body(file: &[u8]) {
    let head = &file[..file.len().min(SNIFFED_BYTES)];
    let kind = FileKind::sniff(head);
    assert_eq!(FileKind::sniff(file), kind);
    if let Ok(size) = inspect_picture(file, &PictureLimits::STANDARD) {
        let is_accepted = matches!(kind, FileKind::Jpeg | FileKind::Png | FileKind::WebP);
        assert!(is_accepted, "a picture that is said to be {kind:?}");
        let pixels = u64::from(size.width) * u64::from(size.height);
        assert!((1..=PictureLimits::STANDARD.max_pixels).contains(&pixels));
    }
    probe(file);
}

fn probe(file: &[u8]) {
    let mut probe = FilmProbe::new(file.len() as u64);
    let mut step = probe.start();
    for _ in 0..MOST_PARTS {
        let ProbeStep::Read { offset, length } = step else {
            return;
        };
        let (from, to) = (offset as usize, (offset + length) as usize);
        let part = file.get(from..to).expect("it asks for what is there");
        match probe.read(part) {
            Ok(next) => step = next,
            Err(_) => return,
        }
    }
    panic!("it asks without end");
}
