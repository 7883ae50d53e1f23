//! Exports, backups, restoring and drills by the real program.

use crate::support::{
    market::SeedFolder,
    program::{Server, Signal, durbar, run},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Output,
};

/// A folder with a seeded data folder in it.
fn seeded() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let seed = SeedFolder::small();
    let from = text(seed.path());
    let output = run(&["seed", "--data", text(&data), "--seed-dir", from]);
    assert!(output.status.success(), "{output:?}");
    (folder, data)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    said(output)
}

#[track_caller]
fn assert_one_line(output: &Output, code: i32, named: &str) {
    let line = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains(named), "{line}");
}

/// The one export in a folder.
fn export_in(to: &Path) -> PathBuf {
    let mut folders: Vec<_> = fs::read_dir(to)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders.remove(0)
}

#[test]
fn a_market_is_verified_whole_and_compared_with_an_earlier_report() {
    let (folder, data) = seeded();
    let report = folder.path().join("report.json");
    let (data, report_at) = (text(&data), text(&report));
    let whole = run(&["verify", "--data", data, "--report", report_at]);
    let told = succeeded(&whole);
    for line in ["table and objects are whole", "the audit trail is whole"] {
        assert!(told.lines().any(|it| it == line), "{line}: {told}");
    }
    assert!(told.contains("Property: "), "{told}");
    let mode = fs::metadata(&report)
        .expect("a report")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let same = succeeded(&run(&["verify", "--data", data, "--compare", report_at]));
    assert!(
        same.contains("counts and digests are those of before"),
        "{same}"
    );

    let objects = Path::new(data).join("objects/public-media/pictures");
    fs::remove_dir_all(objects).expect("deleted");
    let broken = run(&["verify", "--data", data]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        said(&broken).contains("in public-media, which is missing"),
        "{broken:?}"
    );

    let refused = run(&["verify", "--data", data, "--compare", "/no/such/file"]);
    assert_one_line(&refused, 2, "--compare /no/such/file");
}

#[test]
fn an_export_of_a_running_server_holds_all_items_for_its_owner_alone() {
    let (folder, data) = seeded();
    let to = folder.path().join("exports");
    let arguments = ["export", "--data", text(&data), "--to", text(&to)];
    let server = Server::start(&data, &[]);
    let told = succeeded(&run(&arguments));
    drop(server);
    assert!(told.starts_with("exported "), "{told}");
    let export = export_in(&to);
    let manifest = fs::read(export.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let lines = fs::read_to_string(export.join("items-00001.jsonl")).expect("lines");
    assert_eq!(manifest["parts"][0], lines.lines().count());
    assert!(
        lines.contains("\"entity_type\":{\"S\":\"Property\"}"),
        "{lines}"
    );
    // A server has keys to sign with by now, and they are nobody's to export.
    assert!(manifest["left_out"].as_u64() > Some(0), "{manifest}");
    assert!(!lines.contains("IDENTITY#KEYS"));
    for entry in fs::read_dir(&export).expect("a folder") {
        let mode = entry
            .expect("an entry")
            .metadata()
            .expect("known")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let nothing = folder.path().join("nothing");
    let refused = run(&["export", "--data", text(&nothing), "--to", text(&to)]);
    assert_one_line(&refused, 1, "nothing/table.sqlite");
    assert_eq!(export_in(&to), export, "nothing was begun");
}

#[test]
fn an_export_that_is_killed_goes_on_with_the_same_items() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, to) = (folder.path().join("data"), folder.path().join("exports"));
    let pictures = SeedFolder::small();
    let scale = |homes| {
        let from = text(pictures.path());
        let seed = [
            "seed",
            "--data",
            text(&data),
            "--seed-dir",
            from,
            "--scale",
            homes,
        ];
        succeeded(&run(&seed));
    };
    scale("2000");
    let arguments = [
        "export",
        "--data",
        text(&data),
        "--to",
        text(&to),
        "--items-a-file",
        "1",
    ];
    let mut child = durbar(&arguments).spawn().expect("the program starts");
    loop {
        let begun = fs::read_dir(&to).ok().and_then(|mut it| it.next()?.ok());
        let part = begun.map(|it| it.path().join("items-00001.jsonl"));
        if part.is_some_and(|it| it.exists()) {
            break;
        }
        assert!(child.try_wait().expect("known").is_none(), "it ended early");
        std::thread::yield_now();
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    // What is written meanwhile is not of the moment that is exported.
    scale("2001");
    let told = succeeded(&run(&arguments));
    assert!(told.contains("going on with "), "{told}");
    let export = export_in(&to);
    let mut homes = 0;
    for entry in fs::read_dir(&export).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "jsonl") {
            let lines = fs::read_to_string(path).expect("lines");
            homes += lines
                .matches("\"entity_type\":{\"S\":\"Property\"}")
                .count();
        }
    }
    // With those of the market that the pictures are of.
    assert_eq!(homes, 2_008);
}

#[test]
fn a_server_backs_up_and_a_restore_is_served() {
    let (folder, data) = seeded();
    let (backups, new) = (folder.path().join("backups"), folder.path().join("new"));
    let flags = ["--backup-folder", text(&backups), "--backup-every", "1"];
    let mut server = Server::start(&data, &flags);
    while server.next_line().expect("a log")["message"] != "took a backup" {}
    server.signal(Signal::Kill);
    server.wait();
    let listed = succeeded(&run(&[
        "backup",
        "--backup-folder",
        text(&backups),
        "--list",
    ]));
    assert!(listed.lines().count() >= 1, "{listed}");

    let restore = [
        "restore",
        "--backup-folder",
        text(&backups),
        "--to",
        text(&new),
    ];
    let told = succeeded(&run(&restore));
    assert!(
        told.contains("table, objects and audit trail are whole"),
        "{told}"
    );
    assert_one_line(&run(&restore), 2, "exists already");
    let early = [
        &restore[..3],
        &["--to", "other", "--at", "2020-01-01T00:00:00Z"],
    ]
    .concat();
    assert_one_line(&run(&early), 2, "there is no backup as old as");
    let again = Server::start(&new, &[]);
    assert!(again.get("/homes").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_backup_folder_in_the_data_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("backups");
    let data = text(folder.path());
    let refused = run(&["serve", "--data", data, "--backup-folder", text(&inside)]);
    assert_one_line(&refused, 2, "--backup-folder");
    let nowhere = run(&["backup", "--data", data]);
    assert_one_line(&nowhere, 2, "DURBAR_BACKUP_FOLDER");
}

#[test]
fn a_drill_tells_what_it_reached_and_leaves_everything_as_it_was() {
    let (folder, data) = seeded();
    let work = folder.path().join("work");
    let report = folder.path().join("report.json");
    succeeded(&run(&[
        "verify",
        "--data",
        text(&data),
        "--report",
        text(&report),
    ]));
    let arguments = ["drill", "--data", text(&data), "--work", text(&work)];
    let told = succeeded(&run(&arguments));
    for start in [
        "broke it: ",
        "found ",
        "RPO reached: ",
        "RTO reached: ",
        "the drill succeeded",
    ] {
        assert!(
            told.lines().any(|it| it.starts_with(start)),
            "{start}: {told}"
        );
    }
    assert!(!work.exists(), "it cleans up");
    succeeded(&run(&[
        "verify",
        "--data",
        text(&data),
        "--compare",
        text(&report),
    ]));
    let missed = run(&[&arguments[..], &["--rto-seconds", "0"]].concat());
    assert_eq!(missed.status.code(), Some(1), "{missed:?}");
    assert!(said(&missed).contains("RTO reached: "), "{missed:?}");
}
