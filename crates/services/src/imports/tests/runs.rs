//! Lists that are sent with a browser.

use super::*;
use crate::{
    ServiceError,
    testing::{admin, broker_person},
};
use bytes::Bytes;
use durbar_domain::{
    account::Principal,
    audit::AuditAction,
    import_run::{ImportCounts, ImportRun, ImportState, LIST_BYTES},
};
use durbar_platform::{
    Platform,
    audit::AuditStore,
    faults::{Fault, Faults},
    objects::Bucket,
};
use jiff::SignedDuration;

fn sent(rows: &[BTreeMap<&'static str, String>]) -> SentList {
    SentList {
        name: "list.csv".to_owned(),
        bytes: csv(rows).into(),
        mapping: Bytes::from_static(MAPPING.as_bytes()),
    }
}

fn runs(stage: &Stage) -> ImportRuns {
    ImportRuns::new(stage.embedded.platform(), Events::default())
}

async fn tried(runs: &ImportRuns, by: &Principal, list: SentList) -> ImportRun {
    let now = Timestamp::now();
    let run = runs.send(by, list, now).await.expect("sent");
    assert_eq!(run.state, ImportState::Checking);
    assert_eq!(runs.run_due(now).await.expect("worked"), 1);
    runs.get(by, run.import_id).await.expect("an import")
}

/// Keys of all that imports have in the object store.
async fn stored(platform: &Platform) -> Vec<String> {
    let list = platform.objects.list(Bucket::RawUploads, "imports/", None);
    let mut names = Vec::new();
    for entry in list.await.expect("a list") {
        names.push(
            entry
                .key
                .as_str()
                .rsplit('/')
                .next()
                .expect("a name")
                .to_owned(),
        );
    }
    names
}

#[tokio::test]
async fn a_list_is_tried_begun_and_taken() {
    let stage = Stage::new().await;
    let (runs, admin) = (runs(&stage), admin(1));
    let list = [cells("H-1"), with("H-2", &[("beds", "none")]), cells("H-3")];
    let run = tried(&runs, &admin, sent(&list)).await;
    assert_eq!(run.state, ImportState::Checked);
    let expected = ImportCounts {
        rows: 3,
        created: 2,
        refused: 1,
        ..ImportCounts::default()
    };
    assert_eq!((run.counts, run.percent()), (expected, 100));
    assert_eq!(run.refused[0].legacy_id, "H-2");
    assert_eq!(stage.events().await.len(), 0, "nothing was written");
    let report = runs.report(&admin, run.import_id).await.expect("a report");
    let report = String::from_utf8(report.to_vec()).expect("UTF-8");
    assert!(
        report.contains("2,H-2,bedrooms_total,beds,is not a number"),
        "{report}"
    );

    let now = Timestamp::now();
    let named = (run.import_id, run.version);
    runs.start(&admin, named, now).await.expect("begun");
    let twice = runs.start(&admin, named, now).await;
    assert!(
        matches!(twice, Err(ServiceError::Conflict { .. })),
        "{twice:?}"
    );
    assert_eq!(runs.run_due(now).await.expect("worked"), 1);
    assert_eq!(runs.run_due(now).await.expect("worked"), 0);
    let run = runs.get(&admin, run.import_id).await.expect("an import");
    assert_eq!(
        (run.state.clone(), run.counts),
        (ImportState::Done, expected)
    );
    assert!(stage.home("H-3").await.is_some());
    assert_eq!(stored(stage.embedded.platform()).await, ["report.csv"]);

    let trail = AuditStore::new(stage.embedded.platform().table.clone());
    let today = crate::kathmandu_date(now);
    let entries = trail.latest(today, None, 10).await.expect("entries");
    let of_imports = entries
        .iter()
        .filter(|it| it.action == AuditAction::ImportRun);
    let said: Vec<_> = of_imports
        .filter_map(|it| Some(it.detail.as_ref()?.as_str()))
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter().any(|it| it.starts_with("took 3 rows: 2 new")),
        "{said:?}"
    );

    let named = (run.import_id, run.version);
    runs.discard(&admin, named).await.expect("forgotten");
    assert_eq!(stored(stage.embedded.platform()).await, [""; 0]);
    assert_eq!(runs.list(&admin).await.expect("a list"), []);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_at_once() {
    let stage = Stage::new().await;
    let (runs, admin, now) = (runs(&stage), admin(1), Timestamp::now());
    let good = sent(&[cells("H-1")]);
    let mapping = |text: &str| SentList {
        mapping: Bytes::from(text.to_owned()),
        ..good.clone()
    };
    let folder = MAPPING.replace(
        "separator = \";\"",
        "separator = \";\"\nfolder = \"photos\"",
    );
    for (list, field) in [
        (
            SentList {
                name: "list.xlsx".to_owned(),
                ..good.clone()
            },
            "list",
        ),
        (
            SentList {
                bytes: Bytes::new(),
                ..good.clone()
            },
            "list",
        ),
        (
            SentList {
                bytes: vec![b'a'; LIST_BYTES as usize + 1].into(),
                ..good.clone()
            },
            "list",
        ),
        (mapping(""), "mapping"),
        (mapping("source = 1"), "mapping"),
        (mapping(&folder), "mapping"),
    ] {
        let refused = runs.send(&admin, list, now).await;
        let Err(ServiceError::Invalid(problems)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(problems[0].field, field);
    }
    let refused = runs.send(&broker_person(1), good.clone(), now).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(_))),
        "{refused:?}"
    );
    assert_eq!(stored(stage.embedded.platform()).await, [""; 0]);

    // A column that isn't there is found when it is tried.
    let other = mapping(&MAPPING.replace("ward = \"ward\"", "ward = \"w\""));
    let run = tried(&runs, &admin, other).await;
    let ImportState::Failed { what: Some(what) } = &run.state else {
        panic!("{:?}", run.state)
    };
    assert!(what.contains("\"w\""), "{what}");
}

