//! `durbar restore`: a backup as a new data folder, which configuration then switches to.

use crate::{
    backup::say,
    cli::{RestoreArguments, StoreSettings},
    error::StartError,
    stack::{Stack, Store},
    verify,
};
use durbar_platform::{
    embedded::{
        Storage,
        backup::{BackupPoint, Backups},
    },
    erasures::ErasureLedger,
    integrity::Tally,
    outbox::Outbox,
};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};

/// Addresses in mails that wait; nothing is sent while restoring.
pub(crate) const NOWHERE: &str = "http://127.0.0.1";

/// What became of a restore.
pub(crate) struct Restored {
    pub folder: PathBuf,
    pub point: BackupPoint,
    /// Accounts that were erased since, and were erased again.
    pub erased: usize,
    /// Events that are to be handed out again.
    pub waiting: usize,
    /// Of what is in the table now.
    pub tally: Tally,
    /// Things that are wrong with it.
    pub faults: usize,
}

/// Restores, erases again who was erased since, checks all of it, and says what to do next.
///
/// # Errors
/// When there is no such backup or the place is taken; [`StartError::Faults`] when what was
/// restored is not whole, which then is in its place all the same.
pub async fn restore(arguments: RestoreArguments) -> Result<(), StartError> {
    let backups = Backups::in_folder(&arguments.backup_folder);
    if let Some(old) = &arguments.old {
        if !old.join("objects").is_dir() {
            let line = format!("--old {}: it is no data folder", old.display());
            return Err(StartError::Setting(line));
        }
        backups.keep_erasures_of(old)?;
    }
    let point = backups.choose(arguments.at)?;
    let restored = restore_point(&backups, point, &arguments.to).await?;
    let wanted = arguments.at.unwrap_or_else(Timestamp::now);
    let lost = wanted.duration_since(restored.point.at);
    for line in lines(&restored, lost) {
        say(&line)?;
    }
    match restored.faults {
        0 => Ok(()),
        faults => Err(StartError::Faults { faults }),
    }
}

fn lines(restored: &Restored, lost: SignedDuration) -> Vec<String> {
    let folder = restored.folder.display();
    vec![
        format!(
            "restored the backup of {} to {folder}: {} files, {} bytes",
            restored.point.at, restored.point.files, restored.point.bytes
        ),
        format!(
            "what happened in the {:.1} s after it is lost",
            lost.as_secs_f64()
        ),
        format!(
            "{} accounts that were erased since were erased again",
            restored.erased
        ),
        format!(
            "{} events wait and are handed out again once it is served",
            restored.waiting
        ),
        match restored.faults {
            0 => "table, objects and audit trail are whole".to_owned(),
            faults => format!("it is not whole: {faults} faults; durbar verify --data {folder}"),
        },
        format!("to switch to it: durbar serve --data {folder} (or DURBAR_DATA={folder})"),
    ]
}

/// Restores a point into `target` and makes it ready to be served.
pub(crate) async fn restore_point(
    backups: &Backups,
    point: BackupPoint,
    target: &Path,
) -> Result<Restored, StartError> {
    let restoring = backups.restore(&point, target).await?;
    let settings = StoreSettings::Embedded {
        storage: Storage::Folder(restoring.folder().to_owned()),
    };
    let store = Store::open(&settings).await?;
    let stack = Stack::new(store, NOWHERE).await?;
    let prepared = prepare(backups, &stack).await;
    stack.close().await;
    let (erased, waiting) = prepared?;
    // On its own, without anything that runs beside.
    let store = Store::open(&settings).await?;
    let looked = verify::whole(&store).await;
    store.close().await;
    let (inspection, trail) = looked?;
    Ok(Restored {
        folder: restoring.finish()?,
        point,
        erased,
        waiting,
        faults: inspection.faults.len() + trail.faults.len(),
        tally: inspection.tally,
    })
}

/// Erases again who was erased since, and reconciles what follows the table: whatever was
/// derived from it is made anew, and events that wait are handed out again. Those who hear of
/// them know by their numbers which they had, as far as the table is from after that.
async fn prepare(backups: &Backups, stack: &Stack) -> Result<(usize, usize), StartError> {
    let platform = stack.platform();
    let ledger = ErasureLedger::new(&platform.objects);
    for digest in backups.erased()? {
        ledger.note_digest(digest).await?;
    }
    let erased = stack.eraser().erase_again(&platform.table).await?;
    platform.table.renew_generation().await?;
    let outbox = Outbox::new(platform.table.clone());
    let mut waiting = 0;
    for shard in Outbox::shards() {
        let mut after = None;
        loop {
            let pending = outbox.pending(shard, after, 1_000).await?;
            waiting += pending.events.len();
            match pending.last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok((erased, waiting))
}
