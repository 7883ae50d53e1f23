//! Changes the price of a home as its broker would, in a data folder that no server has open:
//! `change_price DATA LISTING CRORE`. For journeys, which have no broker's pages to do it on.

use durbar_domain::{Npr, PropertyId};
use durbar_platform::{Embedded, embedded::Storage};
use durbar_services::{Change, Events, Listings};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, listing, crore] = arguments.as_slice() else {
        panic!("usage: change_price DATA LISTING CRORE");
    };
    let id: PropertyId = listing.parse().expect("the identifier of a listing");
    let list_price = Npr::crore(crore.parse().expect("whole crore"));
    let embedded = Embedded::start(Storage::Folder(data.into()))
        .await
        .expect("the data folder opens");
    let listings = Listings::new(embedded.platform(), Events::default());
    let home = listings.get(id).await.expect("the listing is there");
    let change = Change::Price {
        list_price,
        on_request: false,
    };
    listings
        .change(id, home.version, change)
        .await
        .expect("the price is changed");
    embedded.stop().await;
}
