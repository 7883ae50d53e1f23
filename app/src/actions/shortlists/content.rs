//! Homes of a list, and votes on them.

use super::{Done, OnList};
use durbar_domain::{PropertyId, shortlist::Opinion};
use jiff::Timestamp;

pub async fn remove_home(list: &OnList<'_>) -> Done {
    let home: PropertyId = list.request.hidden("listing")?;
    list.request
        .shortlists()
        .remove_home(list.visitor(), list.id, home, Timestamp::now())
        .await?;
    list.removed("home", home)
}

/// Takes a removal back: the home has its notes and votes again.
pub async fn put_back_home(list: &OnList<'_>) -> Done {
    let home: PropertyId = list.request.hidden("listing")?;
    list.request
        .shortlists()
        .add_home(list.visitor(), list.id, home, Timestamp::now())
        .await?;
    list.back_to(home)
}

pub async fn vote(list: &OnList<'_>) -> Done {
    let request = list.request;
    let home: PropertyId = request.hidden("listing")?;
    let version: u64 = request.hidden("version")?;
    let opinion: Opinion = request.hidden("opinion")?;
    request
        .shortlists()
        .vote(
            list.visitor(),
            list.id,
            (home, version),
            opinion,
            Timestamp::now(),
        )
        .await?;
    list.back_to(home)
}
