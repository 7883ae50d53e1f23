//! What the full-text index knows of words beyond titles and places.

use crate::{by_text_index, found, market::worded, query, text, titles};
use durbar_domain::{
    ListingSummary,
    attributes::{Amenity, Facing, PropertySubType},
    search::TextReach,
};
use durbar_services::search::SearchIndex;

/// Six homes: number n lies in the neighbourhood of that number in the list.
fn market() -> Vec<ListingSummary> {
    let kind = |card: ListingSummary, property_sub_type| ListingSummary {
        property_sub_type,
        ..card
    };
    let villa = worded(
        1,
        ["Jacaranda lawn", "जकारान्डाको चौर"],
        ["A swimming pool under old trees.", "रूखमुनि पौडी पोखरी।"],
    );
    let villa = ListingSummary {
        amenities: Amenity::SwimmingPool.into(),
        bedrooms_total: 4,
        ..villa
    };
    let terraces = worded(
        2,
        ["Stone terraces", "ढुङ्गाका गरा"],
        ["Four bedrooms above a garden.", "बगैंचामाथि चार सुत्ने कोठा।"],
    );
    let flat = worded(
        3,
        ["Above the ring road", "चक्रपथमाथि"],
        ["A bright flat with a lift.", "लिफ्टसहितको उज्यालो फ्ल्याट।"],
    );
    let cedar = worded(
        0,
        ["The cedar lodge", "देवदारको घर"],
        ["Cedar inside and out.", "भित्र बाहिर देवदार।"],
    );
    let pavilion = worded(
        5,
        ["The slate pavilion", "स्लेट मण्डप"],
        ["A cedar stands at the gate.", "गेटमा देवदारको रूख छ।"],
    );
    let east = worded(
        8,
        ["Courtyard of bricks", "इँटाको चोक"],
        ["Morning sun.", "बिहानको घाम।"],
    );
    let east = ListingSummary {
        facing: Facing::East,
        ..east
    };
    vec![
        kind(villa, PropertySubType::SingleFamilyResidence),
        kind(terraces, PropertySubType::Townhouse),
        kind(flat, PropertySubType::Apartment),
        kind(cedar, PropertySubType::SingleFamilyResidence),
        kind(pavilion, PropertySubType::SingleFamilyResidence),
        kind(east, PropertySubType::Duplex),
    ]
}

async fn index() -> Box<dyn SearchIndex> {
    by_text_index(market()).await
}

/// Checks what each text finds first and how many homes it finds.
async fn finds(cases: &[(&str, &str, usize)]) {
    let index = index().await;
    for (words, first, count) in cases {
        let found = titles(&*index, words).await;
        assert_eq!(
            (found.first().map(String::as_str), found.len()),
            (Some(*first), *count),
            "{words}: {found:?}"
        );
    }
}

#[tokio::test]
async fn misspelt_words_find_what_was_meant() {
    finds(&[
        ("Bhaisepti", "Jacaranda lawn", 1),
        ("bhainsepati", "Jacaranda lawn", 1),
        ("Bhiasepati", "Jacaranda lawn", 1),
        ("budanilkanta", "The cedar lodge", 1),
        ("maharajgung", "The slate pavilion", 1),
        ("jakaranda", "Jacaranda lawn", 1),
        ("tokah", "Courtyard of bricks", 1),
        ("pavillion", "The slate pavilion", 1),
    ])
    .await;
}

#[tokio::test]
async fn nepali_is_found_however_it_is_spelt() {
    finds(&[
        ("भैंसेपाटी", "Jacaranda lawn", 1),
        ("भैसेपाटि", "Jacaranda lawn", 1),
        ("भैंसेपाटीमा पौडी पोखरी", "Jacaranda lawn", 1),
        ("बुढानिलकंठ", "The cedar lodge", 1),
        ("महाराजगंज", "The slate pavilion", 1),
        ("धुम्बराहि", "Above the ring road", 1),
        ("देवदारको", "The cedar lodge", 2),
        ("बगैँचा", "Stone terraces", 1),
    ])
    .await;
}

