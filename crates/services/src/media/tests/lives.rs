//! Whole lives of a file: uploaded, worked on, given to members, taken away and deleted. At every
//! call of table and store the process ends, before the call or behind it, and over 200 lives at
//! random ones while others fail; what is stored is what a calm life stores.

use super::*;
use crate::ServiceError;
use durbar_platform::{
    faults::{Fault, Faults},
    outbox::Outbox,
};
use rand::{Rng as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

/// A picture that is compared with others makes some seventy calls more, which change nothing:
/// of its calls so many are left out between two that are tried.
const APART: usize = 29;
/// Processes after which a life has to be at its end.
const AT_MOST: usize = 12;
/// The order of calls differs a little from life to life: shards are looked through from any.
const MORE_CALLS: u64 = 8;

type Picture = (NewUpload, Vec<u8>);

/// What a broker wants of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// That members see it.
    Shown,
    /// That it is deleted.
    Gone,
}

/// What is stored when a wish has come true.
#[derive(Debug, PartialEq)]
struct Stored {
    objects: BTreeMap<String, Bytes>,
    /// Keys of all items but events, the file's identifier written as `ID`.
    keys: Vec<String>,
    /// The file, without what differs from life to life.
    file: Option<(MediaState, Audience, u64)>,
    /// What was told since the last wish.
    told: Vec<&'static str>,
}

/// What a broker and the worker do until a wish has come true or something fails. What is there
/// already is not done again.
async fn pursue(
    (desk, media): (&Desk, &Media),
    (wish, picture): (Wish, &Picture),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (broker, listing) = (&desk.broker, desk.id());
    let seen = || async {
        let files = media.files(broker, listing).await?;
        let mut there = files.into_iter();
        Ok::<_, ServiceError>(there.find(|it| it.state != MediaState::Uploading))
    };
    if wish == Wish::Gone {
        if let Some(file) = seen().await?.filter(|file| !file.state.is_removed()) {
            let id = file.media_id;
            media.remove(broker, listing, id, Timestamp::now()).await?;
        }
        // By then uploads that never arrived are forgotten too.
        media.run_due(now + super::super::UPLOAD_WITHIN).await?;
        return Ok(());
    }
    if seen().await?.is_none() {
        let (upload, bytes) = picture;
        let (bytes, at) = (Bytes::from(bytes.clone()), Timestamp::now());
        let taken = media.take_file(broker, listing, upload, bytes, at);
        taken.await?;
    }
    media.run_due(now).await?;
    let Some(file) = seen().await? else {
        return Ok(());
    };
    let id = file.media_id;
    if matches!(file.state, MediaState::Failed { reason } if reason.can_retry()) {
        media.retry(broker, listing, id, now).await?;
        media.run_due(now).await?;
    }
    if is_ready(&file) && file.audience == Audience::Public {
        let to = Audience::Premium;
        media.move_to(broker, (listing, id), to, now).await?;
        media.run_due(now).await?;
    }
    Ok(())
}

async fn has_come_true(desk: &Desk, wish: Wish) -> bool {
    let records = desk.media.inner.store.of_listing(desk.id()).await;
    let records = records.expect("files");
    match wish {
        Wish::Gone => records.is_empty(),
        Wish::Shown => records.iter().any(|record| {
            let is_shown = is_ready(&record.item) && record.item.audience == Audience::Premium;
            is_shown && record.work.is_none()
        }),
    }
}

/// Pursues a wish in one process after another, the last ones without faults.
async fn come_true(desk: &Desk, (wish, picture): (Wish, &Picture), processes: &[Faults]) -> Stored {
    let platform = desk.embedded.platform();
    let mut now = Timestamp::now();
    for number in 0..AT_MOST {
        // What the process before held can be taken up.
        now += SignedDuration::from_mins(20);
        let faults = processes.get(number).cloned();
        let faults = faults.unwrap_or_else(|| Faults::new(|_| Fault::None));
        let media = Media::new(&faults.below(platform), Events::default(), settings());
        // An error is told to the broker, who tries again.
        let _ = faults
            .process(pursue((desk, &media), (wish, picture), now))
            .await;
        if has_come_true(desk, wish).await {
            return stored(desk).await;
        }
    }
    let records = desk.media.inner.store.of_listing(desk.id()).await;
    panic!("{wish:?} does not come true: {records:?}");
}

