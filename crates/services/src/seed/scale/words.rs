//! The words of a synthetic listing, put together from lists in both languages.

use durbar_domain::{
    Locale, Neighbourhood,
    attributes::{Facing, PropertySubType},
    format,
    listing::{Description, Land, Structure},
    text::{Localized, Story, Summary, Title},
};
use rand::{Rng, seq::IndexedRandom};

/// A word and its counterpart: English, Nepali.
type Pair = (&'static str, &'static str);

const MATERIALS: [Pair; 8] = [
    ("Brick", "इँटाको"),
    ("Stone", "ढुङ्गाको"),
    ("White", "सेतो"),
    ("Timber-trimmed", "काठको बुट्टा भएको"),
    ("Courtyard", "चोक भएको"),
    ("Corner", "मोडको"),
    ("Quiet", "शान्त"),
    ("Bright", "उज्यालो"),
];

const TRAITS: [Pair; 12] = [
    ("with a walled garden", "पर्खालले घेरिएको बगैँचासहितको"),
    ("with a roof terrace", "कौसीसहितको"),
    ("beside a banyan", "वरको रुखछेउको"),
    ("above the river", "खोलामाथिको"),
    ("facing the hills", "डाँडातिर फर्किएको"),
    ("at the end of a lane", "गल्लीको अन्त्यको"),
    ("with two kitchens", "दुई भान्सा भएको"),
    ("with a lemon tree", "कागतीको बोट भएको"),
    ("near the old well", "पुरानो इनारनजिकको"),
    ("with morning sun", "बिहानको घाम लाग्ने"),
    ("with a deep porch", "फराकिलो पिँढी भएको"),
    ("with a study", "पढ्ने कोठासहितको"),
];

const ROOMS: [Pair; 6] = [
    (
        "The living room runs the width of the house and opens on the garden side.",
        "बैठक घरको पूरै चौडाइमा फैलिएको छ र बगैँचातिर खुल्छ।",
    ),
    (
        "The kitchen gets the morning light and has a store behind it.",
        "भान्सामा बिहानको घाम पर्छ, पछाडि भण्डार छ।",
    ),
    (
        "The stairs are wide and lit from above.",
        "भर्‍याङ फराकिलो छ र माथिबाट उज्यालो आउँछ।",
    ),
    (
        "Every bedroom has its own bathroom and a built-in cupboard.",
        "हरेक सुत्ने कोठामा बाथरुम र दराज छ।",
    ),
    (
        "The top floor is one room with a terrace on two sides.",
        "माथिल्लो तलामा दुईतिर कौसी भएको एउटै कोठा छ।",
    ),
    (
        "The ground floor can be lived in by itself.",
        "भुइँतला छुट्टै बस्न मिल्ने गरी बनेको छ।",
    ),
];

const SURROUNDINGS: [Pair; 6] = [
    (
        "The lane is quiet after dark and the neighbours have been here for years.",
        "साँझपछि गल्ली शान्त हुन्छ, छिमेकी वर्षौँदेखिका हुन्।",
    ),
    (
        "Shops for every day are a short walk away.",
        "दैनिक सामानका पसल हिँडेरै पुगिन्छ।",
    ),
    (
        "Water has run through the dry months without a tanker.",
        "सुक्खा महिनामा पनि ट्याङ्कर मगाउनु परेको छैन।",
    ),
    (
        "The road was paved again last winter.",
        "बाटो गएको हिउँदमा फेरि पिच भयो।",
    ),
    (
        "From the roof the ridge is clear on most winter days.",
        "हिउँदका धेरैजसो दिन कौसीबाट डाँडा प्रस्टै देखिन्छ।",
    ),
    (
        "There is room to turn a car inside the gate.",
        "गेटभित्रै गाडी घुमाउने ठाउँ छ।",
    ),
];

const FACINGS: [Pair; 8] = [
    ("north", "उत्तर"),
    ("north-east", "उत्तरपूर्व"),
    ("east", "पूर्व"),
    ("south-east", "दक्षिणपूर्व"),
    ("south", "दक्षिण"),
    ("south-west", "दक्षिणपश्चिम"),
    ("west", "पश्चिम"),
    ("north-west", "उत्तरपश्चिम"),
];

fn kind(sub_type: PropertySubType) -> Pair {
    match sub_type {
        PropertySubType::SingleFamilyResidence => ("house", "घर"),
        PropertySubType::Townhouse => ("townhouse", "टाउनहाउस"),
        PropertySubType::Duplex => ("duplex", "डुप्लेक्स"),
        PropertySubType::Apartment => ("apartment", "अपार्टमेन्ट"),
    }
}

fn facing(facing: Facing) -> Pair {
    FACINGS[usize::from(facing.degrees() / 45) % FACINGS.len()]
}

/// The texts of a listing.
pub(super) struct Words {
    pub title: Localized<Title>,
    pub summary: Localized<Summary>,
    pub description: Description,
}

/// Texts that agree with the figures.
pub(super) fn of(
    random: &mut impl Rng,
    neighbourhood: Neighbourhood,
    sub_type: PropertySubType,
    structure: &Structure,
    land: &Land,
) -> Words {
    let place = neighbourhood.name();
    let mut pick = |from: &[Pair]| *from.choose(random).expect("the lists hold words");
    let (material, trait_, kind) = (pick(&MATERIALS), pick(&TRAITS), kind(sub_type));
    let title = Localized {
        en: format!("{} {} {} in {}", material.0, kind.0, trait_.0, place.en),
        ne: format!("{}मा {} {} {}", place.ne, trait_.1, material.1, kind.1),
    };
    let facing = facing(land.facing);
    let bedrooms = u64::from(structure.bedrooms_total);
    let number = |locale| format::number(bedrooms, locale);
    let road = |locale| format::metres(land.road.width_decimetres, locale);
    let summary = Localized {
        en: format!(
            "{} bedrooms facing {} on a road of {}, in {}.",
            number(Locale::En),
            facing.0,
            road(Locale::En),
            place.en
        ),
        ne: format!(
            "{}मा {} फर्किएको, {} बाटो र {} सुत्ने कोठा।",
            place.ne,
            facing.1,
            road(Locale::Ne),
            number(Locale::Ne)
        ),
    };
    let (first, second, around) = (pick(&ROOMS), pick(&ROOMS), pick(&SURROUNDINGS));
    let mut rooms = vec![first];
    if second != first {
        rooms.push(second);
    }
    let paragraph =
        |of: fn(&Pair) -> &'static str| rooms.iter().map(of).collect::<Vec<_>>().join(" ");
    let en = format!(
        "{}\n\n{}\n\n{}",
        summary.en,
        paragraph(|pair| pair.0),
        around.0
    );
    let ne = format!(
        "{}\n\n{}\n\n{}",
        summary.ne,
        paragraph(|pair| pair.1),
        around.1
    );
    let checked = "texts of these lists keep to the limits";
    Words {
        title: title.map(|text| Title::parse("title", &text).expect(checked)),
        summary: summary.map(|text| Summary::parse("summary", &text).expect(checked)),
        description: Description {
            en: Story::parse("description", &en).expect(checked),
            ne: Some(Story::parse("description", &ne).expect(checked)),
        },
    }
}
