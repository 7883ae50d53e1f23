use super::*;
use crate::{FieldError, Npr, error::Problem, fixtures::villa, listing::Listing};
use jiff::civil::date;
use proptest::prelude::*;
use strum::VariantArray as _;

fn today() -> jiff::civil::Date {
    date(2026, 11, 23)
}

fn fields(texts: &[(DraftField, &str)]) -> DraftFields {
    let mut fields = DraftFields::of(&villa());
    for (field, text) in texts {
        fields.set(*field, text).expect("a text of allowed length");
    }
    fields
}

fn refused(texts: &[(DraftField, &str)]) -> Vec<(String, Problem)> {
    let errors = fields(texts).parse(today()).expect_err("is refused");
    let pair = |FieldError { field, problem }| (field, problem);
    errors.into_iter().map(pair).collect()
}

#[test]
fn a_listing_comes_back_from_its_fields() {
    let home = villa();
    let content = DraftFields::of(&home).parse(today()).expect("content");
    let mut other = Listing {
        ward: 1,
        ..home.clone()
    };
    content.write_into(&mut other);
    assert_eq!(other, home);
    assert_eq!(content.list_price, home.price.list_price);
}

#[test]
fn every_field_belongs_to_a_step_and_every_step_has_neighbours() {
    for step in DraftStep::VARIANTS {
        let has_fields = step.fields().count() > 0;
        let asks = !matches!(step, DraftStep::Media | DraftStep::Review);
        assert_eq!(has_fields, asks, "{step:?}");
        assert_eq!(
            step.next().and_then(DraftStep::previous).unwrap_or(*step),
            *step
        );
    }
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    let errors = DraftFields::default().parse(today()).expect_err("nothing");
    let missing: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    let optional = [
        "approximate_location",
        "land_measure",
        "water_source",
        "price_on_request",
        "amenities",
        "lalpurja",
        "charkilla",
        "completion_certificate",
        "description_ne",
    ];
    let all = DraftField::VARIANTS.iter().map(|field| field.key());
    let needed: Vec<_> = all.filter(|key| !optional.contains(key)).collect();
    let mut missing_sorted = missing.clone();
    let mut needed_sorted = needed.clone();
    missing_sorted.sort_unstable();
    needed_sorted.sort_unstable();
    assert_eq!(missing_sorted, needed_sorted);
    assert!(errors.iter().all(|error| error.problem == Problem::Empty));
}

#[test]
fn prices_are_read_as_people_say_them() {
    let rupees = |text: &str| {
        let content = fields(&[(DraftField::ListPrice, text)]).parse(today());
        content.expect(text).list_price
    };
    let want = Npr::from_rupees(125_000_000).expect("a price");
    for text in [
        "125000000",
        "12,50,00,000",
        "12.5 crore",
        "१२.५ करोड",
        "1250 lakh",
        "NPR 12.5 Crore",
        "रु १२,५०,००,०००",
    ] {
        assert_eq!(rupees(text), want, "{text}");
    }
    for text in ["0", "-5", "1e9", "inf", "twelve", "100001 crore", "0 crore"] {
        let errors = refused(&[(DraftField::ListPrice, text)]);
        assert_eq!(errors.len(), 1, "{text}");
        assert_eq!(errors[0].0, "list_price");
    }
}

#[test]
fn land_is_read_in_its_measure() {
    let area = |measure, text| {
        let fields = fields(&[
            (DraftField::LandMeasure, measure),
            (DraftField::LandArea, text),
        ]);
        fields.land_area()
    };
    let hill = area("hill", "1-4-2-0").expect("hill");
    assert_eq!(hill.units(), (256 + 64 + 8) * 1_369);
    assert_eq!(area("hill", "1-4-2"), Ok(hill));
    assert_eq!(area("hill", "१-४-२-०"), Ok(hill));
    assert_eq!(area("", "1-4-2-0"), Ok(hill));
    assert_eq!(
        area("square-feet", "7,015.5").expect("feet").units(),
        448_992
    );
    for (measure, text) in [
        ("hill", "13"),
        ("hill", "1-16-0-0"),
        ("hill", "0-0-0-0"),
        ("hill", "1-4-2-0-0"),
        ("terai", "0-20-1"),
        ("square-metres", "-3"),
        ("acres", "1"),
    ] {
        assert!(area(measure, text).is_err(), "{measure} {text}");
    }
}

