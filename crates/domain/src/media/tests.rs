use super::*;
use crate::error::Problem;
use strum::VariantArray;

fn upload(kind: MediaKind, bytes: u64, content_type: &str) -> NewUpload {
    NewUpload {
        kind,
        audience: Audience::Public,
        file_name: "hall.jpg".to_owned(),
        bytes,
        content_type: content_type.to_owned(),
    }
}

#[test]
fn the_pipeline_is_data_and_its_steps_follow_each_other() {
    let json = serde_json::to_value(definition()).expect("JSON");
    let named: Vec<_> = json["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|rule| rule["step"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(
        named,
        ["validate", "scan", "make", "publish", "compare", "tidy"]
    );
    assert_eq!(json["steps"][2]["attempts"], 3);
    assert_eq!(json["steps"][2]["film_time_limit_s"], 3_600);
    let mut steps = vec![Step::FIRST];
    while let Some(step) = steps.last().and_then(|it| it.next()) {
        steps.push(step);
    }
    assert_eq!(steps, Step::VARIANTS);
    for step in Step::VARIANTS {
        assert_eq!(step.rule().step, *step);
    }
    assert_eq!(
        [1, 2, 3].map(|it| Step::Make.rule().pause_s(it)),
        [5, 10, 20]
    );
}

#[test]
fn an_upload_is_refused_with_what_would_be_accepted() {
    assert_eq!(upload(MediaKind::Picture, 1, "image/jpeg").check(), Ok(()));
    assert_eq!(
        upload(MediaKind::Film, 4 << 30, "video/mp4").check(),
        Ok(())
    );
    let refused = |upload: NewUpload| upload.check().expect_err("refused").remove(0);
    let heavy = refused(upload(MediaKind::Picture, (60 << 20) + 1, "image/jpeg"));
    assert_eq!(heavy.field, "file");
    assert!(matches!(heavy.problem, Problem::OutOfRange { max, .. } if max == "60 MiB"));
    assert_eq!(
        refused(upload(MediaKind::Film, 0, "video/mp4")).problem,
        Problem::Empty
    );
    let text = refused(upload(MediaKind::FloorPlan, 9, "text/html"));
    assert!(matches!(text.problem, Problem::NotOneOf { accepted } if accepted.contains("pdf")));
    let hidden = refused(NewUpload {
        audience: Audience::Premium,
        ..upload(MediaKind::FloorPlan, 9, "application/pdf")
    });
    assert_eq!(hidden.field, "audience");
}

#[test]
fn parts_make_up_the_file() {
    use limits::{PART_BYTES, SINGLE_BYTES, part_length, parts_of};
    assert_eq!(parts_of(SINGLE_BYTES), None);
    for bytes in [SINGLE_BYTES + 1, 3 * PART_BYTES, 4 << 30] {
        let parts = parts_of(bytes).expect("parts");
        let sum: u64 = (1..=parts).map(|number| part_length(bytes, number)).sum();
        assert_eq!(sum, bytes);
        assert!((1..parts).all(|number| part_length(bytes, number) == PART_BYTES));
        assert_eq!(part_length(bytes, parts + 1), 0);
        assert!(parts <= 10_000, "a store takes no more parts");
    }
}

#[test]
fn a_name_keeps_its_end_and_loses_folders_and_marks() {
    assert_eq!(FileName::of("C:\\fakepath\\hall.jpg").as_str(), "hall.jpg");
    assert_eq!(
        FileName::of("../../etc/pass\u{202e}wd\0").as_str(),
        "passwd"
    );
    assert_eq!(FileName::of("///").as_str(), "file");
    assert_eq!(FileName::of("बैठक कोठा.jpg").as_str(), "बैठक कोठा.jpg");
    let long = FileName::of(&format!("{}.jpg", "x".repeat(500)));
    assert!(long.as_str().ends_with(".jpg") && long.as_str().len() == 120);
}

#[test]
fn descriptions_may_wait_and_are_checked() {
    assert_eq!(parse_alt("alt_en", "  "), Ok(String::new()));
    assert_eq!(parse_alt("alt_en", " A hall "), Ok("A hall".to_owned()));
    assert!(parse_alt("alt_en", &"x".repeat(301)).is_err());
    assert!(parse_alt("alt_en", "a\u{202e}b").is_err());
}

