//! `durbar import`: a list taken over by the program, also one that is killed.

use crate::support::{
    market::SeedFolder,
    program::{Server, durbar, run},
};
use durbar_platform::{embedded::Storage, outbox::Outbox};
use durbar_server::{cli::StoreSettings, stack::Store};
use std::{fs, path::Path, process::Output, time::Duration};

const MAPPING: &str = include_str!("import/mapping.toml");
const NAMES: &str = "ref,name,ward,aana,beds,price_lakh,agent";

/// The demo market's brokers, in a data folder of their own.
fn seeded(data: &Path) -> SeedFolder {
    let seed = SeedFolder::small();
    let folder = seed.path().to_str().expect("UTF-8");
    let data = data.to_str().expect("UTF-8");
    let seeded = run(&["seed", "--data", data, "--seed-dir", folder]);
    assert!(seeded.status.success(), "{seeded:?}");
    seed
}

fn import(folder: &Path, more: &[&str]) -> Output {
    run(&arguments(folder, more)
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>())
}

fn arguments(folder: &Path, more: &[&str]) -> Vec<String> {
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let start = [
        "import".to_owned(),
        path("list.csv"),
        "--mapping".to_owned(),
        path("mapping.toml"),
        "--data".to_owned(),
        path("data"),
    ];
    start
        .into_iter()
        .chain(more.iter().map(|it| (*it).to_owned()))
        .collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a market, a mapping, and a list of so many homes.
fn prepared(rows: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    seeded(&folder.path().join("data"));
    fs::write(folder.path().join("mapping.toml"), MAPPING).expect("a mapping");
    let mut list = format!("{NAMES}\n");
    for n in 1..=rows {
        let price = 100 + n % 150;
        list.push_str(&format!("R-{n},Brick house {n},18,8.5,4,{price},anju\n"));
    }
    fs::write(folder.path().join("list.csv"), list).expect("a list");
    folder
}

#[test]
fn a_list_is_tried_taken_and_shown() {
    let folder = prepared(3);
    let list = folder.path().join("list.csv");
    let mut text = fs::read_to_string(&list).expect("a list");
    text.push_str("R-4,Brick house 4,99,8.5,4,100,anju\n");
    fs::write(&list, text).expect("a list");
    let report = folder.path().join("report.json");
    let report_at = report.to_str().expect("UTF-8");
    let tried = import(folder.path(), &["--dry-run", "--report", report_at]);
    assert_eq!(tried.status.code(), Some(1), "{tried:?}");
    assert!(said(&tried).contains("would take 4 rows: 3 new, 0 changed, 0 as before, 1 refused"));
    let lines = complained(&tried);
    assert!(
        lines.contains("row 4 (R-4): ward (column \"ward\") is outside 1 to 32"),
        "{lines}"
    );
    assert!(lines.contains("1 of 4 rows were refused"), "{lines}");
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(&report).expect("a report")).expect("JSON");
    assert_eq!(report["refused"][0]["legacy_id"], "R-4");

    assert!(said(&import(folder.path(), &[])).contains("took 4 rows: 3 new"));
    assert!(said(&import(folder.path(), &[])).contains("0 new, 0 changed, 3 as before"));

    let server = Server::start(&folder.path().join("data"), &[]);
    let mut page = String::new();
    for _ in 0..600 {
        page = server.get("/homes?q=brick");
        if page.contains("Brick house 2") {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the home is not found: {page}");
}

#[test]
fn a_mistake_in_a_file_is_one_line() {
    let folder = prepared(1);
    let mapping = folder.path().join("mapping.toml");
    fs::write(&mapping, MAPPING.replace("ward = \"ward\"", "ward = \"w\"")).expect("a mapping");
    let refused = import(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    let line = complained(&refused);
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(
        line.contains("the mapping names the column \"w\""),
        "{line}"
    );
    fs::remove_file(&mapping).expect("removed");
    let refused = import(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(complained(&refused).contains("mapping.toml"));
}

/// How many events of homes wait.
async fn waiting(data: &Path) -> usize {
    let storage = StoreSettings::Embedded {
        storage: Storage::Folder(data.to_owned()),
    };
    let store = Store::open(&storage).await.expect("the data folder");
    let outbox = Outbox::new(store.platform.table.clone());
    let mut count = 0;
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 10_000).await.expect("pending");
        let homes = pending.events.iter();
        count += homes.filter(|it| it.event.listing_id().is_some()).count();
    }
    store.close().await;
    count
}

#[tokio::test]
async fn killed_at_any_moment_and_run_again_it_takes_every_row_once() {
    const ROWS: usize = 2_000;
    let folder = prepared(ROWS);
    let data = folder.path().join("data");
    let before = waiting(&data).await;
    let mut taken = 0;
    for n in 1..=6_u32 {
        let arguments = arguments(folder.path(), &[]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut child = durbar(&arguments).spawn().expect("the program starts");
        // Further each time; where exactly doesn't matter.
        std::thread::sleep(Duration::from_millis(40) * n * n);
        child.kill().expect("killed, or at its end");
        child.wait().expect("ended");
        let now = waiting(&data).await - before;
        assert!(now >= taken && now <= ROWS, "{now} after {taken}");
        taken = now;
    }
    let end = import(folder.path(), &[]);
    assert!(end.status.success(), "{}", complained(&end));
    assert!(said(&end).contains("took 2000 rows"), "{}", said(&end));
    assert_eq!(waiting(&data).await - before, ROWS, "an event a home");
    let again = said(&import(folder.path(), &[]));
    assert!(
        again.contains("0 new, 0 changed, 2000 as before"),
        "{again}"
    );
}
