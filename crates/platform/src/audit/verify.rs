//! Walking the trail: whether it is what was written. For the command line, never for a
//! request: it reads the whole table.

use super::{
    AuditStore,
    archive::AuditArchive,
    chain::{Head, Link},
    fault::{Fault, Verification},
    record::{PersonalPart, Record},
};
use crate::{
    PlatformError,
    keys::{AuditKey, Digest, PrimaryKey},
    table::{Item, PK, SK, attribute, from_item, text},
};
use durbar_domain::EventId;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How often the trail is walked again because it was written to meanwhile.
const ATTEMPTS: u32 = 5;
/// What the `PK` of all that belongs to the trail starts with.
const START: &str = "AUDIT";

/// What was found in the table.
#[derive(Default)]
struct Found {
    head: Option<Head>,
    links: BTreeMap<u64, Link>,
    entries: HashMap<EventId, FoundEntry>,
    waiting: BTreeSet<EventId>,
    faults: Vec<Fault>,
}

/// An entry, as far as the chain is concerned.
struct FoundEntry {
    /// `None` for one from before there was a chain.
    digest: Option<Digest>,
    changed: Vec<PersonalPart>,
    is_reduced: bool,
}

impl AuditStore {
    /// Compares the trail with its chain, and the chain with what was written to `archive`.
    pub async fn verify(
        &self,
        archive: Option<&AuditArchive>,
    ) -> Result<Verification, PlatformError> {
        for attempt in 1.. {
            let before = self.head().await?;
            let found = self.read_all().await?;
            if self.head().await? == before || attempt == ATTEMPTS {
                let mut verification = found.judge();
                if let Some(archive) = archive {
                    self.compare(archive, &found, &mut verification).await?;
                }
                return Ok(verification);
            }
        }
        unreachable!("the last attempt returns")
    }

    async fn read_all(&self) -> Result<Found, PlatformError> {
        let scan = self.table.client().scan().table_name(self.table.name());
        let mut items = scan
            .consistent_read(true)
            .filter_expression("begins_with(#p, :p)")
            .expression_attribute_names("#p", PK)
            .expression_attribute_values(":p", text(START))
            .into_paginator()
            .items()
            .send();
        let mut found = Found::default();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| PlatformError::service("Scan", error))?;
            found.add(item)?;
        }
        Ok(found)
    }

    async fn compare(
        &self,
        archive: &AuditArchive,
        found: &Found,
        verification: &mut Verification,
    ) -> Result<(), PlatformError> {
        for line in archive.lines().await? {
            let sequence = line.link.sequence;
            verification.archived = verification.archived.max(sequence);
            if line.entry.digest()? != line.link.entry || line.link.computed() != line.link.hash {
                verification.faults.push(Fault::ArchiveChanged { sequence });
            } else if found.links.get(&sequence).map(|it| it.hash) != Some(line.link.hash) {
                verification.faults.push(Fault::NotAsArchived { sequence });
            }
        }
        Ok(())
    }
}

impl Found {
    fn add(&mut self, item: Item) -> Result<(), PlatformError> {
        let (partition, sort) = (
            attribute(&item, PK)?.to_owned(),
            attribute(&item, SK)?.to_owned(),
        );
        let name = format!("{partition} / {sort}");
        let read = match PrimaryKey::parse(&partition, &sort) {
            Ok(PrimaryKey::Audit(key)) => self.read(key, item),
            _ => Err(PlatformError::corrupt(&name, "nothing has this key")),
        };
        if let Err(error) = read {
            let reason = error.to_string();
            self.faults.push(Fault::Unreadable { name, reason });
        }
        Ok(())
    }