#[test]
fn hashes_are_written_in_one_way_and_compared_by_bits() {
    let (one, other) = (
        PerceptualHash::from_bits(0xff),
        PerceptualHash::from_bits(0xf),
    );
    assert_eq!(one.distance(other), 4);
    assert!(one.is_near(other));
    assert!(!one.is_near(PerceptualHash::from_bits(!0)));
    assert_eq!("00000000000000ff".parse(), Ok(one));
    for text in ["ff", "00000000000000FF", "+0000000000000ff", "x"] {
        assert!(text.parse::<PerceptualHash>().is_err(), "{text}");
    }
    let json = serde_json::to_string(&one).expect("JSON");
    assert_eq!(json, "\"00000000000000ff\"");
}

#[test]
fn a_picture_of_nothing_much_tells_nothing() {
    for (bits, is_telling) in [
        (0, false),
        (!0, false),
        (0x7f, false),
        (0xff, true),
        (!0x7f, false),
    ] {
        let hash = PerceptualHash::from_bits(bits);
        assert_eq!(hash.is_telling(), is_telling, "{hash}");
    }
}

proptest::proptest! {
    #[test]
    fn pictures_that_look_alike_meet_in_a_band(
        bits: u64,
        changed in proptest::collection::vec(0_u32..64, 0..=PerceptualHash::NEAR as usize),
    ) {
        let one = PerceptualHash::from_bits(bits);
        let other = changed.iter().fold(bits, |bits, place| bits ^ (1 << place));
        let other = PerceptualHash::from_bits(other);
        proptest::prop_assert!(one.is_near(other));
        let entered: Vec<_> = other.bands().collect();
        proptest::prop_assert!(one.near_bands().any(|band| entered.contains(&band)));
        // The bands are the whole hash, and each is read back.
        let whole = entered.iter().rev().fold(0, |whole, band| {
            let length = if band.place() < 4 { 11 } else { 10 };
            (whole << length) | u64::from(band.bits())
        });
        proptest::prop_assert_eq!(whole, other.bits());
        for band in one.near_bands() {
            proptest::prop_assert_eq!(Band::new(band.place(), band.bits()), Some(band));
        }
    }
}

fn rendition() -> Rendition {
    Rendition {
        width: 2_048,
        height: 1_024,
        color: "#808080".to_owned(),
        hash: None,
        avif_widths: vec![480, 2_048],
        webp_widths: Vec::new(),
        jpeg_widths: vec![480, 2_048],
        cube: None,
        film: None,
        scanned: false,
    }
}

#[test]
fn files_of_an_audience_lie_where_its_pages_look() {
    let place = |audience, kind| Place {
        audience,
        listing_id: PropertyId::from_parts(1, 1),
        media_id: MediaId::from_parts(1, 2),
        kind,
    };
    let (listing, media) = (PropertyId::from_parts(1, 1), MediaId::from_parts(1, 2));
    let made = rendition();
    for (kind, premium, main) in [
        (MediaKind::Picture, PremiumKind::Picture, "2048.jpg"),
        (MediaKind::Panorama, PremiumKind::Panorama, "flat.jpg"),
        (MediaKind::Film, PremiumKind::DroneFilm, "film.mp4"),
    ] {
        let shown = PremiumMedia {
            cube: None,
            media_id: media,
            kind: premium,
            width: 1,
            height: 1,
            alt: Localized::default(),
        };
        let key = made.key(place(Audience::Premium, kind), main);
        assert_eq!(key, shown.key(listing));
        assert_eq!(
            made.key(place(Audience::Public, kind), main),
            format!("{}/{media}/{main}", kind.public_folder())
        );
    }
    let tile = made.key(place(Audience::Premium, MediaKind::Panorama), "1/f0_0.jpg");
    assert_eq!(tile, format!("{listing}/tour/{media}/1/f0_0.jpg"));
    let files = made.files(MediaKind::Picture);
    assert_eq!(files, ["480.avif", "2048.avif", "480.jpg", "2048.jpg"]);
}
