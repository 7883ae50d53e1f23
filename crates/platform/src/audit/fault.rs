//! What can be wrong with the trail, in lines that a person can act on.

use super::{chain::Head, record::PersonalPart};
use durbar_domain::EventId;
use std::fmt;

/// What a walk along the trail found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Links of the chain.
    pub sealed: usize,
    /// Entries that are to be put into the chain.
    pub waiting: usize,
    /// Entries that lost who was erased; they hold all the same.
    pub reduced: usize,
    /// The last link that was found in the archive; 0 where none was looked at.
    pub archived: u64,
    pub head: Option<Head>,
    pub faults: Vec<Fault>,
}

/// Something that isn't as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    LinksMissing {
        first: u64,
        last: u64,
    },
    LinksBehindHead {
        first: u64,
        last: u64,
    },
    LinkMisplaced {
        sequence: u64,
        says: u64,
    },
    LinkChanged {
        sequence: u64,
    },
    /// It doesn't follow the one before it.
    LinkLoose {
        sequence: u64,
    },
    HeadMissing,
    HeadChanged,
    SealedTwice {
        sequence: u64,
        id: EventId,
    },
    EntryMissing {
        sequence: u64,
        id: EventId,
    },
    EntryChanged {
        sequence: u64,
        id: EventId,
    },
    PartChanged {
        sequence: u64,
        id: EventId,
        part: PersonalPart,
    },
    EntryMisplaced {
        id: EventId,
        says: EventId,
    },
    EntryInserted {
        id: EventId,
    },
    WaitingMissing {
        id: EventId,
    },
    WaitingChanged {
        id: EventId,
    },
    Unreadable {
        name: String,
        reason: String,
    },
    ArchiveChanged {
        sequence: u64,
    },
    NotAsArchived {
        sequence: u64,
    },
}

impl Verification {
    /// What to tell, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("{} entries are in the chain", self.sealed),
            format!("{} entries wait to be put into it", self.waiting),
            format!("{} entries lost somebody who was erased", self.reduced),
        ];
        if let Some(head) = &self.head {
            lines.push(format!("its end is link {}, {}", head.version, head.hash));
        }
        if self.archived > 0 {
            lines.push(format!(
                "it was compared with the archive up to link {}",
                self.archived
            ));
        }
        lines.extend(self.faults.iter().map(|fault| format!("wrong: {fault}")));
        lines.push(match self.faults.len() {
            0 => "the audit trail is whole".to_owned(),
            1 => "the audit trail is not whole: 1 thing is wrong".to_owned(),
            count => format!("the audit trail is not whole: {count} things are wrong"),
        });
        lines
    }
}

impl fmt::Display for PersonalPart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Who => "who did it",
            Self::AboutWhom => "whom it is about",
            Self::Reason => "its reason",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LinksMissing { first, last } if first == last => {
                write!(out, "link {first} is missing")
            }
            Self::LinksMissing { first, last } => {
                write!(out, "the links {first} to {last} are missing")
            }
            Self::LinksBehindHead { first, last } => {
                write!(
                    out,
                    "the links {first} to {last} stand behind the end of the chain"
                )
            }
            Self::LinkMisplaced { sequence, says } => {
                write!(
                    out,
                    "link {sequence} is out of place: it says that it is link {says}"
                )
            }
            Self::LinkChanged { sequence } => write!(out, "link {sequence} was changed"),
            Self::LinkLoose { sequence } => {
                write!(out, "link {sequence} does not follow the link before it")
            }
            Self::HeadMissing => out.write_str("the end of the chain is missing"),
            Self::HeadChanged => out.write_str("the end of the chain is not its last link"),
            Self::SealedTwice { sequence, id } => {
                write!(
                    out,
                    "link {sequence} names the entry {id}, which an earlier link names"
                )
            }
            Self::EntryMissing { sequence, id } => {
                write!(out, "the entry {id} of link {sequence} is missing")
            }
            Self::EntryChanged { sequence, id } => {
                write!(out, "the entry {id} of link {sequence} was changed")
            }
            Self::PartChanged { sequence, id, part } => {
                write!(out, "the entry {id} of link {sequence} was changed: {part}")
            }
            Self::EntryMisplaced { id, says } => {
                write!(
                    out,
                    "the entry {id} is out of place: it says that it is {says}"
                )
            }
            Self::EntryInserted { id } => {
                write!(
                    out,
                    "the entry {id} was inserted: no link names it and it does not wait"
                )
            }
            Self::WaitingMissing { id } => {
                write!(out, "the entry {id}, which waits for the chain, is missing")
            }
            Self::WaitingChanged { id } => {
                write!(
                    out,
                    "the entry {id}, which waits for the chain, was changed"
                )
            }
            Self::Unreadable { name, reason } => write!(out, "{name}: {reason}"),
            Self::ArchiveChanged { sequence } => {
                write!(out, "link {sequence} was changed in the archive")
            }
            Self::NotAsArchived { sequence } => {
                write!(out, "link {sequence} is not what the archive says")
            }
        }
    }
}