async fn stored(desk: &Desk) -> Stored {
    // Uploads that were begun and are forgotten tomorrow are no difference.
    let records = desk.media.inner.store.of_listing(desk.id()).await;
    for record in records.expect("files") {
        if record.item.state == MediaState::Uploading {
            let forgotten = desk.media.forget_upload(&record).await;
            forgotten.expect("forgotten");
        }
    }
    let files = desk.media.files(&desk.broker, desk.id()).await;
    let mut files = files.expect("files");
    let file = files.pop();
    assert!(files.is_empty(), "uploaded twice: {files:?}");
    let id = file.as_ref().map(|it| it.media_id.to_string());
    let named = |key: String| match &id {
        Some(id) => key.replace(id, "ID"),
        None => key,
    };
    let objects = match &file {
        Some(file) => desk.stored(file.media_id).await,
        None => desk.stored(MediaId::from_bits(0)).await,
    };
    let keys = crate::testing::keys(&desk.embedded).await;
    Stored {
        objects,
        keys: keys.into_iter().map(named).collect(),
        file: file.map(|it| (it.state, it.audience, it.bytes)),
        told: told(desk).await,
    }
}

/// Reads what was told, and forgets it.
async fn told(desk: &Desk) -> Vec<&'static str> {
    let outbox = Outbox::new(desk.embedded.platform().table.clone());
    let mut told = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("events");
        for pending in pending.events {
            told.push(pending.event.detail.kind());
            outbox.published(&pending.event).await.expect("forgotten");
        }
    }
    told.sort_unstable();
    told
}

/// A life without faults: its calls and what it stores, for each wish.
async fn calm(desk: &Desk, picture: &Picture) -> [(Wish, u64, Stored); 2] {
    let counted = |wish| async move {
        let faults = Faults::new(|_| Fault::None);
        let stored = come_true(desk, (wish, picture), std::slice::from_ref(&faults)).await;
        (wish, faults.calls(), stored)
    };
    let shown = counted(Wish::Shown).await;
    let gone = counted(Wish::Gone).await;
    [shown, gone]
}

#[tokio::test]
async fn a_calm_life_stores_what_it_should() {
    let desk = desk().await;
    let [(_, _, shown), (_, _, gone)] = calm(&desk, &patches(1)).await;
    let folder = format!("PremiumMedia {}/", desk.id());
    let is_premium = |name: &String| name.starts_with(&folder);
    assert!(shown.objects.keys().all(is_premium), "{shown:?}");
    assert_eq!(shown.objects.len(), 3, "{shown:?}");
    assert_eq!(shown.told, ["MediaProcessed", "MediaWithdrawn"]);
    assert!(gone.objects.is_empty(), "{:?}", gone.objects.keys());
    assert_eq!(gone.told, ["MediaWithdrawn"]);
    let is_entered = |key: &&String| key.starts_with("LOOK#");
    assert_eq!(shown.keys.iter().filter(is_entered).count(), 6);
    let is_left = |key: &String| key.contains("LOOK#") || key.contains("MEDIA");
    assert!(!gone.keys.iter().any(is_left), "{gone:?}");
}

/// Ends the process at calls so far apart, before them or behind them.
async fn end_at_calls(picture: &Picture, end: Fault, apart: usize) {
    let desk = desk().await;
    let wanted = calm(&desk, picture).await;
    let (mut ended, mut tried) = (0, 0);
    let most = wanted.iter().map(|(_, calls, _)| *calls).max();
    for number in (0..most.unwrap_or(0) + MORE_CALLS).step_by(apart) {
        // Each life to its end: the next one begins with another file.
        for (wish, calls, wanted) in &wanted {
            let faults = Faults::at(number, end);
            let processes = std::slice::from_ref(&faults);
            let found = come_true(&desk, (*wish, picture), processes).await;
            assert!(found == *wanted, "{wish:?}, {end:?} {number}: {found:?}");
            ended += u64::from(faults.has_ended());
            tried += u64::from(number < *calls);
        }
    }
    eprintln!("{end:?}: the process was ended at {ended} calls, of {tried} in a calm life");
    assert!(ended + 2 * MORE_CALLS >= tried, "only {ended} of {tried}");
}

#[tokio::test]
async fn a_file_survives_an_end_of_the_process_before_any_call() {
    end_at_calls(&jpeg(), Fault::EndBefore, 1).await;
}

#[tokio::test]
async fn a_file_survives_an_end_of_the_process_behind_any_call() {
    end_at_calls(&jpeg(), Fault::EndAfter, 1).await;
}

