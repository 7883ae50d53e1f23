//! An index while it is being built.

use super::{
    document, folder,
    folder::IndexPlace,
    open::{OpenIndex, commit},
    schema::{self, Fields},
};
use crate::search::error::IndexError;
use durbar_domain::{ListingSummary, PropertyId};
use std::{collections::HashMap, path::PathBuf};
use tantivy::{
    Index, IndexWriter, Term,
    directory::MmapDirectory,
    indexer::{IndexWriterOptions, NoMergePolicy},
};

/// Memory for homes not yet written out, in bytes.
const BUILDING: usize = 40_000_000;

/// A new index that nobody reads yet. Its steps take the calling thread.
pub(super) struct Draft {
    index: Index,
    writer: IndexWriter,
    fields: Fields,
    /// Its folder; `None` in memory.
    folder: Option<PathBuf>,
    versions: HashMap<PropertyId, u64>,
}

impl Draft {
    pub(super) fn begin(place: &IndexPlace) -> Result<Self, IndexError> {
        let (schema, fields) = schema::schema();
        let builder = Index::builder().schema(schema).settings(schema::settings());
        let (index, folder) = match place {
            IndexPlace::Memory => (builder.create_in_ram()?, None),
            IndexPlace::Folder(root) => {
                let folder = folder::begin(root)?;
                let directory =
                    MmapDirectory::open(&folder).map_err(tantivy::TantivyError::from)?;
                (builder.open_or_create(directory)?, Some(folder))
            }
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(BUILDING)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            index,
            writer,
            fields,
            folder,
            versions: HashMap::new(),
        })
    }

    /// Adds homes. One that comes again counts in its newer state.
    pub(super) fn add(&mut self, cards: &[ListingSummary]) -> Result<(), IndexError> {
        for card in cards {
            let before = self.versions.get(&card.listing_id).copied();
            if before.is_some_and(|version| version >= card.version) {
                continue;
            }
            let Some(document) = document::of(&self.fields, card)? else {
                continue;
            };
            if before.is_some() {
                self.writer.delete_term(Term::from_field_text(
                    self.fields.id,
                    &card.listing_id.to_string(),
                ));
            }
            self.writer.add_document(document)?;
            self.versions.insert(card.listing_id, card.version);
        }
        Ok(())
    }

    /// Writes everything out as one segment, which is what searches read fastest.
    pub(super) fn finish(mut self) -> Result<(OpenIndex, Option<PathBuf>), IndexError> {
        commit(&mut self.writer, self.versions.len() as u64)?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
            self.writer.garbage_collect_files().wait()?;
        }
        self.writer.wait_merging_threads()?;
        Ok((OpenIndex::of(self.index)?, self.folder))
    }
}
