//! Changes of a list's own item.

use super::{key, write::number};
use crate::{
    keys::{PrimaryKey, ShortlistKey},
    table::{Item, Write, text},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::shortlist::Shortlist;
use jiff::Timestamp;

/// A change of a list's own fields. The counts beside them aren't written over.
pub(super) struct Change {
    key: PrimaryKey,
    set: Vec<String>,
    pub remove: &'static [&'static str],
    values: Item,
    named: bool,
}

impl Change {
    /// The next version of a list.
    pub fn of(list: &Shortlist, now: Timestamp) -> Self {
        let version = |version: u64| number(i64::try_from(version).unwrap_or(i64::MAX));
        Self {
            key: key(ShortlistKey::Shortlist(list.shortlist_id)),
            set: vec![
                "version = :next".to_owned(),
                "modified_at = :now".to_owned(),
            ],
            remove: &[],
            values: Item::from([
                (":version".to_owned(), version(list.version)),
                (":next".to_owned(), version(list.version + 1)),
                (":now".to_owned(), text(now.to_string())),
            ]),
            named: false,
        }
    }

    /// Sets an attribute to what stands under `place` in the expression.
    pub fn set(&mut self, (name, place): (&str, &str), value: AttributeValue) {
        self.set.push(format!("{name} = {place}"));
        self.values.insert(place.to_owned(), value);
        self.named |= name == "#name";
    }

    /// The write, on the condition that the version is still the same and `and`.
    pub fn write(self, and: &str) -> Write {
        let mut expression = format!("SET {}", self.set.join(", "));
        if !self.remove.is_empty() {
            expression = format!("{expression} REMOVE {}", self.remove.join(", "));
        }
        Write::UpdateIf {
            key: self.key,
            expression,
            condition: format!("version = :version AND {and}"),
            // `name` is a reserved word of expressions.
            names: if self.named {
                &[("#name", "name")]
            } else {
                &[]
            },
            values: self.values,
        }
    }
}
