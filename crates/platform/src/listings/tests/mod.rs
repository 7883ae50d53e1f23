mod indexes;
mod reading;
mod writing;

use crate::{Table, outbox::Outbox};

/// How many events wait in the outbox.
async fn waiting(table: &Table) -> usize {
    let outbox = Outbox::new(table.clone());
    let mut count = 0;
    for shard in Outbox::shards() {
        count += outbox
            .pending(shard, None, 1_000)
            .await
            .expect("pending")
            .events
            .len();
    }
    count
}
