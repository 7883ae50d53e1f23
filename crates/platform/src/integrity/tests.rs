use super::*;
use crate::{
    brokers::BrokerStore,
    listings::ListingStore,
    testing::{broker, embedded, listing},
};
use bytes::Bytes;

/// A broker with a home and its pictures; gives back the keys of these.
async fn market(platform: &Platform) -> Vec<ObjectKey> {
    let (seller, home) = (broker(1), listing(1));
    let home = durbar_domain::Listing {
        broker_id: seller.broker_id,
        ..home
    };
    let brokers = BrokerStore::new(platform.table.clone());
    brokers.put_new(&seller, &[]).await.expect("put");
    let listings = ListingStore::new(platform.table.clone());
    listings.put_new(&home, &[]).await.expect("put");
    let content = Content::Listing(Box::new(home));
    let mut keys = Vec::new();
    for (bucket, key) in needs::objects(&content) {
        let key: ObjectKey = key.parse().expect("a key");
        let bytes = Bytes::from_static(b"x");
        let put = platform.objects.put(bucket, &key, "image/jpeg", bytes);
        put.await.expect("put");
        keys.push(key);
    }
    keys
}

async fn inspect(platform: &Platform) -> Inspection {
    let inspected = Inspector::new(platform).run(|_| {}).await;
    inspected.expect("inspected")
}

#[tokio::test]
async fn a_market_is_whole_and_counted() {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let keys = market(platform).await;
    let found = inspect(platform).await;
    assert_eq!(found.faults, []);
    assert_eq!(found.tally.kinds["Property"].count, 1);
    assert_eq!(found.tally.kinds["Broker"].count, 1);
    assert_eq!(found.objects_named, keys.len() as u64);
    let lines = found.lines(10);
    assert_eq!(lines.last().expect("lines"), "table and objects are whole");
    assert_eq!(inspect(platform).await.tally, found.tally);
}

#[tokio::test]
async fn what_is_missing_or_changed_is_named() {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let keys = market(platform).await;
    let (first, second) = (keys[0].clone(), keys[1].clone());
    let objects = &platform.objects;
    objects
        .delete(Bucket::PublicMedia, &first)
        .await
        .expect("gone");
    let nothing = Bytes::new();
    let put = objects.put(Bucket::PublicMedia, &second, "image/jpeg", nothing);
    put.await.expect("put");
    let table = &platform.table;
    table
        .delete(PrimaryKey::Broker(broker(1).broker_id))
        .await
        .expect("gone");
    let mut strange = crate::table::key_of(PrimaryKey::Seed);
    strange.insert("SK".to_owned(), crate::table::text("OTHER"));
    table.put(strange).await.expect("put");
    let before = inspect(platform).await;
    let home = PrimaryKey::Listing(listing(1).listing_id).to_string();
    let told: Vec<String> = before.faults.iter().map(ToString::to_string).collect();
    for line in [
        "nothing has the key SEED / OTHER".to_owned(),
        format!(
            "{home} belongs to {}, which is missing",
            PrimaryKey::Broker(broker(1).broker_id)
        ),
        format!("{home} names {first} in public-media, which is missing"),
        format!("{second} in public-media has no bytes"),
    ] {
        assert!(told.contains(&line), "{line}: {told:?}");
    }
    assert_eq!(told.len(), 4, "{told:?}");

    crate::testing::damage(table, listing(1).listing_id).await;
    let after = inspect(platform).await;
    assert!(
        after
            .faults
            .iter()
            .any(|it| matches!(it, Fault::Unreadable { name, .. } if *name == home))
    );
    let differing = after.tally.differences(&before.tally);
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0].kind, "Property");
}

#[tokio::test]
async fn a_home_that_no_index_finds_is_named() {
    let embedded = embedded().await;
    let platform = embedded.platform();
    market(platform).await;
    let key = PrimaryKey::Listing(listing(1).listing_id);
    let mut item = platform.table.get(key).await.expect("get").expect("a home");
    item.remove(crate::keys::Index::Recent.sort_attribute());
    platform.table.put(item).await.expect("put");
    let found = inspect(platform).await;
    let name = key.to_string();
    assert!(
        matches!(&found.faults[..], [Fault::BadlyIndexed { name: it, .. }] if *it == name),
        "{:?}",
        found.faults
    );
}
