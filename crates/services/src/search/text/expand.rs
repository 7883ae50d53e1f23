//! From a word asked for to the words of the index that may be meant.

use super::{question::Asked, schema::Fields};
use crate::search::error::IndexError;
use tantivy::{
    SegmentReader, Term, postings::TermInfo, query::FuzzyTermQuery, schema::Field,
    termdict::TermDictionary,
};

/// Words of the index taken for one word asked for, in one segment.
const MOST_WORDS: usize = 64;
/// Words looked at for one beginning of a word.
const MOST_BEGINNINGS: usize = 512;
/// Letters from which one letter may be wrong, and from which two may.
const LETTERS_FOR_ONE: usize = 4;
const LETTERS_FOR_TWO: usize = 8;
/// Letters from which a last word may be a beginning although it is a word itself.
const LETTERS_FOR_BEGINNING: usize = 4;

/// How much a word of the index counts, by how it differs from the one asked for.
const EXACT: f32 = 1.0;
const BEGINNING: f32 = 0.6;
const ONE_WRONG: f32 = 0.4;
const TWO_WRONG: f32 = 0.25;

/// A word of a segment that may be meant.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// The field it was found in.
    pub field: Field,
    /// Where its homes are listed.
    pub info: TermInfo,
    /// How much it counts.
    pub weight: f32,
}

/// How far from the word asked for is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// The word as written.
    Exact,
    /// And, for the last word, those that begin with it.
    Beginning,
    /// And those with one letter wrong.
    OneWrong,
    /// And those with two letters wrong.
    TwoWrong,
}

impl Reach {
    pub(super) const ALL: [Reach; 4] = [
        Reach::Exact,
        Reach::Beginning,
        Reach::OneWrong,
        Reach::TwoWrong,
    ];
}

/// The words of a segment within `reach` of what is asked for.
pub(super) fn variants(
    segment: &SegmentReader,
    fields: &Fields,
    asked: &Asked,
    reach: Reach,
) -> Result<Vec<Variant>, IndexError> {
    let (word, last) = match asked {
        Asked::Listing(id) => {
            let found = segment
                .inverted_index(fields.id)?
                .terms()
                .get(id.to_string())?;
            return Ok(found
                .map(|info| Variant {
                    field: fields.id,
                    info,
                    weight: EXACT,
                })
                .into_iter()
                .collect());
        }
        Asked::Word { word, last } => (word.as_str(), *last),
    };
    let inverted = segment.inverted_index(fields.words)?;
    let dictionary = inverted.terms();
    let variant = |info: &TermInfo, weight| Variant {
        field: fields.words,
        info: info.clone(),
        weight,
    };
    let mut found: Vec<Variant> = dictionary
        .get(word)?
        .iter()
        .map(|info| variant(info, EXACT))
        .collect();
    let letters = word.chars().count();
    if last && beginning_allowed(letters, reach, found.is_empty()) {
        beginnings(dictionary, word, |info| {
            found.push(variant(info, BEGINNING))
        })?;
    }
    // A number with another digit is another number.
    if !word.contains(|c: char| c.is_ascii_digit()) {
        for (least, distance, weight) in [
            (LETTERS_FOR_ONE, 1, ONE_WRONG),
            (LETTERS_FOR_TWO, 2, TWO_WRONG),
        ] {
            if letters >= least && reach >= reach_of(distance) {
                let term = Term::from_field_text(fields.words, word);
                misspelt(dictionary, term, distance, |info| {
                    // What is a better variant already stays that.
                    if !found.iter().any(|known| known.info == *info) {
                        found.push(variant(info, weight));
                    }
                })?;
            }
        }
    }
    keep_best(&mut found);
    Ok(found)
}

fn beginning_allowed(letters: usize, reach: Reach, unknown: bool) -> bool {
    match reach {
        Reach::Exact => letters >= LETTERS_FOR_BEGINNING && !unknown,
        _ => letters >= 2,
    }
}

fn reach_of(distance: u8) -> Reach {
    if distance == 1 {
        Reach::OneWrong
    } else {
        Reach::TwoWrong
    }
}

fn beginnings(
    dictionary: &TermDictionary,
    word: &str,
    mut take: impl FnMut(&TermInfo),
) -> Result<(), IndexError> {
    let mut stream = dictionary.range().gt(word).into_stream()?;
    let mut looked = 0;
    while looked < MOST_BEGINNINGS && stream.advance() && stream.key().starts_with(word.as_bytes())
    {
        take(stream.value());
        looked += 1;
    }
    Ok(())
}

fn misspelt(
    dictionary: &TermDictionary,
    term: Term,
    distance: u8,
    mut take: impl FnMut(&TermInfo),
) -> Result<(), IndexError> {
    let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
    let mut stream = dictionary.search(automaton).into_stream()?;
    while stream.advance() {
        take(stream.value());
    }
    Ok(())
}

/// Keeps the closest variants, and of those the most frequent.
fn keep_best(found: &mut Vec<Variant>) {
    if found.len() > MOST_WORDS {
        found.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then(b.info.doc_freq.cmp(&a.info.doc_freq))
        });
        found.truncate(MOST_WORDS);
    }
}
