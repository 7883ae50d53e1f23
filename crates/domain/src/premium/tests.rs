use super::*;
use crate::{Listing, fixtures::villa};

fn media(number: u128, kind: PremiumKind) -> PremiumMedia {
    PremiumMedia {
        cube: None,
        media_id: MediaId::from_parts(1_760_000_000_000, number),
        kind,
        width: 4_096,
        height: 2_048,
        alt: Localized {
            en: "The living room, all around".into(),
            ne: "चारैतिरबाट बैठक".into(),
        },
    }
}

fn home() -> Listing {
    Listing {
        premium_media: vec![
            media(101, PremiumKind::Picture),
            media(102, PremiumKind::Picture),
            media(103, PremiumKind::Panorama),
            media(104, PremiumKind::DroneFilm),
        ],
        ..villa()
    }
}

#[test]
fn a_public_page_learns_kinds_and_counts_alone() {
    let home = home();
    let page = home.publish();
    let offer = page.premium_offer;
    assert_eq!(
        (offer.pictures, offer.panoramas, offer.drone_films),
        (2, 1, 1)
    );
    let told = [
        serde_json::to_string(&page).expect("JSON"),
        serde_json::to_string(&home.summarize()).expect("JSON"),
    ]
    .concat();
    assert!(!told.contains("/premium/"));
    for media in &home.premium_media {
        assert!(!told.contains(&media.media_id.to_string()));
        assert!(!told.contains(&media.alt.en));
    }
    assert!(villa().publish().premium_offer.is_empty());
    assert_eq!(villa().publish().premium_offer.kinds().count(), 0);
}

#[test]
fn listings_of_before_have_none() {
    let mut json = serde_json::to_value(home()).expect("JSON");
    let kept: Listing = serde_json::from_value(json.clone()).expect("a listing");
    assert_eq!(kept, home());
    let fields = json.as_object_mut().expect("an object");
    assert!(fields.remove("premium_media").is_some());
    let older: Listing = serde_json::from_value(json).expect("an older listing");
    assert_eq!(older, villa());
}

#[test]
fn each_kind_lies_in_a_folder_of_its_own() {
    let home = home();
    let key = home.premium_media[2].key(home.listing_id);
    assert_eq!(
        key,
        format!(
            "{}/tour/{}.jpg",
            home.listing_id, home.premium_media[2].media_id
        )
    );
    let path = home.premium_media[3].path(home.listing_id);
    assert!(path.starts_with(&format!("/premium/{}/film/", home.listing_id)));
    assert!(path.ends_with(".mp4"));
    assert_eq!(PremiumKind::Picture.opens_with(), SubscriptionLevel::Gold);
    assert_eq!(PremiumKind::Panorama.opens_with(), SubscriptionLevel::Gold);
    assert_eq!(
        PremiumKind::DroneFilm.opens_with(),
        SubscriptionLevel::Platinum
    );
}
