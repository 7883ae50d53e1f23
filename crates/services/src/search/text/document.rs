//! A home's card as a document of the index.

use super::{rows, schema::Fields};
use crate::search::{
    error::IndexError,
    words::{compounds, vocabulary, words},
};
use durbar_domain::{ListingSummary, search::SearchRow};
use tantivy::TantivyDocument;

/// How often the words of each part are repeated: what weighs more in the order of results.
const NAME: usize = 4;
const KIND: usize = 2;
const STORY: usize = 1;

/// The document of a home; `None` when it isn't for the public to find.
pub(super) fn of(
    fields: &Fields,
    card: &ListingSummary,
) -> Result<Option<TantivyDocument>, IndexError> {
    let Some(row) = SearchRow::of(card) else {
        return Ok(None);
    };
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, card.listing_id.to_string());
    document.add_text(fields.words, words_of(card));
    document.add_bytes(fields.card, &serde_json::to_vec(card)?);
    document.add_u64(fields.version, card.version);
    for (field, value) in fields.columns.into_iter().zip(rows::to_columns(&row)) {
        document.add_u64(field, value);
    }
    Ok(Some(document))
}

/// Everything a home can be found by, parted by spaces.
fn words_of(card: &ListingSummary) -> String {
    let mut all = String::new();
    let (name, municipality) = (card.neighbourhood.name(), card.neighbourhood.municipality());
    for text in [
        &card.title.en,
        &card.title.ne,
        name.en,
        name.ne,
        municipality.en,
        municipality.ne,
    ] {
        words(text).for_each(|word| put(&mut all, &word, NAME));
    }
    vocabulary::type_words(card.property_sub_type).for_each(|word| put(&mut all, word, KIND));
    vocabulary::facing_words(card.facing).for_each(|word| put(&mut all, word, STORY));
    for amenity in card.amenities {
        vocabulary::amenity_words(amenity).for_each(|word| put(&mut all, word, KIND));
    }
    put(&mut all, &compounds::bedrooms(card.bedrooms_total), KIND);
    put(&mut all, &compounds::bathrooms(card.bathrooms_total), KIND);
    for text in [&card.summary.en, &card.summary.ne] {
        words(text).for_each(|word| put(&mut all, &word, STORY));
    }
    all
}

fn put(all: &mut String, word: &str, times: usize) {
    for _ in 0..times {
        all.push_str(word);
        all.push(' ');
    }
}
