//! The chain of the audit trail is exported to a bucket with Object Lock, shown against moto.
//! `make unit` installs and starts it, and says in a variable where it is.

use aws_sdk_s3::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
};
use durbar_domain::{
    AccountId, EventId,
    audit::{Actor, AuditAction, AuditEntry},
};
use durbar_platform::{
    Objects,
    audit::{AuditArchive, AuditStore},
    objects::BucketNames,
    testing::embedded,
};
use jiff::Timestamp;
use std::env;

const BUCKET: &str = "durbar-audit-locked";

fn client() -> Client {
    let address = env::var("DURBAR_TEST_MOTO")
        .expect("DURBAR_TEST_MOTO is not set: `make unit` starts the emulators, then this test");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .http_client(durbar_platform::aws::http_client())
        .endpoint_url(address)
        .force_path_style(true);
    Client::from_conf(config.build())
}

fn objects(client: &Client) -> Objects {
    let elsewhere = || "not-used".to_owned();
    let names = BucketNames {
        raw_uploads: elsewhere(),
        public_media: elsewhere(),
        premium_media: elsewhere(),
        private_papers: elsewhere(),
        audit: BUCKET.to_owned(),
    };
    Objects::new(client.clone(), names)
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn what_was_exported_can_be_read_and_not_be_deleted() {
    let client = client();
    let made = client.create_bucket().bucket(BUCKET);
    let made = made.object_lock_enabled_for_bucket(true).send().await;
    made.expect("a bucket with Object Lock");

    let embedded = embedded().await;
    let trail = AuditStore::new(embedded.platform().table.clone());
    let now = Timestamp::now();
    let ms = now.as_millisecond() as u64;
    for number in 1..=3 {
        let by = Actor::Person(AccountId::from_parts(1, number));
        let id = EventId::from_parts(ms, number);
        let entry = AuditEntry::new(id, now, by, AuditAction::ImportRun);
        trail.note(&[entry]).await.expect("written");
    }
    trail.seal(now).await.expect("sealed");
    let archive = AuditArchive::new(&objects(&client), Some(30));
    assert_eq!(trail.export_to(&archive, now).await.expect("exported"), 3);
    let verified = trail.verify(Some(&archive)).await.expect("verified");
    assert_eq!((verified.faults, verified.archived), (vec![], 3));

    let versions = client.list_object_versions().bucket(BUCKET).send().await;
    let versions = versions.expect("versions");
    let [version] = versions.versions() else {
        panic!("{versions:?}");
    };
    let (key, id) = (version.key().expect("a key"), version.version_id());
    assert_eq!(key, "audit/000000000001-000000000003.jsonl");
    // moto answers GetObjectRetention with the object itself; its headers tell the same.
    let kept = client.head_object().bucket(BUCKET).key(key);
    let kept = kept.send().await.expect("its headers");
    let mode = kept.object_lock_mode().expect("a mode");
    assert_eq!(mode.as_str(), "COMPLIANCE");
    let until = kept.object_lock_retain_until_date().expect("an end").secs();
    assert_eq!(until, now.as_second() + 30 * 86_400);
    let delete = client.delete_object().bucket(BUCKET).key(key);
    let refused = delete.version_id(id.expect("a version")).send().await;
    assert!(refused.is_err(), "it was deleted: {refused:?}");
}