    fn read(&mut self, key: AuditKey, item: Item) -> Result<(), PlatformError> {
        match key {
            AuditKey::Head => self.head = Some(from_item(item)?),
            AuditKey::Waiting(id) => {
                self.waiting.insert(id);
            }
            AuditKey::Link(sequence) => {
                self.links.insert(sequence, from_item(item)?);
            }
            AuditKey::Entry(id) => {
                let (entry, seals) = Record::read(item)?;
                if entry.event_id != id {
                    let says = entry.event_id;
                    self.faults.push(Fault::EntryMisplaced { id, says });
                }
                let record = seals.map(|seals| Record { entry, seals });
                let digest = record.as_ref().map(|it| it.commitment().digest());
                let found = FoundEntry {
                    digest: digest.transpose()?,
                    changed: record
                        .as_ref()
                        .map(Record::changed_parts)
                        .unwrap_or_default(),
                    is_reduced: record.is_some_and(|record| record.is_reduced()),
                };
                self.entries.insert(id, found);
            }
            // How far it was exported, and which entries name an account, prove nothing.
            AuditKey::Exported | AuditKey::OfAccount { .. } => {}
        }
        Ok(())
    }

    fn judge(&self) -> Verification {
        let mut faults = self.faults.clone();
        faults.extend(self.link_faults());
        let mut sealed = HashSet::new();
        for (sequence, link) in &self.links {
            let (sequence, id) = (*sequence, link.event_id);
            if !sealed.insert(id) {
                faults.push(Fault::SealedTwice { sequence, id });
            }
            match self.entries.get(&id) {
                None => faults.push(Fault::EntryMissing { sequence, id }),
                Some(entry) => {
                    if entry.digest != Some(link.entry) {
                        faults.push(Fault::EntryChanged { sequence, id });
                    }
                    let changed = entry.changed.iter();
                    faults.extend(changed.map(|&part| Fault::PartChanged { sequence, id, part }));
                }
            }
        }
        let waits = |id: &EventId| self.waiting.contains(id) || self.head.is_none();
        let loose = self.entries.keys().filter(|id| !sealed.contains(*id));
        let (waiting, inserted): (Vec<_>, Vec<_>) = loose.copied().partition(waits);
        let mut inserted = inserted;
        inserted.sort_unstable();
        faults.extend(inserted.into_iter().map(|id| Fault::EntryInserted { id }));
        let lost = self
            .waiting
            .iter()
            .filter(|id| !self.entries.contains_key(*id));
        faults.extend(lost.map(|&id| Fault::WaitingMissing { id }));
        let unfit = waiting
            .iter()
            .filter(|id| !self.entries[*id].changed.is_empty());
        faults.extend(unfit.map(|&id| Fault::WaitingChanged { id }));
        Verification {
            sealed: self.links.len(),
            waiting: waiting.len(),
            reduced: self.entries.values().filter(|it| it.is_reduced).count(),
            archived: 0,
            head: self.head.clone(),
            faults,
        }
    }

    /// What is wrong with the chain itself.
    fn link_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let (mut next, mut before) = (1, None);
        for (&sequence, link) in &self.links {
            if sequence > next {
                let (first, last) = (next, sequence - 1);
                faults.push(Fault::LinksMissing { first, last });
            }
            if link.sequence != sequence {
                let says = link.sequence;
                faults.push(Fault::LinkMisplaced { sequence, says });
            } else if link.computed() != link.hash {
                faults.push(Fault::LinkChanged { sequence });
            } else if sequence == next && link.previous != before {
                faults.push(Fault::LinkLoose { sequence });
            }
            (next, before) = (sequence + 1, Some(link.hash));
        }
        let last = next - 1;
        match &self.head {
            None if last > 0 => faults.push(Fault::HeadMissing),
            Some(head) if head.version > last => {
                let (first, last) = (next, head.version);
                faults.push(Fault::LinksMissing { first, last });
            }
            Some(head) if head.version < last => {
                let (first, last) = (head.version + 1, last);
                faults.push(Fault::LinksBehindHead { first, last });
            }
            Some(head) if Some(head.hash) != before => faults.push(Fault::HeadChanged),
            _ => {}
        }
        faults
    }
}
