//! How long it takes from one event to everything noted for those who want to hear of it,
//! with 100,000 saved searches in the table:
//! `cargo run --release -p durbar-services --example alert_fan_out [-- searches]`.
//!
//! The last line is one of JSON, for `bench/run.mjs`.

mod searches;

use durbar_domain::{Listing, Npr, event::DomainEvent, event::EventDetail};
use durbar_platform::{
    Embedded, alerts::SavedSearchStore, bus::EventConsumer, embedded::Storage,
    listings::ListingStore, testing::put_account,
};
use durbar_services::{Alerts, Events};
use jiff::Timestamp;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Events measured.
const EVENTS: usize = 200;
/// Saved searches written at a time.
const AT_ONCE: usize = 5_000;

#[tokio::main]
async fn main() {
    let count = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder for the data");
    let storage = Storage::Folder(folder.path().to_owned());
    let embedded = Embedded::start(storage)
        .await
        .expect("embedded services start");
    let table = embedded.platform().table.clone();
    let store = SavedSearchStore::new(table.clone());
    for start in (0..count).step_by(AT_ONCE) {
        let some: Vec<_> = (start..count.min(start + AT_ONCE))
            .map(searches::search)
            .collect();
        store.load(&some).await.expect("searches are written");
    }
    let mut last = None;
    for account in (0..count).filter_map(searches::account_of) {
        if last.replace(account.account_id) != Some(account.account_id) {
            put_account(&table, &account).await;
        }
    }
    let started = Instant::now();
    let mail = Arc::new(embedded.mail().clone());
    let alerts = Alerts::start(embedded.platform(), mail, "https://durbar.example");
    alerts.ready().await;
    eprintln!(
        "{count} searches read in {:.1} s",
        started.elapsed().as_secs_f64()
    );

    let listings = ListingStore::new(table);
    let events = Events::default();
    let mut times = Vec::with_capacity(EVENTS);
    for number in 0..EVENTS {
        let home = searches::home(number);
        listings
            .put_new(&home, &[])
            .await
            .expect("a home is written");
        let event = events.event(came(&home), Timestamp::now());
        times.push(measure(&alerts, &event).await);
        // Every other home changes its price as well.
        if number % 2 == 0 {
            let mut cheaper = Listing {
                version: 2,
                ..home.clone()
            };
            cheaper.price.list_price =
                Npr::from_paisa(home.price.list_price.paisa() / 10 * 9).expect("a price");
            listings
                .replace(1, &cheaper, &[])
                .await
                .expect("a home is written");
            let event = events.event(cut(&home, &cheaper), Timestamp::now());
            times.push(measure(&alerts, &event).await);
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    eprintln!(
        "p50 {:.1} ms, p99 {:.1} ms, of {} events",
        at(0.5),
        at(0.99),
        times.len()
    );
    println!("{{\"p99_ms\":{:.3}}}", at(0.99));
    embedded.stop().await;
}

async fn measure(alerts: &Alerts, event: &DomainEvent) -> Duration {
    let started = Instant::now();
    alerts.handle(event).await.expect("handled");
    started.elapsed()
}

fn came(home: &Listing) -> EventDetail {
    EventDetail::ListingChanged {
        listing_id: home.listing_id,
        version: home.version,
    }
}

fn cut(before: &Listing, after: &Listing) -> EventDetail {
    EventDetail::PriceChanged {
        listing_id: after.listing_id,
        version: after.version,
        from: before.price.list_price,
        to: after.price.list_price,
    }
}
