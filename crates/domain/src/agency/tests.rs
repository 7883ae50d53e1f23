use super::*;
use crate::PropertyId;
use std::collections::BTreeMap;

fn account(number: u128) -> AccountId {
    AccountId::from_parts(1, number)
}

fn member(number: u128, role: AgencyRole) -> AgencyMember {
    AgencyMember {
        account_id: account(number),
        broker_id: role.needs_broker().then(|| BrokerId::from_parts(1, number)),
        role,
        joined_at: Timestamp::UNIX_EPOCH,
        leaving_since: None,
    }
}

fn agency(members: &[AgencyMember]) -> Agency {
    let name = Name::parse("name", "Himal Homes").expect("a name");
    Agency {
        agency_id: AgencyId::from_parts(1, 1),
        version: 1,
        name: Localized {
            en: name.clone(),
            ne: name,
        },
        address: OfficeAddress::parse("address", "Lazimpat, Kathmandu").expect("an address"),
        phone: PhoneNumber::parse("phone", "9800000001").expect("a number"),
        members: members.to_vec(),
        created_at: Timestamp::UNIX_EPOCH,
        modified_at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn a_member_joins_once_and_agents_are_brokers() {
    use AgencyRole::*;
    let one = agency(&[member(1, Owner)]);
    let two = one.clone().with(member(2, Agent)).expect("an agent");
    assert_eq!(
        two.clone().with(member(2, Agent)),
        Err(AgencyRule::InAgency)
    );
    let no_broker = AgencyMember {
        broker_id: None,
        ..member(3, Agent)
    };
    assert_eq!(two.clone().with(no_broker), Err(AgencyRule::NeedsBroker));
    let full = (4..32).try_fold(two, |agency, number| agency.with(member(number, Assistant)));
    let full = full.expect("30 members");
    assert_eq!(
        full.with(member(99, Assistant)),
        Err(AgencyRule::AgencyFull)
    );
}

#[test]
fn an_agency_keeps_an_owner() {
    use AgencyRole::*;
    let two = agency(&[member(1, Owner), member(2, Agent)]);
    let down = two.clone().with_role(account(1), Agent);
    assert_eq!(down, Some(Err(AgencyRule::LastOwner)));
    let leaves = two.clone().with_leaving(account(1), Timestamp::UNIX_EPOCH);
    assert_eq!(leaves, Some(Err(AgencyRule::LastOwner)));
    assert_eq!(two.clone().with_role(account(9), Agent), None);

    let both = two.with_role(account(2), Owner).expect("a member");
    let both = both.expect("two owners");
    let leaving = both.with_leaving(account(1), Timestamp::UNIX_EPOCH);
    let leaving = leaving.expect("a member").expect("another owner stays");
    assert_eq!(leaving.brokers().count(), 1);
    // Whoever is leaving counts for nothing.
    let last = leaving
        .clone()
        .with_leaving(account(2), Timestamp::UNIX_EPOCH);
    assert!(matches!(last, Some(Ok(_))), "nobody else is there");
    let again = leaving.with_role(account(1), Agent);
    assert_eq!(again, Some(Err(AgencyRule::IsLeaving)));

    let alone = agency(&[member(1, Owner)]);
    let gone = alone.with_leaving(account(1), Timestamp::UNIX_EPOCH);
    assert!(matches!(gone, Some(Ok(_))));
}

#[test]
fn an_assistant_without_broker_gets_no_homes() {
    use AgencyRole::*;
    let agency = agency(&[member(1, Owner), member(2, Assistant)]);
    let raised = agency.clone().with_role(account(2), Agent);
    assert_eq!(raised, Some(Err(AgencyRule::NeedsBroker)));
    // The owner was erased: nobody but the assistant is left.
    assert_eq!(agency.without(account(1)).members.len(), 1);
}

#[test]
fn an_erased_owner_is_followed_by_the_broker_who_was_there_first() {
    use AgencyRole::*;
    let agency = agency(&[member(1, Owner), member(2, Assistant), member(3, Agent)]);
    let left = agency.without(account(1));
    assert_eq!(left.member(account(3)).map(|it| it.role), Some(Owner));
}

#[test]
fn homes_go_to_whom_they_were_given_or_to_somebody_who_stays() {
    use AgencyRole::*;
    let agency = agency(&[member(1, Owner), member(2, Agent), member(3, Agent)]);
    let [home, other] = [1, 2].map(|number| PropertyId::from_parts(1, number));
    let broker = |number| BrokerId::from_parts(1, number);
    let handover = Handover {
        agency_id: agency.agency_id,
        account_id: account(2),
        broker_id: Some(broker(2)),
        to: Some(broker(1)),
        homes: BTreeMap::from([(home, broker(3))]),
        by: account(1),
        began_at: Timestamp::UNIX_EPOCH,
    };
    assert_eq!(handover.successor(home, &agency), Some(broker(3)));
    assert_eq!(handover.successor(other, &agency), Some(broker(1)));
    let gone = agency.clone().without(account(3));
    assert_eq!(handover.successor(home, &gone), Some(broker(1)));
    let both = gone.without(account(1));
    assert_eq!(
        handover.successor(home, &both),
        None,
        "the leaving one takes nothing"
    );
}
