//! A list as its page shows it.

use super::{Shortlists, Visitor};
use crate::{ServiceError, listings::visibility_for, permit::permit_own};
use durbar_domain::{
    ListingSummary, PropertyId, ShortlistId,
    account::Principal,
    policy::{Operation, Relation},
    shortlist::{
        Entry, Invitation, Member, MemberId, Note, Opinion, Right, Shortlist, Vote, is_restorable,
    },
    status::Visibility,
    text::Name,
};
use durbar_platform::shortlists::Contents;
use jiff::Timestamp;
use std::{cmp::Reverse, collections::HashMap};

/// A list as one visitor sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortlistView {
    pub shortlist: Shortlist,
    /// What it is to them, for [`durbar_domain::policy::decide`].
    pub relation: Relation,
    /// The member they are; who only has the link is none.
    pub me: Option<MemberId>,
    /// What the link that they have would let them do as a member; `None` for members.
    pub offered: Option<Right>,
    /// The home added last is first.
    pub homes: Vec<HomeView>,
    /// In the order in which they came.
    pub members: Vec<Member>,
    /// For the owner alone: links that are not revoked, the newest first.
    pub invitations: Vec<Invitation>,
}

/// A home of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeView {
    pub entry: Entry,
    /// What the public knows of it, also once it has gone from the market; `None` while
    /// nobody may know of it.
    pub card: Option<ListingSummary>,
    /// Oldest first.
    pub notes: Vec<NoteView>,
    /// Votes for and against it.
    pub votes: Vec<Vote>,
    /// The visitor's vote, also one taken back: the next names its version.
    pub my_vote: Option<Vote>,
}

/// A note, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    pub note: Note,
    /// `None` when they are no longer a member.
    pub author: Option<Name>,
}

/// The lists of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Its own, the newest first.
    pub owned: Vec<Shortlist>,
    /// Others' that it is a member of, the newest first.
    pub shared: Vec<Shortlist>,
    /// Its own that can be brought back, the one deleted last first.
    pub deleted: Vec<Shortlist>,
}

impl Shortlists {
    /// The lists that an account owns or is a member of.
    pub async fn overview(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Overview, ServiceError> {
        let account = permit_own(principal, Operation::CreateShortlist)?.account_id;
        let mut overview = Overview::default();
        for list in self.store.of_account(account).await? {
            match list.deleted_at {
                None if list.owner == account => overview.owned.insert(0, list),
                None => overview.shared.insert(0, list),
                Some(at) if list.owner == account && is_restorable(at, now) => {
                    overview.deleted.push(list);
                }
                Some(_) => {}
            }
        }
        overview
            .deleted
            .sort_by_key(|list| Reverse(list.deleted_at));
        Ok(overview)
    }

    /// A list as the visitor sees it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] to whom it isn't shared with.
    pub async fn view(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        now: Timestamp,
    ) -> Result<ShortlistView, ServiceError> {
        let presence = self
            .enter(visitor, id, Operation::ReadShortlist, now)
            .await?;
        let contents = self.store.contents(id).await?;
        let contents = contents.ok_or(ServiceError::NotFound)?;
        let ids: Vec<_> = contents.homes.iter().map(|it| it.listing_id).collect();
        let cards = self.listings.summaries(&ids).await?;
        let cards = cards
            .into_iter()
            .filter(|card| visibility_for(visitor.principal, card, now) != Visibility::Hidden)
            .map(|card| (card.listing_id, card))
            .collect();
        let me = presence.member.map(|member| member.member_id);
        let offered = match me {
            Some(_) => None,
            None => self.linked(visitor, id, now).await?.map(|link| link.right),
        };
        Ok(ShortlistView {
            offered,
            ..assemble(contents, cards, presence.relation, me)
        })
    }
}

fn assemble(
    contents: Contents,
    mut cards: HashMap<PropertyId, ListingSummary>,
    relation: Relation,
    me: Option<MemberId>,
) -> ShortlistView {
    let Contents {
        shortlist,
        mut homes,
        mut members,
        mut invitations,
        notes,
        votes,
    } = contents;
    homes.sort_by_key(|entry| Reverse((entry.added_at, entry.listing_id)));
    members.sort_by_key(|member| (member.joined_at, member.member_id));
    invitations.retain(|link| relation == Relation::Own && link.revoked_at.is_none());
    invitations.sort_by_key(|link| Reverse(link.created_at));
    let names: HashMap<MemberId, &Name> =
        members.iter().map(|it| (it.member_id, &it.name)).collect();
    let home = |entry: Entry| {
        let id = entry.listing_id;
        let notes = notes
            .iter()
            .filter(|note| note.listing_id == id && note.deleted_at.is_none());
        let votes = votes.iter().filter(|vote| vote.listing_id == id).copied();
        HomeView {
            card: cards.remove(&id),
            notes: notes
                .map(|note| NoteView {
                    author: names.get(&note.by).map(|name| (*name).clone()),
                    note: note.clone(),
                })
                .collect(),
            my_vote: votes.clone().find(|vote| Some(vote.by) == me),
            votes: votes.filter(|vote| vote.opinion != Opinion::None).collect(),
            entry,
        }
    };
    ShortlistView {
        homes: homes.into_iter().map(home).collect(),
        shortlist,
        relation,
        me,
        offered: None,
        members,
        invitations,
    }
}
