//! Messages as they travel (RFC 5322, MIME), and back.

use super::{KeptMail, MailId, MailMessage};
use crate::PlatformError;
use durbar_domain::account::EmailAddress;
use jiff::Timestamp;
use mail_builder::{
    MessageBuilder,
    headers::{message_id::MessageId, raw::Raw},
};
use mail_parser::{Message, MessageParser};

/// The longest further header, in bytes: with its name it stays below the 998 of a line.
const MAX_HEADER: usize = 900;
/// The longest subject, in characters.
const MAX_SUBJECT: usize = 300;
/// Headers that say who writes what to whom; a message's further headers may not.
const OURS: [&str; 12] = [
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "return-path",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "mime-version",
];

/// The message as it travels, from `sender` (`name`, address) at `now`.
///
/// # Errors
/// Refuses a message with a line end or another control character in a header, so that no
/// text of a visitor can add headers or recipients.
pub(super) fn write(
    message: &MailMessage,
    id: &MailId,
    (name, sender): (&str, &EmailAddress),
    now: Timestamp,
) -> Result<Vec<u8>, PlatformError> {
    check(message).map_err(refused)?;
    let (_, host) = sender.as_str().split_once('@').unwrap_or_default();
    let mut builder = MessageBuilder::new()
        .from((name, sender.as_str()))
        .to(message.to.as_str())
        .subject(message.subject.as_str())
        .date(now.as_second())
        .message_id(MessageId::new(format!("{id}@{host}")));
    for (name, value) in &message.headers {
        builder = builder.header(*name, Raw::new(value.as_str()));
    }
    builder
        .text_body(message.text.as_str())
        .write_to_vec()
        .map_err(|error| refused(error.to_string()))
}

fn check(message: &MailMessage) -> Result<(), String> {
    let line = |text: &str| !text.chars().any(|c| c.is_control() || is_line_separator(c));
    if !line(&message.subject) || message.subject.chars().count() > MAX_SUBJECT {
        return Err("its subject is not one line of ordinary length".to_owned());
    }
    if message
        .text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err("its text holds control characters".to_owned());
    }
    for (name, value) in &message.headers {
        let named_well = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let lower = name.to_ascii_lowercase();
        if !named_well || OURS.contains(&lower.as_str()) || lower.starts_with("content-") {
            return Err(format!("it may not have a header {name:?}"));
        }
        let visible = value
            .bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if !visible || value.trim().is_empty() || value.len() > MAX_HEADER {
            return Err(format!(
                "its header {name} is not one line of visible ASCII"
            ));
        }
    }
    Ok(())
}

fn is_line_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn refused(reason: String) -> PlatformError {
    PlatformError::Service {
        operation: "writing a mail",
        retryable: false,
        source: reason.into(),
    }
}

/// Reads a message back as a mail program does; `None` when it is none.
pub(super) fn read(id: MailId, bytes: &[u8]) -> Option<KeptMail> {
    let message = MessageParser::default().parse(bytes)?;
    let text = message.body_text(0)?.replace("\r\n", "\n");
    Some(KeptMail {
        id,
        sent_at: Timestamp::from_second(message.date()?.to_timestamp()).ok()?,
        to: message.to()?.first()?.address()?.to_owned(),
        subject: message.subject()?.to_owned(),
        text,
        headers: further_headers(&message),
    })
}

fn further_headers(message: &Message<'_>) -> Vec<(String, String)> {
    let further = |name: &str| {
        let lower = name.to_ascii_lowercase();
        !OURS.contains(&lower.as_str()) && !lower.starts_with("content-")
    };
    message
        .headers_raw()
        .filter(|(name, _)| further(name))
        .map(|(name, value)| {
            let unfolded = value.split_whitespace().collect::<Vec<_>>().join(" ");
            (name.to_owned(), unfolded)
        })
        .collect()
}
