//! What the writes of a list share: its counts, and what a refusal says.

use super::{Listed, ShortlistStore, key};
use crate::{
    PlatformError,
    keys::{PrimaryKey, ShortlistKey},
    table::{ENTITY_TYPE, Item, Refusal, Write, attribute, text, to_item, version_of},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{AccountId, ShortlistId};
use std::collections::HashMap;

pub(super) const LIST: &str = "Shortlist";
pub(super) const HOME: &str = "ShortlistHome";
pub(super) const MEMBER: &str = "ShortlistMember";
pub(super) const INVITATION: &str = "ShortlistInvitation";
pub(super) const NOTE: &str = "ShortlistNote";
pub(super) const VOTE: &str = "ShortlistVote";
pub(super) const OWNED: &str = "ShortlistCount";

/// A list that is there and isn't deleted.
const LIVE: &str = "attribute_exists(PK) AND attribute_not_exists(deleted_at)";

/// What came of adding something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    Yes,
    /// It was there before; nothing was written.
    There,
    /// There is no room for more; nothing was written.
    Full,
}

/// What a list counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Count {
    Homes,
    Members,
    Notes,
    Invitations,
}

impl Count {
    pub const ALL: [Count; 4] = [
        Count::Homes,
        Count::Members,
        Count::Notes,
        Count::Invitations,
    ];

    pub fn attribute(self) -> &'static str {
        match self {
            Count::Homes => "home_count",
            Count::Members => "member_count",
            Count::Notes => "note_count",
            Count::Invitations => "invitation_count",
        }
    }

    /// Counts one more, if the list is live and has fewer than `max`.
    pub fn one_more(self, id: ShortlistId, max: u16) -> Write {
        let name = self.attribute();
        Write::UpdateIf {
            key: key(ShortlistKey::Shortlist(id)),
            expression: format!("ADD {name} :one"),
            condition: format!("{LIVE} AND {name} < :max"),
            names: &[],
            values: HashMap::from([
                (":one".to_owned(), number(1)),
                (":max".to_owned(), number(max.into())),
            ]),
        }
    }

    /// Counts one fewer, if the list is live.
    pub fn one_fewer(self, id: ShortlistId) -> Write {
        Write::UpdateIf {
            key: key(ShortlistKey::Shortlist(id)),
            expression: format!("ADD {} :less", self.attribute()),
            condition: LIVE.to_owned(),
            names: &[],
            values: HashMap::from([(":less".to_owned(), number(-1))]),
        }
    }
}

/// Changes nothing; only if the list is there and isn't deleted.
pub(super) fn live(id: ShortlistId) -> Write {
    Write::Require {
        key: key(ShortlistKey::Shortlist(id)),
        condition: LIVE,
    }
}

/// The entry of a list in an account's list of lists.
pub(super) fn listed(
    account: AccountId,
    shortlist_id: ShortlistId,
    left: bool,
) -> Result<Write, PlatformError> {
    let key = key(ShortlistKey::OfAccount(account, shortlist_id));
    let listed = Listed { shortlist_id, left };
    Ok(Write::Put(to_item(key, "ShortlistEntry", &listed)?))
}

pub(super) fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// An item with a further text.
pub(super) fn with(mut item: Item, name: &str, value: impl ToString) -> Item {
    item.insert(name.to_owned(), text(value.to_string()));
    item
}

impl ShortlistStore {
    /// Does the writes of a change of `what`.
    ///
    /// # Errors
    /// [`PlatformError::Missing`] when the list or the thing isn't there or the list is
    /// deleted, [`PlatformError::Conflict`] when the thing has another version.
    pub(super) async fn write(
        &self,
        what: PrimaryKey,
        writes: Vec<Write>,
    ) -> Result<Added, PlatformError> {
        let found = match self.table.transact(writes).await {
            Ok(()) => return Ok(Added::Yes),
            Err(Refusal::Failed(error)) => return Err(error),
            Err(Refusal::Condition { found }) => found,
        };
        let missing = PlatformError::Missing {
            key: what.to_string(),
        };
        let Some(found) = found else {
            return Err(missing);
        };
        match attribute(&found, ENTITY_TYPE)? {
            LIST if found.contains_key("deleted_at") => Err(missing),
            LIST | OWNED => Ok(Added::Full),
            _ if found.contains_key("version") => Err(PlatformError::Conflict {
                current_version: version_of(&found)?,
            }),
            _ => Ok(Added::There),
        }
    }
}
