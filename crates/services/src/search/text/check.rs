//! Whether the files of an index are as they were written.

use crate::search::error::IndexError;
use tantivy::{Index, TantivyError, index::SegmentComponent};

/// Compares every file of the index with its checksum.
pub(super) fn check(index: &Index) -> Result<(), IndexError> {
    let directory = index.directory();
    for segment in index.load_metas()?.segments {
        let deletions = segment.has_deletes().then_some(SegmentComponent::Delete);
        for component in COMPONENTS.into_iter().chain(deletions) {
            let file = segment.relative_path(component);
            if !directory
                .validate_checksum(&file)
                .map_err(TantivyError::from)?
            {
                return Err(IndexError::Damaged(format!(
                    "{} has changed",
                    file.display()
                )));
            }
        }
    }
    Ok(())
}

/// The files every segment has. The engine itself does without some that are missing, and
/// then finds nothing.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];
