//! Two people change the same home at the same time.

use crate::support::TestSite;
use durbar_domain::{Npr, StandardStatus};
use durbar_services::{Change, ServiceError};
use futures::future::join_all;

#[tokio::test]
async fn of_two_simultaneous_edits_one_is_told_of_the_conflict() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let listings = &site.services().listings;
    let edit = |crore| {
        let change = Change::Price {
            list_price: Npr::crore(crore),
            on_request: false,
        };
        listings.change(home.listing_id, home.version, change)
    };
    let (one, two) = futures::join!(edit(21), edit(22));
    let (won, lost) = match (one, two) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        other => panic!("one edit wins and one loses: {other:?}"),
    };
    assert_eq!(lost.status(), 409);
    assert!(
        matches!(lost, ServiceError::Conflict { current_version } if current_version == won.version)
    );
    let stands = listings.get(home.listing_id).await.expect("the home");
    assert_eq!(
        (stands.version, stands.price.list_price),
        (home.version + 1, won.price.list_price)
    );
    // From where it stands now, the one who lost can go on.
    let change = Change::Price {
        list_price: Npr::crore(23),
        on_request: false,
    };
    assert!(
        listings
            .change(home.listing_id, stands.version, change)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn of_many_simultaneous_edits_exactly_one_wins() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let edits = (0..20).map(|n| {
        let change = Change::Price {
            list_price: Npr::crore(20 + n),
            on_request: false,
        };
        site.services()
            .listings
            .change(home.listing_id, home.version, change)
    });
    let outcomes = join_all(edits).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(
        outcomes
            .iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .all(|error| error.status() == 409)
    );
}
