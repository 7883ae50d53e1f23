//! `durbar verify --audit` tells a whole trail from one that somebody laid hands on.

use crate::support::program::run;
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    AccountId, EventId,
    audit::{Actor, AuditAction, AuditEntry},
};
use durbar_platform::{Embedded, Platform, audit::AuditStore, embedded::Storage};
use jiff::Timestamp;
use std::{collections::HashMap, path::Path};

async fn open(data: &Path) -> Embedded {
    let storage = Storage::Folder(data.to_owned());
    Embedded::start(storage).await.expect("embedded services")
}

fn verify(data: &Path) -> (Option<i32>, String) {
    let data = data.to_str().expect("UTF-8");
    let output = run(&["verify", "--audit", "--data", data, "--log-level", "warn"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), told)
}

fn entry(number: u128, now: Timestamp) -> AuditEntry {
    let id = EventId::from_parts(now.as_millisecond() as u64, number);
    let by = Actor::Person(AccountId::from_parts(1, number));
    AuditEntry::new(id, now, by, AuditAction::FlagChanged)
}

async fn delete(platform: &Platform, entry: &AuditEntry) {
    let month = entry.at.strftime("AUDIT#%Y-%m").to_string();
    let key = HashMap::from([
        ("PK".to_owned(), AttributeValue::S(month)),
        (
            "SK".to_owned(),
            AttributeValue::S(entry.event_id.to_string()),
        ),
    ]);
    let table = &platform.table;
    let delete = table.client().delete_item().table_name(table.name());
    delete.set_key(Some(key)).send().await.expect("deleted");
}

#[tokio::test]
async fn the_command_says_whether_the_audit_trail_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let now = Timestamp::now();
    let embedded = open(&data).await;
    let trail = AuditStore::new(embedded.platform().table.clone());
    for number in 1..=3 {
        trail.note(&[entry(number, now)]).await.expect("written");
    }
    trail.seal(now).await.expect("sealed");
    trail.note(&[entry(4, now)]).await.expect("written");
    embedded.stop().await;

    let (code, told) = verify(&data);
    assert_eq!(code, Some(0), "{told}");
    for line in [
        "3 entries are in the chain",
        "1 entries wait to be put into it",
        "the audit trail is whole",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}: {told}");
    }

    let embedded = open(&data).await;
    let gone = entry(2, now);
    delete(embedded.platform(), &gone).await;
    embedded.stop().await;
    let (code, told) = verify(&data);
    assert_eq!(code, Some(1), "{told}");
    let line = format!("wrong: the entry {} of link 2 is missing", gone.event_id);
    assert!(told.lines().any(|it| it == line), "{told}");
}
