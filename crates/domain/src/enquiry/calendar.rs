//! A viewing as a calendar file (RFC 5545).

use super::Enquiry;
use jiff::Timestamp;

/// Most bytes in a line, its end left out (RFC 5545, 3.1).
const LINE: usize = 75;

/// What a calendar shows of a viewing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry<'a> {
    /// As in `Viewing: The jali house`.
    pub summary: &'a str,
    /// Where the home is, as the public knows it.
    pub place: &'a str,
    /// Address of the thread.
    pub url: &'a str,
}

/// The calendar file of an agreed viewing; `None` while none is agreed. A file made after a
/// later change has the same `UID` and a greater `SEQUENCE`, so a calendar moves the entry.
pub fn calendar(enquiry: &Enquiry, entry: &CalendarEntry<'_>) -> Option<String> {
    enquiry.state.confirmed_slot()?;
    Some(calendar_of([(enquiry, entry.clone())]))
}

/// A calendar file of several viewings; those that aren't agreed are left out.
pub fn calendar_of<'a>(
    viewings: impl IntoIterator<Item = (&'a Enquiry, CalendarEntry<'a>)>,
) -> String {
    let head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Durbar//Viewings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ];
    let viewings = viewings.into_iter();
    let inside = viewings.filter_map(|(enquiry, entry)| viewing(enquiry, &entry));
    head.into_iter()
        .map(str::to_owned)
        .chain(inside.flatten())
        .chain(["END:VCALENDAR".to_owned()])
        .map(|line| folded(&line))
        .collect()
}

/// The lines of an agreed viewing.
fn viewing(enquiry: &Enquiry, entry: &CalendarEntry<'_>) -> Option<[String; 11]> {
    let slot = enquiry.state.confirmed_slot()?;
    Some([
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@durbar", enquiry.enquiry_id),
        format!("SEQUENCE:{}", enquiry.version),
        format!("DTSTAMP:{}", utc(enquiry.modified_at)),
        format!("DTSTART:{}", utc(slot.starts_at())),
        format!("DTEND:{}", utc(slot.ends_at())),
        format!("SUMMARY:{}", escaped(entry.summary)),
        format!("LOCATION:{}", escaped(entry.place)),
        // A URI is no text: it isn't escaped, and has nothing that ends a line.
        format!("URL:{}", entry.url.replace(char::is_control, "")),
        "STATUS:CONFIRMED".to_owned(),
        "END:VEVENT".to_owned(),
    ])
}

/// A time as in `20261130T081500Z`.
fn utc(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line with its end, broken where it is too long; never within a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            bytes = 1;
        }
        bytes += c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
    out
}
