//! Which homes answer a text, and how well.

use super::{
    expand::{self, Reach, Variant},
    question::{Asked, Question},
    schema::Fields,
    tally::{Mark, Tally},
};
use crate::search::error::IndexError;
use durbar_domain::search::TextReach;
use tantivy::{Searcher, SegmentReader, schema::IndexRecordOption};

/// The homes that answer a text.
pub(super) struct Matches {
    /// What each home answers, by segment and document.
    pub marks: Vec<Vec<Mark>>,
    /// How many of the things asked for a home must answer.
    pub needed: u8,
    /// Whether that is all of them.
    pub reach: TextReach,
}

/// A thing asked for with what may be meant by it in each segment.
struct Meaning {
    variants: Vec<Vec<Variant>>,
    /// Homes that answer it, at least.
    homes: u32,
}

/// Judges all homes of all segments. All words must be answered; those that no home knows,
/// however spelled, are passed over. When nothing answers all, spelling is read more freely,
/// and when still nothing does, homes that answer any word are taken.
pub(super) fn matches(
    searcher: &Searcher,
    fields: &Fields,
    question: &Question,
) -> Result<Matches, IndexError> {
    let segments = searcher.segment_readers();
    let nearest = question
        .asked
        .iter()
        .map(|asked| nearest_meaning(segments, fields, asked));
    let strict = tally(segments, &known(nearest)?, question.asked.len())?;
    if strict.needed < 2 || any_complete(&strict, segments) {
        return Ok(strict);
    }
    let free = question
        .asked
        .iter()
        .map(|asked| meaning(segments, fields, asked, Reach::TwoWrong));
    let free = tally(segments, &known(free)?, question.asked.len())?;
    if any_complete(&free, segments) {
        return Ok(free);
    }
    Ok(Matches {
        needed: 1,
        reach: TextReach::SomeWords,
        ..strict
    })
}

fn known(
    meanings: impl Iterator<Item = Result<Meaning, IndexError>>,
) -> Result<Vec<Meaning>, IndexError> {
    let mut meanings = meanings.collect::<Result<Vec<_>, _>>()?;
    meanings.retain(|meaning| meaning.homes > 0);
    Ok(meanings)
}

/// What is meant at the least distance at which anything is.
fn nearest_meaning(
    segments: &[SegmentReader],
    fields: &Fields,
    asked: &Asked,
) -> Result<Meaning, IndexError> {
    let mut found = Meaning {
        variants: Vec::new(),
        homes: 0,
    };
    for reach in Reach::ALL {
        found = meaning(segments, fields, asked, reach)?;
        if found.homes > 0 {
            break;
        }
    }
    Ok(found)
}

fn meaning(
    segments: &[SegmentReader],
    fields: &Fields,
    asked: &Asked,
    reach: Reach,
) -> Result<Meaning, IndexError> {
    let variants = segments
        .iter()
        .map(|segment| expand::variants(segment, fields, asked, reach));
    let variants = variants.collect::<Result<Vec<_>, _>>()?;
    let most_frequent =
        |variants: &Vec<Variant>| variants.iter().map(|v| v.info.doc_freq).max().unwrap_or(0);
    let homes = variants.iter().map(most_frequent).sum();
    Ok(Meaning { variants, homes })
}

/// Counts what each home answers of the `meanings`, which stand for `asked` words or more.
fn tally(
    segments: &[SegmentReader],
    meanings: &[Meaning],
    asked: usize,
) -> Result<Matches, IndexError> {
    let all: u32 = segments.iter().map(SegmentReader::max_doc).sum();
    let mut marks = Vec::with_capacity(segments.len());
    for (place, segment) in segments.iter().enumerate() {
        let mut tally = Tally::new(segment.max_doc() as usize);
        for meaning in meanings {
            tally.next();
            // The rarer a word, the more it tells (the usual inverse document frequency).
            let rarity = (1.0 + all as f32 / (1 + meaning.homes) as f32).ln();
            for Variant {
                field,
                info,
                weight,
            } in &meaning.variants[place]
            {
                let inverted = segment.inverted_index(*field)?;
                let mut postings = inverted
                    .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                while !postings.docs().is_empty() {
                    tally.add(postings.docs(), postings.freqs(), rarity * weight);
                    postings.advance();
                }
            }
        }
        marks.push(tally.into_marks());
    }
    // Where no word is known, no home answers even one.
    let needed = u8::try_from(meanings.len()).unwrap_or(u8::MAX).max(1);
    let reach = match meanings.len() < asked {
        true => TextReach::SomeWords,
        false => TextReach::EveryWord,
    };
    Ok(Matches {
        marks,
        needed,
        reach,
    })
}

fn any_complete(matches: &Matches, segments: &[SegmentReader]) -> bool {
    matches.marks.iter().zip(segments).any(|(marks, segment)| {
        let mut complete = marks
            .iter()
            .zip(0..)
            .filter(|(mark, _)| mark.answered >= matches.needed);
        complete.any(|(_, document)| !segment.is_deleted(document))
    })
}