/// The process ends at each of its calls in turn, before and behind it.
#[tokio::test]
async fn an_import_goes_on_wherever_its_process_ends() {
    let list = [cells("H-1"), with("H-2", &[("beds", "none")]), cells("H-3")];
    for trying in [true, false] {
        for end in [Fault::EndBefore, Fault::EndAfter] {
            let mut ended = 0;
            while survives(&list, trying, Faults::at(ended, end)).await {
                ended += 1;
            }
            assert!(ended >= 8, "only {ended} calls");
        }
    }
}

/// Whether the process was ended while it tried the list, or while it took it. Another one goes
/// on and leaves what one process would have left.
async fn survives(list: &[BTreeMap<&'static str, String>], trying: bool, faults: Faults) -> bool {
    let stage = Stage::new().await;
    let (plain, admin) = (runs(&stage), admin(1));
    let platform = faults.below(stage.embedded.platform());
    let process = ImportRuns::new(&platform, Events::default());
    let mut now = Timestamp::now();
    let mut run = plain.send(&admin, sent(list), now).await.expect("sent");
    for is_trial in [true, false] {
        if !is_trial {
            assert_eq!(run.state, ImportState::Checked);
            let named = (run.import_id, run.version);
            plain.start(&admin, named, now).await.expect("begun");
        }
        if is_trial == trying {
            let _ = faults.process(process.run_due(now)).await;
        }
        now += SignedDuration::from_mins(2);
        plain.run_due(now).await.expect("worked");
        run = plain.get(&admin, run.import_id).await.expect("an import");
    }
    assert_eq!((run.state, run.has_remains), (ImportState::Done, false));
    // What was taken before the end may be counted as it is found again.
    let taken = run.counts.created + run.counts.unchanged;
    assert_eq!((run.counts.rows, taken, run.counts.refused), (3, 2, 1));
    assert_eq!(stage.events().await.len(), 2, "an event a home");
    assert_eq!(stored(stage.embedded.platform()).await, ["report.csv"]);

    // Nothing is remembered: the same list again finds both homes as they were.
    let run = tried(&plain, &admin, sent(list)).await;
    let named = (run.import_id, run.version);
    plain.start(&admin, named, now).await.expect("begun");
    plain.run_due(now).await.expect("worked");
    let run = plain.get(&admin, run.import_id).await.expect("an import");
    assert_eq!((run.counts.created, run.counts.unchanged), (0, 2));
    faults.has_ended()
}

/// One that ends its process each time is given up.
#[tokio::test]
async fn an_import_that_ends_its_process_is_given_up() {
    let stage = Stage::new().await;
    let (plain, admin) = (runs(&stage), admin(1));
    let mut now = Timestamp::now();
    let list = sent(&[cells("H-1")]);
    let run = plain.send(&admin, list, now).await.expect("sent");
    for _ in 0..ImportRun::ATTEMPTS {
        // Behind the taking of it.
        let faults = Faults::at(2, Fault::EndBefore);
        let platform = faults.below(stage.embedded.platform());
        let process = ImportRuns::new(&platform, Events::default());
        let done = faults.process(process.run_due(now)).await;
        assert!(done.is_none());
        now += SignedDuration::from_mins(2);
    }
    plain.run_due(now).await.expect("worked");
    let run = plain.get(&admin, run.import_id).await.expect("an import");
    assert_eq!(run.state, ImportState::Failed { what: None });
}