#[tokio::test]
async fn a_picture_that_is_compared_survives_it_too() {
    end_at_calls(&patches(1), Fault::EndBefore, APART).await;
    end_at_calls(&patches(1), Fault::EndAfter, APART).await;
}

/// What was made of a file stays while its upload can't be deleted, however often that is tried.
#[tokio::test]
async fn a_file_that_is_ready_stays_so_whatever_becomes_of_its_upload() {
    let desk = desk().await;
    // Twelve attempts of four calls each.
    let mut left = 48;
    let faults = Faults::new(move |call| match call.method {
        "DELETE" if left > 0 => {
            left -= 1;
            Fault::Overloaded
        }
        _ => Fault::None,
    });
    let platform = faults.below(desk.embedded.platform());
    let media = Media::new(&platform, Events::default(), settings());
    let (upload, bytes) = patches(1);
    let id = desk.upload(&upload, bytes).await;
    // After the longest pause between two attempts.
    let due = Timestamp::now() + SignedDuration::from_hours(2);
    media.run_due(due).await.expect("worked");
    assert!(is_ready(&desk.item(id).await));
    assert!(!desk.stored(id).await.keys().any(|name| is_raw(name)));
}

/// Given to others before its upload is deleted, that is not forgotten.
#[tokio::test]
async fn an_upload_is_deleted_although_what_was_made_of_it_moves() {
    let desk = desk().await;
    let faults = Faults::new(|call| match call.method {
        "DELETE" => Fault::Overloaded,
        _ => Fault::None,
    });
    let platform = faults.below(desk.embedded.platform());
    let media = Media::new(&platform, Events::default(), settings());
    let (upload, bytes) = patches(1);
    let id = desk.upload(&upload, bytes).await;
    media.run_due(Timestamp::now()).await.expect("worked");
    assert!(desk.stored(id).await.keys().any(|name| is_raw(name)));
    let (to, now) = (Audience::Premium, Timestamp::now());
    let moved = media.move_to(&desk.broker, (desk.id(), id), to, now).await;
    moved.expect("it moves");
    faults.stop();
    media.run_due(later()).await.expect("worked");
    let item = desk.item(id).await;
    assert!(is_ready(&item) && item.audience == to);
    assert!(!desk.stored(id).await.keys().any(|name| is_raw(name)));
}

fn is_raw(name: &str) -> bool {
    name.starts_with("RawUploads")
}

/// A process that ends at some call, or goes on to its end while one call in six fails.
fn unlucky(random: &mut ChaCha8Rng, calls: u64) -> Faults {
    let ends = [Fault::EndBefore, Fault::EndAfter];
    let (number, end) = (random.random_range(0..calls), ends.choose(random).copied());
    let (is_ending, is_failing) = (random.random_bool(0.7), random.random_bool(0.6));
    let mut random = ChaCha8Rng::from_rng(random);
    Faults::new(move |call| match end {
        Some(end) if is_ending && call.number == number => end,
        _ if is_failing && random.random_ratio(1, 6) => {
            let faults = [
                Fault::Unreachable,
                Fault::Overloaded,
                Fault::AnswerLost,
                Fault::TooSlow,
                Fault::BrokenOff,
            ];
            *faults.choose(&mut random).unwrap_or(&Fault::Unreachable)
        }
        _ => Fault::None,
    })
}

/// Two hundred lives of up to two unlucky processes each.
#[tokio::test]
async fn a_file_survives_two_hundred_unlucky_lives() {
    let desk = desk().await;
    let picture = jpeg();
    let wanted = calm(&desk, &picture).await;
    let (mut ended, mut calls) = (0, 0);
    for life in 0..200 {
        let mut random = ChaCha8Rng::seed_from_u64(life);
        for (wish, most, wanted) in &wanted {
            let processes: Vec<_> = (0..random.random_range(1..=2))
                .map(|_| unlucky(&mut random, *most))
                .collect();
            let found = come_true(&desk, (*wish, &picture), &processes).await;
            assert!(found == *wanted, "{wish:?}, life {life}: {found:?}");
            ended += processes.iter().filter(|it| it.has_ended()).count();
            calls += processes.iter().map(Faults::calls).sum::<u64>();
        }
    }
    eprintln!("200 lives: the process was ended {ended} times, in {calls} calls");
    assert!(ended >= 150, "the process was ended {ended} times");
}
