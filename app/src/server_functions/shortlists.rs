//! Putting a home into lists from its page.

use super::ApiError;
use durbar_domain::{PropertyId, ShortlistId, shortlist::ShortlistName};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};

/// A list of the visitor's own, and whether the home is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListWay {
    pub shortlist_id: ShortlistId,
    pub name: ShortlistName,
    pub has_home: bool,
}

/// The visitor's own lists, the newest first; `None` when nobody is signed in.
#[server(prefix = "/api", endpoint = "shortlists", input = GetUrl, output = Json)]
pub async fn list_ways(listing_id: PropertyId) -> Result<Option<Vec<ListWay>>, ApiError> {
    let (services, principal) = super::on_server();
    if principal.person().is_none() {
        return Ok(None);
    }
    let now = jiff::Timestamp::now();
    let choices = services.shortlists.choices(&principal, listing_id, now);
    let choices = choices.await.map_err(|error| ApiError::of(&error))?;
    let way = |choice: durbar_services::shortlists::ListChoice| ListWay {
        shortlist_id: choice.shortlist_id,
        name: choice.name,
        has_home: choice.has_home,
    };
    Ok(Some(choices.into_iter().map(way).collect()))
}

/// Puts a home into a list of the visitor's own, or takes it out.
#[server(prefix = "/api", endpoint = "shortlists/put", input = Json, output = Json)]
pub async fn put_into_list(
    shortlist_id: ShortlistId,
    listing_id: PropertyId,
    put: bool,
) -> Result<(), ApiError> {
    let (services, principal) = super::on_server();
    let lists = &services.shortlists;
    let (visitor, now) = ((&principal).into(), jiff::Timestamp::now());
    let done = if put {
        let added = lists.add_home(visitor, shortlist_id, listing_id, now).await;
        added.map(drop)
    } else {
        let removed = lists.remove_home(visitor, shortlist_id, listing_id, now);
        removed.await
    };
    done.map_err(|error| ApiError::of(&error))
}

/// Makes a list with a home in it.
#[server(prefix = "/api", endpoint = "shortlists/create", input = Json, output = Json)]
pub async fn create_list(name: ShortlistName, listing_id: PropertyId) -> Result<ListWay, ApiError> {
    let (services, principal) = super::on_server();
    let account = crate::visitor::Visitor::get().account;
    let owner = account.ok_or(ApiError::SignIn)?.name;
    let (lists, now) = (&services.shortlists, jiff::Timestamp::now());
    let made = async {
        let list = lists.create(&principal, name, owner, now).await?;
        let id = list.shortlist_id;
        lists
            .add_home((&principal).into(), id, listing_id, now)
            .await?;
        Ok(ListWay {
            shortlist_id: id,
            name: list.name,
            has_home: true,
        })
    };
    made.await.map_err(|error| ApiError::of(&error))
}
