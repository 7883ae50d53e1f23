use super::*;
use proptest::prelude::*;

#[test]
fn titles_become_addresses() {
    let cases = [
        ("The stone terraces", "the-stone-terraces"),
        ("  4-bedroom villa (6 m road) ", "4-bedroom-villa-6-m-road"),
        ("The owner’s house & the café", "the-owners-house-the-cafe"),
        ("बूढानीलकण्ठको ढुङ्गे घर", "budhanilakanthako-dhunge-ghar"),
        (
            "इँटाको जालीबाट घाम छिर्ने घर",
            "intako-jalibat-gham-chhirne-ghar",
        ),
        ("सानेपाको इँटाको चोक", "sanepako-intako-chok"),
        ("काठ, काँच र लामो चौर", "kath-kanch-ra-lamo-chaur"),
        ("भर्‍याङ। ४ कोठा", "bharyang-4-kotha"),
        (
            "महाराजगञ्ज कम्पाउण्डको शृङ्खला",
            "maharajaganja-kampaundako-shrinkhala",
        ),
        ("!?…", "home"),
        ("", "home"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
    ];
    for (title, slug) in cases {
        assert_eq!(Slug::from_title(title).as_str(), slug, "{title}");
    }
}

#[test]
fn long_titles_are_cut_at_a_word() {
    let title = "a quiet house with a long row of rooms ".repeat(4);
    let slug = Slug::from_title(&title);
    assert!(
        slug.as_str().len() <= Slug::MAX && slug.as_str().ends_with("rooms-a"),
        "{slug}"
    );
    let two_words = |first: usize, second: usize| {
        Slug::from_title(&format!("{} {}", "x".repeat(first), "y".repeat(second)))
    };
    assert_eq!(two_words(40, 39).as_str().len(), Slug::MAX);
    assert_eq!(
        two_words(40, 40).as_str(),
        "x".repeat(40),
        "the hyphen counts"
    );
    let one_word = Slug::from_title(&"x".repeat(500));
    assert_eq!(one_word.as_str(), "x".repeat(80));
}

#[test]
fn odd_slugs_are_refused() {
    let long = "a".repeat(81);
    for text in [
        "", "-", "a-", "-a", "a--b", "A", "a b", "a/b", "a.b", "घर", "a%2f", "a\n", &long,
    ] {
        assert_eq!(Slug::parse(text), Err(SlugError), "{text:?}");
        assert!(serde_json::from_value::<Slug>(text.into()).is_err());
    }
}

#[test]
fn addresses_split_into_slug_and_identifier() {
    assert_eq!(
        split_address("stone-terraces-prp_01jb"),
        Some(("stone-terraces", "prp_01jb"))
    );
    assert_eq!(split_address("prp_01jb"), None);
    assert_eq!(split_address(""), None);
}

proptest! {
    #[test]
    fn every_title_has_a_slug(title in any::<String>()) {
        let slug = Slug::from_title(&title);
        prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
    }

    #[test]
    fn a_slug_is_its_own_slug(text in "[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,6}") {
        let slug = Slug::parse(&text).expect("a slug");
        prop_assert_eq!(Slug::from_title(slug.as_str()), slug);
    }

    #[test]
    fn nepali_titles_have_telling_slugs(words in prop::collection::vec("[क-ह][ा-ौ]?[क-ह]", 1..8)) {
        let slug = Slug::from_title(&words.join(" "));
        prop_assert_eq!(slug.as_str().split('-').count(), words.len());
        prop_assert!(slug.as_str().split('-').all(|word| word.contains(['a', 'e', 'i', 'o', 'u'])), "{}", slug);
    }
}
