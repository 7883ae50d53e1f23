//! The process ends at each call of table and store while it fetches, before the call or behind
//! it; another one goes on, and leaves what one process would have left.

use super::{
    fetching::{fetching, files, put_file, row, take_row},
    *,
};
use crate::media::named_id;
use durbar_platform::{
    faults::{Fault, Faults},
    fetch::double::{Server, answer},
    outbox::Outbox,
};

/// What is left when all is done.
#[derive(Debug, PartialEq)]
struct Left {
    states: Vec<MediaState>,
    objects: BTreeMap<String, Bytes>,
    keys: Vec<String>,
    told: usize,
}

/// A row that names a picture at an address and one of the folder, fetched by one process that
/// `faults` befalls and then by another. Tells also how often the address was asked.
async fn life(server: &Server, faults: &Faults) -> (Left, usize) {
    let desk = desk().await;
    let named = files(&[server.address("/a.jpg"), "1/front.jpg".to_owned()]);
    put_file(&desk, &named[1], jpeg().1).await;
    take_row(&desk, 1, named.clone()).await;
    let before = server.asked().len();
    let platform = faults.below(desk.embedded.platform());
    let process = Media::new(&platform, Events::default(), fetching());
    let _ = faults.process(process.run_due(later())).await;
    faults.stop();
    let next = desk.restarted(fetching());
    let mut now = later() + SignedDuration::from_hours(2);
    for _ in 0..3 {
        next.run_due(now).await.expect("worked");
        now += SignedDuration::from_hours(2);
    }
    let items = desk.media.files(&desk.broker, desk.id()).await;
    let outbox = Outbox::new(desk.embedded.platform().table.clone());
    let mut told = 0;
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("events");
        told += pending.events.len();
    }
    let mut keys = crate::testing::keys(&desk.embedded).await;
    let first = named_id(desk.id(), row(), &named[0].reference);
    let mut objects = desk.stored(first).await;
    // Identifiers follow from the address, and with it from the server's port.
    keys.iter_mut()
        .for_each(|key| *key = key.replace(&first.to_string(), "ID"));
    keys.sort_unstable();
    objects.retain(|name, _| !name.is_empty());
    let left = Left {
        states: items
            .expect("files")
            .into_iter()
            .map(|it| it.state)
            .collect(),
        objects,
        keys,
        told,
    };
    (left, server.asked().len() - before)
}

async fn end_at_every_call(end: Fault) {
    let server = Server::start(|_| answer("200 OK", &jpeg().1)).await;
    let calm = Faults::new(|_| Fault::None);
    let (wanted, asked) = life(&server, &calm).await;
    assert_eq!(asked, 1);
    assert_eq!(wanted.told, 2, "an event a file");
    assert!(wanted.states.iter().all(|it| it.rendition().is_some()));
    assert!(!wanted.objects.keys().any(|it| it.starts_with("RawUploads")));
    let calls = calm.calls();
    let mut ended = 0;
    for number in 0..calls {
        let faults = Faults::at(number, end);
        let (left, asked) = life(&server, &faults).await;
        assert!(left == wanted, "{end:?} {number}: {left:?}");
        // Once more only where it was not here yet when the process ended.
        assert!((1..=2).contains(&asked), "{end:?} {number}: {asked}");
        ended += u64::from(faults.has_ended());
    }
    eprintln!("{end:?}: the process was ended at {ended} calls, of {calls} in a calm life");
    // Shards are looked through from any: some calls more or less.
    assert!(ended + 16 >= calls, "only {ended} of {calls}");
}

#[tokio::test]
async fn fetching_survives_an_end_of_the_process_before_any_call() {
    end_at_every_call(Fault::EndBefore).await;
}

#[tokio::test]
async fn fetching_survives_an_end_of_the_process_behind_any_call() {
    end_at_every_call(Fault::EndAfter).await;
}

/// Calls that fail, are answered late or not at all, one by one.
#[tokio::test]
async fn fetching_survives_calls_that_fail() {
    let server = Server::start(|_| answer("200 OK", &jpeg().1)).await;
    let calm = Faults::new(|_| Fault::None);
    let (wanted, _) = life(&server, &calm).await;
    for fault in [Fault::AnswerLost, Fault::BrokenOff] {
        for number in (0..calm.calls()).step_by(3) {
            let (left, _) = life(&server, &Faults::at(number, fault)).await;
            assert!(left == wanted, "{fault:?} {number}: {left:?}");
        }
    }
}