#[test]
fn what_is_no_place_of_the_valley_is_refused() {
    let errors = refused(&[
        (DraftField::Latitude, "85.3"),
        (DraftField::Longitude, "27.7"),
        (DraftField::Ward, "33"),
        (DraftField::YearBuilt, "2031"),
        (DraftField::Amenities, "garden,moat"),
    ]);
    let names: Vec<_> = errors.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        names,
        ["ward", "latitude", "longitude", "year_built", "amenities"]
    );
}

#[test]
fn a_number_that_is_out_of_range_is_a_number() {
    for (text, is_number) in [
        ("-5", true),
        ("0", true),
        ("99999999999999999999999", true),
        ("five", false),
        ("-", false),
        ("1-4", false),
    ] {
        let errors = refused(&[(DraftField::BedroomsTotal, text)]);
        let (field, problem) = errors.first().expect("refused");
        let told = !matches!(problem, Problem::NotANumber);
        assert_eq!(
            (field.as_str(), told),
            ("bedrooms_total", is_number),
            "{text}"
        );
    }
}

#[test]
fn two_people_on_different_fields_both_get_their_way() {
    let mut now = fields(&[]);
    let page = |fields: &DraftFields, changes: &[(DraftField, &str)]| -> Vec<Typed> {
        DraftStep::Texts
            .fields()
            .map(|field| Typed {
                field,
                text: changes
                    .iter()
                    .find(|(changed, _)| *changed == field)
                    .map_or(fields.text(field), |(_, text)| *text)
                    .replace('\n', "\r\n"),
                was: DraftFields::mark(fields.text(field)),
            })
            .collect()
    };
    let mine = page(
        &now,
        &[(DraftField::TitleEn, "A"), (DraftField::SummaryEn, "S")],
    );
    let theirs = page(
        &now,
        &[(DraftField::TitleNe, "ख"), (DraftField::SummaryEn, "T")],
    );
    let merge = now.merge(&mine).expect("fits");
    assert_eq!(merge.changed, [DraftField::TitleEn, DraftField::SummaryEn]);
    let merge = now.merge(&theirs).expect("fits");
    assert_eq!(merge.changed, [DraftField::TitleNe]);
    assert_eq!(merge.conflicts, [DraftField::SummaryEn]);
    assert_eq!(now.text(DraftField::SummaryEn), "S");
    assert_eq!(now.text(DraftField::TitleEn), "A");
    // The same page sent again, as after an answer that was lost, changes nothing.
    assert_eq!(now.merge(&mine).expect("fits"), Merge::default());
}

#[test]
fn a_text_that_is_too_long_writes_nothing_of_its_page() {
    let mut now = DraftFields::default();
    let empty = DraftFields::mark("");
    let typed = |field, text: String| Typed {
        field,
        text,
        was: empty.clone(),
    };
    let page = [
        typed(DraftField::TitleEn, "A title".into()),
        typed(DraftField::DescriptionEn, "x".repeat(DraftFields::MAX + 1)),
    ];
    let errors = now.merge(&page).expect_err("too long");
    assert_eq!(errors[0].field, "description_en");
    assert_eq!(now, DraftFields::default());
}

#[test]
fn a_review_goes_its_way_and_no_other() {
    let claim = Claim {
        by: crate::AccountId::from_parts(1, 1),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    let reasons = || ReviewReasons::parse("reasons", "The road is missing.").expect("words");
    let fresh = Review::default();
    assert!(fresh.claim(claim).is_err() && fresh.refuse(reasons()).is_err());
    let sent = fresh.submit(Offer::ComingSoon, claim).expect("submitted");
    assert!(
        sent.submit(Offer::Active, claim).is_err(),
        "it is with an admin"
    );
    assert!(!sent.state.is_open());
    let claimed = sent.claim(claim).expect("claimed");
    let back = claimed.request_changes(reasons()).expect("given back");
    assert_eq!(back.state, ReviewState::ChangesRequested);
    assert_eq!((back.claimed, back.reasons.is_some()), (None, true));
    let again = back.submit(Offer::Active, claim).expect("mended");
    assert_eq!(again.reasons, None, "what was mended is told no more");
    assert_eq!(again.take_back().expect("back").state, ReviewState::Editing);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(index in 0..DraftField::VARIANTS.len(), text in ".{0,40}") {
        let _ = fields(&[(DraftField::VARIANTS[index], &text)]).parse(today());
    }

    #[test]
    fn land_of_any_area_comes_back(units in 1..crate::Area::MAX.units()) {
        let mut home = villa();
        home.land.area = crate::Area::from_units(units).expect("an area");
        prop_assert_eq!(DraftFields::of(&home).land_area(), Ok(home.land.area));
    }
}
