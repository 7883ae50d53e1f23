//! The index as it stood after a commit: what searches read.

use super::{matching, question::Question, rows, schema::Fields};
use crate::search::{answer::answer, error::IndexError};
use durbar_domain::{
    ListingSummary, PropertyId,
    search::{SearchQuery, SearchResults, SearchRow, TextReach, evaluate, evaluate::Candidate},
};
use std::sync::Arc;
use tantivy::{
    DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument,
    index::SegmentId,
    schema::{IndexRecordOption, Value},
};

/// All segments with the rows of their homes in memory.
pub(super) struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    /// In the searcher's order.
    segments: Vec<Arc<SegmentRows>>,
}

/// The rows of a segment; a segment never changes, so snapshots share them.
struct SegmentRows {
    id: SegmentId,
    rows: Vec<SearchRow>,
}

impl Snapshot {
    /// Reads the rows of segments that `before` doesn't have.
    pub(super) fn new(
        searcher: Searcher,
        fields: Fields,
        before: Option<&Snapshot>,
    ) -> Result<Self, IndexError> {
        let known = before
            .map(|snapshot| snapshot.segments.as_slice())
            .unwrap_or_default();
        let load = |segment: &SegmentReader| {
            let id = segment.segment_id();
            match known.iter().find(|rows| rows.id == id) {
                Some(rows) => Ok(rows.clone()),
                None => Ok(Arc::new(SegmentRows {
                    id,
                    rows: rows::read(segment)?,
                })),
            }
        };
        let segments = searcher
            .segment_readers()
            .iter()
            .map(load)
            .collect::<Result<_, IndexError>>()?;
        Ok(Self {
            searcher,
            fields,
            segments,
        })
    }

    /// Homes in the index.
    pub(super) fn homes(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Answers a search. Takes a few milliseconds of one core for 100,000 homes.
    pub(super) fn search(&self, query: &SearchQuery) -> Result<SearchResults, IndexError> {
        let question = query.text.as_deref().and_then(Question::of);
        let mut reach = TextReach::EveryWord;
        let evaluation = match question {
            None => evaluate(
                query,
                self.alive()
                    .map(|(_, _, row)| Candidate { row, score: 0.0 }),
            ),
            Some(question) => {
                let found = matching::matches(&self.searcher, &self.fields, &question)?;
                reach = found.reach;
                let candidates = self.alive().filter_map(|(segment, document, row)| {
                    let mark = found.marks[segment][document as usize];
                    (mark.answered >= found.needed).then_some(Candidate {
                        row,
                        score: mark.score,
                    })
                });
                evaluate(query, candidates)
            }
        };
        let cards = evaluation
            .listing_ids
            .iter()
            .map(|id| self.card(*id))
            .collect::<Result<_, _>>()?;
        Ok(answer(evaluation, cards, reach))
    }

    /// Segment, document and row of every home.
    fn alive(&self) -> impl Iterator<Item = (usize, u32, &SearchRow)> {
        self.segments
            .iter()
            .zip(self.searcher.segment_readers())
            .enumerate()
            .flat_map(|(place, (segment, reader))| {
                let alive = reader.alive_bitset();
                let rows = segment.rows.iter().zip(0u32..);
                rows.filter(move |(_, document)| {
                    alive.is_none_or(|alive| alive.is_alive(*document))
                })
                .map(move |(row, document)| (place, document, row))
            })
    }

    fn find(&self, id: PropertyId) -> Result<Option<DocAddress>, IndexError> {
        let id = id.to_string();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(self.fields.id)?;
            let Some(info) = inverted.terms().get(&id)? else {
                continue;
            };
            let mut postings =
                inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(segment as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn card(&self, id: PropertyId) -> Result<ListingSummary, IndexError> {
        let damaged = || IndexError::Damaged(format!("the card of {id} is missing"));
        let address = self.find(id)?.ok_or_else(damaged)?;
        let document: TantivyDocument = self.searcher.doc(address)?;
        let card = document
            .get_first(self.fields.card)
            .and_then(|value| value.as_bytes())
            .ok_or_else(damaged)?;
        Ok(serde_json::from_slice(card)?)
    }

    /// The version of a listing in the index; `None` when it isn't there.
    pub(super) fn version(&self, id: PropertyId) -> Result<Option<u64>, IndexError> {
        let Some(address) = self.find(id)? else {
            return Ok(None);
        };
        let versions = rows::versions(self.searcher.segment_reader(address.segment_ord))?;
        Ok(Some(versions.get_val(address.doc_id)))
    }
}
