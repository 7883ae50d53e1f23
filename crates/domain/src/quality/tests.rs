use super::*;
use crate::fixtures::villa;

fn best() -> MediaCounts {
    MediaCounts {
        pictures: 12,
        described: 12,
        panoramas: 1,
        films: 1,
        floor_plans: 1,
    }
}

#[test]
fn all_parts_together_are_a_hundred() {
    let all: u32 = QualityPart::VARIANTS
        .iter()
        .map(|it| u32::from(it.most()))
        .sum();
    assert_eq!(all, 100);
}

#[test]
fn an_empty_draft_has_nothing_and_is_told_where_most_is_to_be_gained() {
    let quality = Quality::of(&DraftFields::default(), MediaCounts::default());
    assert_eq!((quality.score, quality.is_enough()), (0, false));
    assert_eq!(quality.gains[0], (QualityPart::Pictures, 24));
    let told: u32 = quality.gains.iter().map(|(_, gain)| u32::from(*gain)).sum();
    assert_eq!(told, 100);
}

#[test]
fn a_home_that_is_told_whole_has_all_points() {
    let mut fields = DraftFields::of(&villa());
    for (field, text) in [
        (DraftField::DescriptionEn, "A word. ".repeat(80)),
        (DraftField::DescriptionNe, "एउटा घर। ".repeat(60)),
        (DraftField::Amenities, "garden,gym,lift,cctv,sauna".into()),
    ] {
        fields.set(field, &text).expect("fits");
    }
    let quality = Quality::of(&fields, best());
    assert_eq!((quality.score, quality.gains), (100, vec![]));
    let bare = Quality::of(&fields, MediaCounts::default());
    assert_eq!(bare.score, 100 - 24 - 3 - 3 - 2 - 2);
}

#[test]
fn more_never_lowers_it() {
    let fields = DraftFields::of(&villa());
    let mut last = 0;
    for pictures in 0..20 {
        let media = MediaCounts {
            pictures,
            ..MediaCounts::default()
        };
        let score = Quality::of(&fields, media).score;
        assert!(score >= last);
        last = score;
    }
}
