//! Licences from being sent to running out.

use super::*;
use crate::{RelayPolicy, relay::Relay, testing};
use bytes::Bytes;
use durbar_domain::{
    account::{Person, Role, SubscriptionLevel},
    audit::Reason,
    broker::{ApplicationState, LicenseNumber, LicenseTier, Paper},
};
use durbar_platform::{
    Embedded,
    bus::{EventConsumer, InProcessBus},
    mail::MailFolder,
    testing::{account, broker, embedded, put_account},
};
use jiff::{SignedDuration, civil::date};
use std::sync::Arc;

const PDF: &[u8] = b"%PDF-1.7 a licence";

struct Stage {
    licenses: Licenses,
    embedded: Embedded,
    mail: MailFolder,
    relay: Relay,
    /// Acts as broker 1, from the account 1.
    broker: Principal,
    admin: Principal,
}

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("a time")
}

fn person(number: u128, role: Role, broker_id: Option<BrokerId>) -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(1, number),
        role,
        subscription_level: SubscriptionLevel::Free,
        broker_id,
        multi_factor: true,
        seat: None,
    })
}

fn form(number: &str) -> LicenseForm {
    LicenseForm {
        number: LicenseNumber::parse("number", number).expect("a number"),
        tier: LicenseTier::ThreeToFiveCrore,
        expires: date(2027, 4, 13),
    }
}

fn reason(text: &str) -> Reason {
    Reason::parse("reason", text).expect("a reason")
}

impl Stage {
    async fn new() -> Self {
        let embedded = embedded().await;
        let platform = embedded.platform();
        let brokers = BrokerStore::new(platform.table.clone());
        brokers.put_new(&broker(1), &[]).await.expect("a broker");
        put_account(&platform.table, &account(1, SubscriptionLevel::Free)).await;
        let mail = MailFolder::temporary().expect("a folder");
        let sender = Arc::new(mail.clone());
        let consumer: Arc<dyn EventConsumer> =
            Arc::new(LicenseMail::new(platform, sender, "https://durbar.test"));
        let events = Events::default();
        let bus = Arc::new(InProcessBus::new([consumer]));
        Self {
            licenses: Licenses::new(platform, events.clone()),
            relay: Relay::new(platform, bus, events, RelayPolicy::default()),
            broker: person(1, Role::Broker, Some(broker(1).broker_id)),
            admin: person(9, Role::Admin, None),
            mail,
            embedded,
        }
    }

    async fn send(&self, number: &str) -> LicenseApplication {
        let papers = vec![Bytes::from_static(PDF)];
        let sent = self
            .licenses
            .send(&self.broker, form(number), papers, now());
        sent.await.expect("sent")
    }

    async fn verify(&self, version: u64) -> Result<(), ServiceError> {
        let id = broker(1).broker_id;
        self.licenses.verify(&self.admin, id, version, now()).await
    }

    async fn broker(&self) -> Broker {
        let file = self.licenses.own(&self.broker).await.expect("a file");
        file.broker
    }

    async fn actions(&self) -> Vec<AuditAction> {
        let store = AuditStore::new(self.embedded.platform().table.clone());
        let today = date(2026, 11, 22);
        let entries = store.latest(today, None, 50).await.expect("entries");
        entries.iter().rev().map(|entry| entry.action).collect()
    }

    /// Subjects of the mails sent, the latest first.
    async fn mails(&self) -> Vec<String> {
        self.relay.round().await.expect("a round of the relay");
        let mails = self.mail.list(50).await.expect("mails");
        mails.into_iter().map(|mail| mail.subject).collect()
    }
}