#[tokio::test]
async fn kinds_and_amenities_have_many_names() {
    let index = index().await;
    for words in ["villa", "bungalow", "villas", "भिल्ला", "बंगला"] {
        assert_eq!(titles(&*index, words).await.len(), 3, "{words}");
    }
    for words in ["pool", "swimming pools", "पौडी पोखरी"] {
        assert_eq!(titles(&*index, words).await, ["Jacaranda lawn"], "{words}");
    }
    for words in ["apartment", "condo", "अपार्टमेन्ट"] {
        assert_eq!(
            titles(&*index, words).await,
            ["Above the ring road"],
            "{words}"
        );
    }
    for words in ["घर", "home"] {
        assert_eq!(titles(&*index, words).await.len(), 6, "{words}");
    }
    assert_eq!(titles(&*index, "east facing").await.len(), 2);
    for words in [
        "north east",
        "north-east facing",
        "northeast",
        "उत्तर पूर्व मोहडा",
    ] {
        assert_eq!(titles(&*index, words).await.len(), 2, "{words}");
    }
}

#[tokio::test]
async fn what_matches_better_comes_first() {
    finds(&[
        // In the title before in the story.
        ("cedar", "The cedar lodge", 2),
        // As written before as a beginning.
        ("slat", "The slate pavilion", 1),
        ("terr", "Stone terraces", 1),
    ])
    .await;
    let plain = worded(1, ["The garden", "बगर"], ["x", "क"]);
    let longer = worded(2, ["The gardenia", "बगर"], ["x", "क"]);
    let index = by_text_index(vec![longer, plain]).await;
    assert_eq!(
        titles(&*index, "garden").await,
        ["The garden", "The gardenia"]
    );
}

#[tokio::test]
async fn only_a_last_word_may_be_a_beginning() {
    let index = index().await;
    assert_eq!(titles(&*index, "stone terr").await, ["Stone terraces"]);
    assert_eq!(
        titles(&*index, "sto terraces").await,
        ["Stone terraces"],
        "an unknown word is passed over"
    );
    assert_eq!(titles(&*index, "jacar").await, ["Jacaranda lawn"]);
    assert_eq!(titles(&*index, "zz").await, Vec::<String>::new());
}

#[tokio::test]
async fn all_words_must_match_while_any_home_has_them_all() {
    finds(&[
        ("villa in Bhaisepati", "Jacaranda lawn", 1),
        ("luxurious villa near Bhaisepati", "Jacaranda lawn", 1),
        ("4 bedroom villa", "Jacaranda lawn", 1),
        ("4BHK भैंसेपाटी", "Jacaranda lawn", 1),
    ])
    .await;
    // No home has both: either will do.
    assert_eq!(titles(&*index().await, "jacaranda pavilion").await.len(), 2);
}

#[tokio::test]
async fn known_words_are_read_more_freely_when_together_they_find_nothing() {
    let store = worded(1, ["The old store", "गोदाम"], ["x", "क"]);
    let stone = worded(2, ["Stone terraces", "गरा"], ["x", "क"]);
    let index = by_text_index(vec![store, stone]).await;
    assert_eq!(titles(&*index, "store terraces").await, ["Stone terraces"]);
    assert_eq!(titles(&*index, "store").await, ["The old store"]);
}

#[tokio::test]
async fn a_listing_is_found_by_its_identifier() {
    let wanted = &market()[3];
    let index = index().await;
    for words in [wanted.listing_id.to_string(), wanted.path()] {
        assert_eq!(
            titles(&*index, &words).await,
            ["The cedar lodge"],
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_number_with_another_digit_is_another_number() {
    let homes = (0..40)
        .map(|n| worded(n, [&format!("Plot 20{n:02}"), "क"], ["x", "क"]))
        .collect();
    let index = by_text_index(homes).await;
    assert_eq!(titles(&*index, "2031").await, ["Plot 2031"]);
    assert_eq!(titles(&*index, "2099").await, Vec::<String>::new());
}

#[tokio::test]
async fn best_match_gives_way_to_an_order_asked_for() {
    let index = index().await;
    let best = titles(&*index, "cedar").await;
    assert_eq!(best, ["The cedar lodge", "The slate pavilion"]);
    let newest = found(&*index, &query("q=cedar&sort=newest")).await;
    assert_eq!(
        newest.homes[0].title.en, "The cedar lodge",
        "number 0 came on the market last"
    );
    let reach = async |words| found(&*index, &text(words)).await.text_reach;
    assert_eq!(reach("cedar lodge").await, TextReach::EveryWord);
    assert_eq!(
        reach("cedar xylophone").await,
        TextReach::SomeWords,
        "an unknown word"
    );
    assert_eq!(
        reach("lodge pavilion").await,
        TextReach::SomeWords,
        "no home has both"
    );
}
