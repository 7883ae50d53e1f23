mod changing;
mod early;
mod reading;

use crate::{Change, Events, Listings, ServiceError};
use durbar_domain::{Listing, Npr, event::EventDetail};
use durbar_platform::{Embedded, outbox::Outbox, testing::embedded};

async fn market(homes: &[Listing]) -> (Embedded, Listings) {
    let embedded = embedded().await;
    let listings = Listings::new(embedded.platform(), Events::default());
    for home in homes {
        listings.create(home.clone()).await.expect("created");
    }
    (embedded, listings)
}

async fn waiting(embedded: &Embedded) -> Vec<EventDetail> {
    let outbox = Outbox::new(embedded.platform().table.clone());
    let mut details = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("pending");
        details.extend(
            pending
                .events
                .into_iter()
                .map(|pending| pending.event.detail),
        );
    }
    details
}

fn price(crore: u64) -> Change {
    Change::Price {
        list_price: Npr::crore(crore),
        on_request: false,
    }
}

fn refused_field(outcome: Result<Listing, ServiceError>) -> String {
    match outcome {
        Err(error @ ServiceError::Invalid(_)) => {
            assert_eq!(error.status(), 400);
            let ServiceError::Invalid(fields) = error else {
                unreachable!("matched above")
            };
            fields
                .into_iter()
                .map(|field| field.field)
                .collect::<Vec<_>>()
                .join(",")
        }
        other => panic!("not refused: {other:?}"),
    }
}
