use super::*;
use proptest::prelude::*;

fn problem<T: std::fmt::Debug>(result: Result<T, FieldError>) -> Problem {
    let error = result.expect_err("it is refused");
    assert_eq!(error.field, "title");
    error.problem
}

#[test]
fn lines_are_trimmed_and_counted_in_characters() {
    let line = Line::<4>::parse("title", "  घरबार \n").expect_err("5 characters");
    assert_eq!(line.problem, Problem::TooLong { max: 4 });
    assert_eq!(
        Line::<5>::parse("title", "  घरबार \n")
            .expect("5 characters")
            .as_str(),
        "घरबार"
    );
}

#[test]
fn odd_lines_are_refused() {
    assert_eq!(problem(Title::parse("title", "")), Problem::Empty);
    assert_eq!(
        problem(Title::parse("title", " \t\u{3000}")),
        Problem::Empty
    );
    assert_eq!(
        problem(Title::parse("title", &"x".repeat(10_000))),
        Problem::TooLong { max: 120 }
    );
    for text in [
        "a\0b",
        "a\nb",
        "a\u{1b}[31m",
        "a\u{202e}b",
        "a\u{2066}b",
        "a\u{2028}b",
    ] {
        assert_eq!(
            problem(Title::parse("title", text)),
            Problem::ControlCharacter,
            "{text:?}"
        );
    }
    // Joiners belong to Nepali spelling.
    assert!(Title::parse("title", "भर्\u{200d}याङ").is_ok());
    assert!(serde_json::from_str::<Title>("\"\"").is_err());
}

#[test]
fn stories_have_paragraphs() {
    let story =
        Story::parse("title", "\nOne.\r\n\r\nTwo\nlines.\n\n\n\nThree.\n").expect("a story");
    let paragraphs: Vec<&str> = story.paragraphs().collect();
    assert_eq!(paragraphs, ["One.", "Two\nlines.", "Three."]);
    assert_eq!(
        problem(Story::parse("title", "a\0")),
        Problem::ControlCharacter
    );
    assert_eq!(problem(Story::parse("title", " \n ")), Problem::Empty);
    let long = "x".repeat(Story::MAX + 1);
    assert_eq!(
        problem(Story::parse("title", &long)),
        Problem::TooLong { max: Story::MAX }
    );
}

#[test]
fn both_languages() {
    let text = Localized {
        en: "house",
        ne: "घर",
    };
    assert_eq!(*text.get(Locale::Ne), "घर");
    assert_eq!(
        text.as_ref().map(|text| text.len()),
        Localized { en: 5, ne: 6 }
    );
}

proptest! {
    #[test]
    fn lines_round_trip(text in any::<String>()) {
        if let Ok(line) = Line::<40>::parse("title", &text) {
            prop_assert_eq!(Line::<40>::parse("title", line.as_str()), Ok(line.clone()));
            let json = serde_json::to_string(&line).expect("it serialises");
            prop_assert_eq!(serde_json::from_str::<Line<40>>(&json).expect("it reads back"), line);
        }
    }

    #[test]
    fn stories_round_trip(text in "[a-z \r\n]{0,60}") {
        if let Ok(story) = Story::parse("title", &text) {
            prop_assert_eq!(Story::parse("title", story.as_str()), Ok(story.clone()));
            prop_assert!(story.paragraphs().all(|paragraph| !paragraph.trim().is_empty()));
        }
    }
}
