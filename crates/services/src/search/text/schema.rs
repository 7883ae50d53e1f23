//! The fields of the full-text index.

use crate::search::words::vocabulary;
use durbar_domain::{
    Neighbourhood,
    attributes::{Amenity, Facing, PropertySubType},
    status::Availability,
};
use std::fmt::Write;
use strum::VariantArray;
use tantivy::{
    IndexSettings,
    schema::{
        BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
        TextOptions,
    },
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
    let text = |tokenizer| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(false);
        TextOptions::default()
            .set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs))
    };
    let number = || NumericOptions::default().set_fast();
    let fields = Fields {
        id: builder.add_text_field("id", text("raw")),
        words: builder.add_text_field("words", text("whitespace")),
        card: builder.add_bytes_field("card", BytesOptions::default().set_stored()),
        version: builder.add_u64_field(VERSION, number()),
        columns: COLUMNS.map(|name| builder.add_u64_field(name, number())),
    };
    (builder.build(), fields)
}

/// Smaller blocks than usual: a page of results takes 24 cards from all over the store.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: 8_192,
        ..IndexSettings::default()
    }
}

/// A mark of all that the meaning of an index depends on: the layout, the order of the lists
/// whose places are stored, and the words by which what is in them is found.
pub(super) fn fingerprint() -> String {
    let mut mark = format!("{LAYOUT} {COLUMNS:?} {:?} ", Availability::VARIANTS);
    let mut put = |name: String, words: Vec<&str>| {
        write!(mark, "{name} {words:?} ").expect("writing to a string succeeds");
    };
    for place in Neighbourhood::VARIANTS {
        let (name, municipality) = (place.name(), place.municipality());
        put(
            format!("{place:?}"),
            vec![name.en, name.ne, municipality.en, municipality.ne],
        );
    }
    for kind in PropertySubType::VARIANTS {
        put(format!("{kind:?}"), vocabulary::type_words(*kind).collect());
    }
    for facing in Facing::VARIANTS {
        put(
            format!("{facing:?}"),
            vocabulary::facing_words(*facing).collect(),
        );
    }
    for amenity in Amenity::VARIANTS {
        put(
            format!("{amenity:?}"),
            vocabulary::amenity_words(*amenity).collect(),
        );
    }
    blake3::hash(mark.as_bytes()).to_hex()[..16].to_owned()
}