#[tokio::test]
async fn a_licence_is_verified_and_any_change_of_it_ends_that() {
    let stage = Stage::new().await;
    let sent = stage.send("KTM-7").await;
    assert_eq!((sent.version, sent.papers.len()), (1, 1));
    let waiting = stage.licenses.waiting(&stage.admin).await.expect("waiting");
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        waiting[0].sender.as_ref().map(|it| it.account_id),
        Some(sent.account_id)
    );
    assert_eq!(stage.broker().await.license.verified, None);

    stage.verify(1).await.expect("verified");
    let license = stage.broker().await.license;
    let verified = license.verified.expect("verified");
    assert_eq!(
        (license.number.as_str(), verified.until),
        ("KTM-7", date(2027, 4, 13))
    );
    assert!(license.is_verified(date(2027, 4, 13)));
    assert!(
        stage
            .licenses
            .waiting(&stage.admin)
            .await
            .expect("waiting")
            .is_empty()
    );
    assert_eq!(stage.actions().await, [AuditAction::LicenseVerified]);
    assert_eq!(stage.mails().await, ["Your licence is verified"]);
    assert_eq!(stage.mails().await.len(), 1, "no event is mailed twice");
    let again = stage.verify(2).await;
    assert!(
        matches!(again, Err(ServiceError::Conflict { .. })),
        "{again:?}"
    );

    let other = stage.send("KTM-8").await;
    assert_eq!(stage.broker().await.license.verified, None);
    let owner = PaperOwner::Broker(sent.broker_id);
    let old = stage.licenses.papers.bytes(owner, sent.papers[0]);
    assert_eq!(old.await, None, "papers that nothing names are gone");
    let owner = PaperOwner::Broker(other.broker_id);
    let new = stage.licenses.papers.bytes(owner, other.papers[0]);
    assert_eq!(new.await.as_deref(), Some(PDF));
    let never = stage
        .licenses
        .expire(now() + SignedDuration::from_hours(24 * 365));
    assert_eq!(never.await.expect("swept"), 0, "the old end went too");
}

#[tokio::test]
async fn a_refusal_and_a_withdrawal_tell_why() {
    let stage = Stage::new().await;
    let id = stage.send("KTM-7").await.broker_id;
    let why = reason("The number is another one");
    let licenses = &stage.licenses;
    licenses
        .refuse(&stage.admin, id, 1, &why, now())
        .await
        .expect("refused");
    let file = licenses.own(&stage.broker).await.expect("a file");
    let state = file.application.expect("an application").state;
    assert_eq!(
        state,
        ApplicationState::Refused {
            reason: why.clone()
        }
    );
    assert_eq!(stage.mails().await, ["Your licence could not be verified"]);
    let text = stage.mail.list(1).await.expect("mails").remove(0).text;
    assert!(text.contains(why.as_str()), "{text}");

    let early = licenses.withdraw(&stage.admin, id, 2, &why, now()).await;
    assert!(
        matches!(early, Err(ServiceError::Conflict { .. })),
        "{early:?}"
    );
    let sent = stage.send("KTM-7").await;
    stage.verify(sent.version).await.expect("verified");
    let withdrawn = licenses.withdraw(&stage.admin, id, sent.version + 1, &why, now());
    withdrawn.await.expect("withdrawn");
    assert_eq!(stage.broker().await.license.verified, None);
    use AuditAction::{LicenseRefused, LicenseVerified, LicenseWithdrawn};
    let actions = [LicenseRefused, LicenseVerified, LicenseWithdrawn];
    assert_eq!(stage.actions().await, actions);
}

#[tokio::test]
async fn a_verification_ends_by_itself_once() {
    let stage = Stage::new().await;
    stage.send("KTM-7").await;
    stage.verify(1).await.expect("verified");
    let last: Timestamp = "2027-04-13T18:14:59Z".parse().expect("a time");
    assert_eq!(stage.licenses.expire(last).await.expect("swept"), 0);
    let after = last + SignedDuration::from_secs(1);
    let before = stage.broker().await.version;
    assert_eq!(stage.licenses.expire(after).await.expect("swept"), 1);
    let broker = stage.broker().await;
    assert_eq!(
        (broker.license.verified, broker.version),
        (None, before + 1)
    );
    assert_eq!(stage.licenses.expire(after).await.expect("swept"), 0);
}

