//! `durbar drill`: a copy is broken on purpose, found broken, restored and checked, so that
//! what recovery would lose and how long it would take is known before it is needed.

use crate::{
    backup::say,
    cli::{DrillArguments, StoreSettings},
    error::StartError,
    restore::{NOWHERE, Restored, restore_point},
    stack::{Stack, Store},
    verify,
};
use durbar_platform::{
    embedded::{
        Storage,
        backup::{BackupPoint, Backups},
    },
    integrity::{Damage, Tally, damage},
    private_file,
};
use jiff::Timestamp;
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// How long the search may take to be built.
const SEARCH_WITHIN: Duration = Duration::from_secs(600);
/// Kinds that a restore or the next start makes anew: the mark of the content, and keys of
/// identities where there were none or where their time was over.
const RENEWED: [&str; 3] = ["Generation", "Secret", "SigningKey"];

/// Runs a drill and says what it showed.
///
/// # Errors
/// [`StartError::Drill`] when damage isn't found, what is restored isn't as it was, or an
/// objective is missed.
pub async fn drill(arguments: DrillArguments) -> Result<(), StartError> {
    let work = &arguments.work;
    if work.exists() {
        let line = format!("--work {}: it exists already", work.display());
        return Err(StartError::Setting(line));
    }
    private_file::create_folder(work).map_err(|error| unusable(work, &error))?;
    let outcome = run(&arguments).await;
    if !arguments.keep {
        fs::remove_dir_all(work).map_err(|error| unusable(work, &error))?;
    }
    outcome
}

async fn run(arguments: &DrillArguments) -> Result<(), StartError> {
    let (backups, point) = backup(arguments).await?;
    let copy = arguments.work.join("copy");
    let copied = restore_point(&backups, point.clone(), &copy).await?;
    expect_whole(&copied)?;
    let items = copied.tally.items();
    say(&format!("made a copy as of {}: {items} items", point.at))?;

    let (broken_at, clock) = (Timestamp::now(), Instant::now());
    let faults = break_copy(&copy).await?;
    say(&format!("found {faults} faults after {}", since(clock)))?;

    let target = arguments.work.join("restored");
    let restored = restore_point(&backups, point, &target).await?;
    expect_whole(&restored)?;
    expect_equal(&restored.tally, &copied.tally)?;
    say(&format!("restored and whole after {}", since(clock)))?;
    let homes = serve_again(&target).await?;
    say(&format!(
        "the search finds {homes} homes after {}",
        since(clock)
    ))?;
    let rpo = broken_at.duration_since(restored.point.at).unsigned_abs();
    judge(arguments, rpo, clock.elapsed())
}

/// The backup to go back to: the latest there is, or one taken now.
async fn backup(arguments: &DrillArguments) -> Result<(Backups, BackupPoint), StartError> {
    if let Some(folder) = &arguments.backup_folder {
        let backups = Backups::in_folder(folder);
        let point = backups.choose(None)?;
        return Ok((backups, point));
    }
    let backups = Backups::in_folder(&arguments.work.join("backups"));
    let taken = backups.take(&arguments.data).await?;
    Ok((backups, taken.point))
}

/// Breaks a copy and its search index; gives back how many faults are found in it.
async fn break_copy(copy: &Path) -> Result<usize, StartError> {
    let index = copy.join("index");
    if index.exists() {
        fs::remove_dir_all(&index).map_err(|error| unusable(&index, &error))?;
    }
    let store = open(copy).await?;
    let broken = damage(&store.platform).await;
    let looked = verify::whole(&store).await;
    store.close().await;
    let (broken, (inspection, _)) = (broken?, looked?);
    if broken.is_none() {
        return Err(failed("there was nothing to break: the table has no homes"));
    }
    say(&told(&broken))?;
    // Each home and each file that was broken, and the homes of the broker that is gone.
    let least = broken.emptied + broken.unindexed;
    match inspection.faults.len() {
        found if found < least => Err(failed("not all of the damage was found")),
        found => Ok(found),
    }
}

fn told(broken: &Damage) -> String {
    let Damage {
        emptied,
        unindexed,
        deleted,
        objects,
    } = broken;
    format!(
        "broke it: {emptied} homes emptied, {unindexed} taken out of the indexes, {deleted} \
         brokers and {objects} files deleted, the search index lost"
    )
}

/// Starts what serves pages on a restored folder; gives back how many homes the search finds
/// once it is built.
async fn serve_again(folder: &Path) -> Result<u64, StartError> {
    let stack = Stack::new(open(folder).await?, NOWHERE).await?;
    let search = &stack.services().search;
    let ready = tokio::time::timeout(SEARCH_WITHIN, search.ready()).await;
    let homes = search.homes().filter(|_| ready == Ok(true));
    stack.close().await;
    homes.ok_or_else(|| failed("the search was not built"))
}

async fn open(folder: &Path) -> Result<Store, StartError> {
    let storage = Storage::Folder(folder.to_owned());
    Store::open(&StoreSettings::Embedded { storage }).await
}

fn expect_whole(restored: &Restored) -> Result<(), StartError> {
    match restored.faults {
        0 => Ok(()),
        faults => Err(failed(&format!(
            "the backup of {} is not whole: {faults} faults",
            restored.point.at
        ))),
    }
}

/// Whether two restores of one point hold the same.
fn expect_equal(now: &Tally, before: &Tally) -> Result<(), StartError> {
    let mut differences = now.differences(before).into_iter();
    match differences.find(|it| !RENEWED.contains(&it.kind.as_str())) {
        None => Ok(()),
        Some(it) => Err(failed(&format!(
            "what was restored is not what was there: {}: {} items before, {} after",
            it.kind, it.before, it.now
        ))),
    }
}

/// Says what was reached, and whether it is enough.
fn judge(arguments: &DrillArguments, rpo: Duration, rto: Duration) -> Result<(), StartError> {
    let (most_rpo, most_rto) = (arguments.rpo_seconds, arguments.rto_seconds);
    say(&format!(
        "RPO reached: {:.1} s (objective {most_rpo} s)",
        rpo.as_secs_f64()
    ))?;
    say(&format!(
        "RTO reached: {:.1} s (objective {most_rto} s)",
        rto.as_secs_f64()
    ))?;
    if rpo > Duration::from_secs(most_rpo) {
        return Err(failed("more would be lost than --rpo-seconds allows"));
    }
    if rto > Duration::from_secs(most_rto) {
        return Err(failed("it took longer than --rto-seconds allows"));
    }
    say("the drill succeeded")
}

fn since(clock: Instant) -> String {
    format!("{:.1} s", clock.elapsed().as_secs_f64())
}

fn failed(reason: &str) -> StartError {
    StartError::Drill(reason.to_owned())
}

fn unusable(path: &Path, error: &std::io::Error) -> StartError {
    StartError::Setting(format!("cannot use {}: {error}", path.display()))
}
