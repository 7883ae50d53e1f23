//! The fields of the full-text index.

use durbar_domain::{
    Neighbourhood,
    attributes::{Amenity, Facing, PropertySubType},
    status::Availability,
};
use std::fmt::Write;
use strum::VariantArray;
use tantivy::{
    IndexSettings,
    schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions},
};

/// Raised when documents are made in another way, so that older indexes are built anew.
const LAYOUT: u32 = 1;

/// The index's fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The listing's identifier.
    pub id: Field,
    /// The words by which the home is found; the more telling, the more often repeated.
    pub words: Field,
    /// The card, as JSON.
    pub card: Field,
    /// The listing's version.
    pub version: Field,
    /// The figures of the home's row, in the order of [`COLUMNS`].
    pub columns: [Field; COLUMNS.len()],
}

/// Name of the column of versions.
pub(super) const VERSION: &str = "version";

/// Names of the columns that hold a home's row, each a whole number. Floats are kept by
/// their bits, small figures packed into one.
pub(super) const COLUMNS: [&str; 11] = [
    "id_high",
    "id_low",
    "list_price",
    "price_per_aana",
    "land",
    "living_area",
    "on_market_day",
    "latitude",
    "longitude",
    "amenities",
    "small",
];

/// The fields and the schema they make up.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer, record| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false))
    };
    let number = || NumericOptions::default().set_fast();
    let fields = Fields {
        id: builder.add_text_field("id", text("raw", IndexRecordOption::Basic)),
        words: builder.add_text_field("words", text("whitespace", IndexRecordOption::WithFreqs)),
        card: builder.add_bytes_field("card", BytesOptions::default().set_stored()),
        version: builder.add_u64_field(VERSION, number()),
        columns: COLUMNS.map(|name| builder.add_u64_field(name, number())),
    };
    (builder.build(), fields)
}

/// Smaller blocks than usual: a page of results takes 24 cards from all over the store.
pub(super) fn settings() -> IndexSettings {
    IndexSettings { docstore_blocksize: 8_192, ..IndexSettings::default() }
}

/// A mark of everything the meaning of an index depends on: the layout and the order of
/// the lists whose places are stored.
pub(super) fn fingerprint() -> String {
    fn names<T: VariantArray + std::fmt::Debug>(out: &mut String) {
        for variant in T::VARIANTS {
            write!(out, "{variant:?},").expect("writing to a string succeeds");
        }
    }
    let mut text = format!("{LAYOUT};{};", COLUMNS.join(","));
    names::<Neighbourhood>(&mut text);
    names::<PropertySubType>(&mut text);
    names::<Availability>(&mut text);
    names::<Facing>(&mut text);
    names::<Amenity>(&mut text);
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}