#[tokio::test]
async fn a_paper_opens_for_a_minute_and_for_who_asked_and_each_look_is_noted() {
    let stage = Stage::new().await;
    let sent = stage.send("KTM-7").await;
    let (id, paper) = (sent.broker_id, sent.papers[0].paper_id);
    let licenses = &stage.licenses;
    let token = licenses
        .look(&stage.admin, id, paper, now())
        .await
        .expect("a link");
    assert_eq!(stage.actions().await, [AuditAction::LicensePaperViewed]);
    let papers = &stage.licenses.papers;
    let (kind, bytes) = papers
        .open(&stage.admin, &token, now())
        .await
        .expect("a paper");
    assert_eq!((kind.content_type(), &*bytes), ("application/pdf", PDF));
    let another = person(8, Role::Admin, None);
    let late = now() + SignedDuration::from_secs(60);
    for (who, at) in [
        (&another, now()),
        (&stage.admin, late),
        (&stage.broker, now()),
    ] {
        let refused = licenses.papers.open(who, &token, at).await;
        assert!(refused.is_err(), "{refused:?}");
    }
    let elsewhere = licenses
        .look(&stage.admin, broker(2).broker_id, paper, now())
        .await;
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn papers_that_are_none_are_refused() {
    let stage = Stage::new().await;
    let big = Bytes::from([PDF, &vec![0; Paper::MAX_BYTES]].concat());
    let one = || Bytes::from_static(PDF);
    let cases: [(Vec<Bytes>, &str); 4] = [
        (vec![], "papers: is empty"),
        (
            vec![one(), Bytes::from_static(b"<svg>")],
            "papers: is not one of: JPEG, PNG, WebP, PDF",
        ),
        (vec![big], "papers: is outside 1 B to 10 MB"),
        (vec![one(); 5], "papers: has more than 4 entries"),
    ];
    for (papers, told) in cases {
        let refused = stage
            .licenses
            .send(&stage.broker, form("KTM-7"), papers, now());
        let Err(ServiceError::Invalid(problems)) = refused.await else {
            panic!("{told}");
        };
        assert_eq!(problems[0].to_string(), told);
    }
    let expired = LicenseForm {
        expires: date(2026, 11, 21),
        ..form("KTM-7")
    };
    let refused = stage
        .licenses
        .send(&stage.broker, expired, vec![one()], now());
    assert!(matches!(refused.await, Err(ServiceError::Invalid(_))));
    let file = stage.licenses.own(&stage.broker).await.expect("a file");
    assert!(file.application.is_none());
}

#[tokio::test]
async fn only_the_broker_sends_and_only_admins_see_and_decide() {
    let stage = Stage::new().await;
    let id = stage.send("KTM-7").await.broker_id;
    let licenses = &stage.licenses;
    for who in [testing::guest(), testing::buyer(3), stage.admin] {
        assert!(licenses.own(&who).await.is_err());
        let papers = vec![Bytes::from_static(PDF)];
        assert!(
            licenses
                .send(&who, form("KTM-9"), papers, now())
                .await
                .is_err()
        );
    }
    for who in [testing::guest(), testing::buyer(3), stage.broker] {
        assert!(licenses.waiting(&who).await.is_err());
        assert!(licenses.verify(&who, id, 1, now()).await.is_err());
    }
}

#[tokio::test]
async fn whoever_is_erased_leaves_no_paper() {
    let stage = Stage::new().await;
    let sent = stage.send("KTM-7").await;
    let owner = Account {
        broker_id: Some(sent.broker_id),
        ..account(1, SubscriptionLevel::Free)
    };
    let kept = stage.licenses.export_of(&owner).await.expect("read");
    assert_eq!(kept.as_ref(), Some(&sent));
    stage.licenses.erase_of(&owner).await.expect("erased");
    let of_broker = PaperOwner::Broker(sent.broker_id);
    let paper = stage.licenses.papers.bytes(of_broker, sent.papers[0]);
    assert_eq!(paper.await, None);
    assert_eq!(stage.licenses.export_of(&owner).await.expect("read"), None);
    assert!(
        stage
            .licenses
            .waiting(&stage.admin)
            .await
            .expect("waiting")
            .is_empty()
    );
}
