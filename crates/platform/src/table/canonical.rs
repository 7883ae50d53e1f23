//! Items as text in which DynamoDB itself writes them ("DynamoDB JSON"), each in one spelling
//! alone: attributes stand in the order of their names, so that equal items are equal texts.

use super::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// An item, as in `{"PK":{"S":"SEED"},"SK":{"S":"METADATA"}}`.
pub(crate) fn canonical(item: &Item) -> String {
    let mut out = String::with_capacity(1_024);
    write_map(&mut out, item);
    out
}

fn write_map(out: &mut String, fields: &Item) {
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort_unstable();
    out.push('{');
    for (at, name) in names.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(out, name);
        out.push(':');
        write_value(out, &fields[name]);
    }
    out.push('}');
}

fn write_value(out: &mut String, value: &AttributeValue) {
    match value {
        AttributeValue::S(text) => tagged(out, "S", |out| write_text(out, text)),
        AttributeValue::N(number) => tagged(out, "N", |out| write_text(out, number)),
        AttributeValue::Bool(yes) => tagged(out, "BOOL", |out| out.push_str(bool_text(*yes))),
        AttributeValue::Null(yes) => tagged(out, "NULL", |out| out.push_str(bool_text(*yes))),
        AttributeValue::B(bytes) => tagged(out, "B", |out| write_bytes(out, bytes.as_ref())),
        AttributeValue::L(values) => tagged(out, "L", |out| write_list(out, values, write_value)),
        AttributeValue::M(fields) => tagged(out, "M", |out| write_map(out, fields)),
        AttributeValue::Ss(texts) => tagged(out, "SS", |out| write_set(out, texts)),
        AttributeValue::Ns(numbers) => tagged(out, "NS", |out| write_set(out, numbers)),
        AttributeValue::Bs(blobs) => tagged(out, "BS", |out| {
            write_list(out, blobs, |out, bytes| write_bytes(out, bytes.as_ref()));
        }),
        // A type that the SDK learned after this was written; nothing here writes one.
        _ => out.push_str("{}"),
    }
}

fn tagged(out: &mut String, tag: &str, write: impl FnOnce(&mut String)) {
    out.push_str("{\"");
    out.push_str(tag);
    out.push_str("\":");
    write(out);
    out.push('}');
}

/// A set has no order; here it has.
fn write_set(out: &mut String, texts: &[String]) {
    let mut sorted: Vec<&String> = texts.iter().collect();
    sorted.sort_unstable();
    write_list(out, &sorted, |out, text| write_text(out, text));
}

fn write_list<T>(out: &mut String, values: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, value);
    }
    out.push(']');
}

fn write_bytes(out: &mut String, bytes: &[u8]) {
    write_text(out, &STANDARD.encode(bytes));
}

fn write_text(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

fn bool_text(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::text;

    #[test]
    fn equal_items_are_equal_texts_whatever_the_order_of_their_attributes() {
        let inner = Item::from([
            ("b".to_owned(), AttributeValue::N("1.50".to_owned())),
            ("a".to_owned(), AttributeValue::Bool(true)),
        ]);
        let item = Item::from([
            ("SK".to_owned(), text("say \"hi\"\n")),
            ("PK".to_owned(), text("घर")),
            ("m".to_owned(), AttributeValue::M(inner)),
            (
                "l".to_owned(),
                AttributeValue::L(vec![AttributeValue::Null(true), text("")]),
            ),
            (
                "s".to_owned(),
                AttributeValue::Ss(vec!["z".to_owned(), "y".to_owned()]),
            ),
        ]);
        assert_eq!(
            canonical(&item),
            r#"{"PK":{"S":"घर"},"SK":{"S":"say \"hi\"\n"},"l":{"L":[{"NULL":true},{"S":""}]},"m":{"M":{"a":{"BOOL":true},"b":{"N":"1.50"}}},"s":{"SS":["y","z"]}}"#
        );
    }
}
