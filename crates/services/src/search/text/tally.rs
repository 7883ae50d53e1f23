//! Counting, for every home of a segment, what it answers and how well.

use tantivy::DocId;

/// How much repetition of a word in a home's text counts: half of all at so many.
const HALF_AT: f32 = 1.2;
/// Repetitions told apart.
const MOST_REPEATED: usize = 16;

/// What one home answers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    /// How well, over all things asked for.
    pub score: f32,
    /// How well it answers the present one.
    best: f32,
    /// How many things it answers.
    pub answered: u8,
    /// The last one it answered, from 1.
    last: u8,
}

/// The marks of a segment's homes, by document.
pub(super) struct Tally {
    marks: Vec<Mark>,
    present: u8,
    by_repetition: [f32; MOST_REPEATED],
}

impl Tally {
    pub(super) fn new(documents: usize) -> Self {
        let by_repetition = std::array::from_fn(|times| times as f32 / (times as f32 + HALF_AT));
        Self {
            marks: vec![Mark::default(); documents],
            present: 0,
            by_repetition,
        }
    }

    /// Goes on to the next thing asked for.
    pub(super) fn next(&mut self) {
        self.present += 1;
    }

    /// Marks homes that answer the present thing: each counts its best answer, once.
    pub(super) fn add(&mut self, documents: &[DocId], repetitions: &[u32], weight: f32) {
        for (document, times) in documents.iter().zip(repetitions) {
            let gain = weight * self.by_repetition[(*times as usize).min(MOST_REPEATED - 1)];
            let Some(mark) = self.marks.get_mut(*document as usize) else {
                continue;
            };
            if mark.last != self.present {
                mark.last = self.present;
                mark.answered += 1;
                mark.best = gain;
                mark.score += gain;
            } else if gain > mark.best {
                mark.score += gain - mark.best;
                mark.best = gain;
            }
        }
    }

    pub(super) fn into_marks(self) -> Vec<Mark> {
        self.marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_counts_its_best_answer_once() {
        let mut tally = Tally::new(3);
        tally.next();
        tally.add(&[0, 1], &[1, 1], 1.0);
        tally.add(&[1], &[4], 2.0);
        tally.add(&[1], &[1], 0.5);
        tally.next();
        tally.add(&[1], &[1], 1.0);
        let marks = tally.into_marks();
        assert_eq!(
            [marks[0].answered, marks[1].answered, marks[2].answered],
            [1, 2, 0]
        );
        let (once, four_times) = (1.0 / 2.2, 4.0 / 5.2);
        assert!((marks[0].score - once).abs() < 1e-6);
        assert!((marks[1].score - (2.0 * four_times + once)).abs() < 1e-6);
    }
}
