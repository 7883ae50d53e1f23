//! Enquiries of a guest who makes an account, and how many may be sent.

use super::*;
use crate::accounts::new_account;
use durbar_domain::account::Role;

fn account(address: &str) -> Account {
    let email = EmailAddress::parse("email", address).expect("an address");
    let name = Name::parse("name", "Maya Gurung").expect("a name");
    new_account(&email, name, Locale::Ne, Role::Buyer, now())
}

fn person(account: &Account) -> Principal {
    Principal::Person(account.person(false, now()))
}

#[tokio::test]
async fn an_account_takes_over_what_its_address_sent_before_and_nothing_else() {
    let (embedded, enquiries) = market().await;
    let form = question("Is there water?");
    let sent = enquiries.send(&guest(), &form, HERE, now()).await;
    let sent = sent.expect("sent");
    let id = sent.enquiry.enquiry_id;
    let stranger = account("other@example.com");
    assert_eq!(enquiries.claim(&stranger, now()).await.expect("looked"), 0);
    let maya = account("maya@example.com");
    let as_maya = person(&maya);
    assert!(
        enquiries
            .thread((&person(&maya)).into(), id, now())
            .await
            .is_err()
    );
    assert_eq!(enquiries.claim(&maya, now()).await.expect("claimed"), 1);
    assert_eq!(enquiries.claim(&maya, now()).await.expect("again"), 0);
    let thread = enquiries.thread((&as_maya).into(), id, now()).await;
    let thread = thread.expect("a thread");
    assert_eq!(thread.enquiry.buyer, Some(maya.account_id));
    assert_eq!(thread.enquiry.version, 2);
    let list = enquiries.sent_by(&as_maya, None, 10).await;
    assert_eq!(list.expect("a list").items, [thread.enquiry]);
    // The link that was mailed still leads there.
    let (asker, link) = (guest(), sent.link);
    let by_link = Asker {
        principal: &asker,
        link: link.as_ref(),
    };
    assert!(enquiries.thread(by_link, id, now()).await.is_ok());
    // Erased with the account, it leaves no trace of who sent it.
    enquiries.erase_of(maya.account_id).await.expect("erased");
    let left = embedded.everything().await;
    for trace in ["maya@example.com", "Maya Gurung", "9812345678"] {
        assert!(!left.contains(trace), "{trace} is left");
    }
}

#[tokio::test]
async fn a_person_and_a_client_address_send_so_many_an_hour() {
    let (_embedded, enquiries) = market().await;
    let there: IpAddr = "203.0.113.9".parse().expect("an address");
    let send = async |address: &str, number: usize, at: Timestamp| {
        let mut form = question(&format!("Question {number}"));
        form.contact.email = EmailAddress::parse("email", address).expect("an address");
        enquiries.send(&guest(), &form, there, at).await.map(drop)
    };
    for number in 0..20 {
        send("a@example.com", number, now()).await.expect("sent");
    }
    let refused = send("a@example.com", 20, now()).await;
    let Err(ServiceError::TooMany { retry_after }) = refused else {
        panic!("not refused: {refused:?}");
    };
    assert!(retry_after.as_secs() <= 3_600);
    // The refused one counts for the client address: nine are left of thirty.
    for number in 0..9 {
        send("b@example.com", number, now()).await.expect("sent");
    }
    assert!(send("c@example.com", 0, now()).await.is_err());
    let later = now() + SignedDuration::from_hours(1);
    send("a@example.com", 21, later).await.expect("sent");
}
