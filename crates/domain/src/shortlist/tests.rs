//! Rights, names of members, and how things are stored.

use super::*;
use crate::{GuestId, InvitationId, policy::Relation, text::Name};

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().expect("a time")
}

fn round_trips<T>(value: T)
where
    T: Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = serde_json::to_string(&value).expect("it serialises");
    // The table takes a missing value for none; one that is null would be there.
    assert!(!json.contains("null"), "{json}");
    assert_eq!(serde_json::from_str::<T>(&json).ok(), Some(value));
}

#[test]
fn members_are_accounts_or_guests() {
    for id in [
        MemberId::Account(AccountId::from_parts(1, 2)),
        MemberId::Guest(GuestId::from_parts(3, 4)),
    ] {
        assert_eq!(id.to_string().parse(), Ok(id));
        round_trips(id);
    }
    for bad in [
        "",
        "gst_",
        "usr_",
        "prp_00000000010000000000000001",
        "gst_#",
    ] {
        assert!(bad.parse::<MemberId>().is_err(), "{bad:?}");
    }
    assert!(Right::View < Right::Comment);
    assert_eq!(Right::View.relation(), Relation::SharedToView);
    assert_eq!(Right::Comment.relation(), Relation::SharedToComment);
}

#[test]
fn a_link_holds_until_it_ends_or_is_revoked() {
    let mut link = Invitation {
        invitation_id: InvitationId::from_parts(1, 1),
        right: Right::View,
        created_at: now(),
        holds_until: now() + Invitation::HOLDS,
        revoked_at: None,
    };
    let last = link.holds_until - SignedDuration::from_nanos(1);
    assert!(link.holds(now()) && link.holds(last) && !link.holds(link.holds_until));
    round_trips(link);
    link.revoked_at = Some(now());
    assert!(!link.holds(now()));
    round_trips(link);
}

#[test]
fn what_was_deleted_can_be_brought_back_for_30_days() {
    let day = SignedDuration::from_hours(24);
    assert!(is_restorable(now(), now() + day * 29));
    assert!(!is_restorable(now(), now() + day * 30));
}

#[test]
fn parts_of_a_list_round_trip() {
    let by = MemberId::Guest(GuestId::from_parts(3, 4));
    let listing_id = PropertyId::from_parts(1, 1);
    round_trips(Shortlist {
        shortlist_id: ShortlistId::from_parts(1, 1),
        version: 1,
        name: ShortlistName::parse("name", "Ours").expect("a name"),
        owner: AccountId::from_parts(1, 1),
        created_at: now(),
        modified_at: now(),
        deleted_at: None,
    });
    round_trips(Entry {
        listing_id,
        added_by: None,
        added_at: now(),
    });
    round_trips(Note {
        note_id: NoteId::from_parts(1, 1),
        version: 1,
        listing_id,
        by,
        text: NoteText::parse("text", "Light.\nAir.").expect("a text"),
        written_at: now(),
        modified_at: now(),
        deleted_at: None,
    });
    round_trips(Vote {
        listing_id,
        by,
        version: 1,
        opinion: Opinion::None,
        modified_at: now(),
    });
    round_trips(Member {
        member_id: by,
        name: Name::parse("name", "Aama").expect("a name"),
        right: Right::Comment,
        came_by: None,
        joined_at: now(),
    });
    assert!(NoteText::parse("text", &"x".repeat(1_001)).is_err());
    assert!(NoteText::parse("text", " \n ").is_err());
}
