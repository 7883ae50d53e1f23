//! Whether a JPEG file is all there.
//!
//! The decoder fills what is missing with grey and reports success, so a broken upload would be
//! published half grey. Markers are those of ITU-T T.81, table B.1.

const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const TEMPORARY: u8 = 0x01;

/// True when the segments of the first image run without a gap to its end marker.
///
/// What follows the end marker is ignored: phones append depth maps and second pictures there.
pub(crate) fn reaches_end_marker(bytes: &[u8]) -> bool {
    let mut position = 0;
    while let Some((marker, after)) = next_marker(bytes, position) {
        position = match marker {
            END_OF_IMAGE => return true,
            START_OF_IMAGE | TEMPORARY => after,
            _ => match segment_length(bytes, after) {
                Some(length) => after + length,
                None => return false,
            },
        };
        if marker == START_OF_SCAN {
            position = skip_scan_data(bytes, position);
        }
    }
    false
}

/// The marker at `position` and where its content begins; fill bytes (0xFF) may stand before it.
fn next_marker(bytes: &[u8], position: usize) -> Option<(u8, usize)> {
    if *bytes.get(position)? != 0xFF {
        return None;
    }
    let fill = bytes[position..]
        .iter()
        .take_while(|&&byte| byte == 0xFF)
        .count();
    let marker = *bytes.get(position + fill)?;
    Some((marker, position + fill + 1))
}

/// Length of a segment including its two length bytes.
fn segment_length(bytes: &[u8], position: usize) -> Option<usize> {
    let pair = bytes.get(position..position + 2)?;
    let length = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
    (length >= 2).then_some(length)
}

/// Where the next marker after entropy-coded data stands; stuffed zeros and restart markers
/// (0xD0 to 0xD7) belong to the data.
fn skip_scan_data(bytes: &[u8], mut position: usize) -> usize {
    while let Some(pair) = bytes.get(position..position + 2) {
        let is_data = pair[0] != 0xFF || pair[1] == 0x00 || (0xD0..=0xD7).contains(&pair[1]);
        if !is_data {
            return position;
        }
        position += if pair[0] == 0xFF { 2 } else { 1 };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::reaches_end_marker;

    /// Start, a comment segment, a scan with a stuffed zero and a restart marker, end.
    const WHOLE: &[u8] = &[
        0xFF, 0xD8, 0xFF, 0xFE, 0x00, 0x04, 0xFF, 0xD9, 0xFF, 0xDA, 0x00, 0x03, 0x00, 0x11, 0xFF,
        0x00, 0x22, 0xFF, 0xD3, 0x33, 0xFF, 0xFF, 0xD9,
    ];

    #[test]
    fn a_whole_stream_and_one_with_a_trailer_reach_their_end() {
        assert!(reaches_end_marker(WHOLE));
        let mut with_trailer = WHOLE.to_vec();
        with_trailer.extend_from_slice(b"appended by a phone");
        assert!(reaches_end_marker(&with_trailer));
    }

    #[test]
    fn no_shorter_stream_reaches_its_end() {
        for length in 0..WHOLE.len() {
            assert!(!reaches_end_marker(&WHOLE[..length]), "cut at {length}");
        }
    }

    #[test]
    fn a_segment_shorter_than_its_own_length_field_is_refused() {
        assert!(!reaches_end_marker(&[
            0xFF, 0xD8, 0xFF, 0xFE, 0x00, 0x01, 0xFF, 0xD9
        ]));
    }
}
