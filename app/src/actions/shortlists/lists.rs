//! Lists as a whole: made, named, deleted, brought back, and homes put into them.

use super::{Done, Failure, LISTS, OnList};
use crate::actions::{Outcome, Request};
use durbar_domain::{PropertyId, ShortlistId, shortlist::ShortlistName};
use durbar_services::shortlists::Visitor;
use jiff::Timestamp;

fn to_list(id: ShortlistId) -> Done {
    Ok(Outcome::to(format!("{LISTS}/{id}")))
}

/// Makes a list, with a home in it where the form names one.
pub async fn create(request: Request) -> Outcome {
    let done = async {
        let name = ShortlistName::parse("name", request.form.text("name"))?;
        let home = match request.form.text("listing") {
            "" => None,
            _ => Some(request.hidden::<PropertyId>("listing")?),
        };
        let account = request.visitor.account.as_ref().ok_or(Failure::Broken)?;
        let principal = &request.visitor.principal;
        let (owner, now) = (account.name.clone(), Timestamp::now());
        let lists = request.shortlists();
        let list = lists.create(principal, name, owner, now).await?;
        if let Some(home) = home {
            let visitor = Visitor::from(principal);
            let id = list.shortlist_id;
            lists.add_home(visitor, id, home, now).await?;
        }
        to_list(list.shortlist_id)
    }
    .await;
    request.told("create-shortlist", done)
}

pub async fn restore(request: Request) -> Outcome {
    let done = async {
        let id = request.hidden("list")?;
        let principal = &request.visitor.principal;
        request
            .shortlists()
            .restore(principal, id, Timestamp::now())
            .await?;
        to_list(id)
    }
    .await;
    request.told("restore-shortlist", done)
}

pub async fn add_home(request: Request) -> Outcome {
    let done = async {
        let (id, home) = (request.hidden("list")?, request.hidden("listing")?);
        let visitor = Visitor::from(&request.visitor.principal);
        request
            .shortlists()
            .add_home(visitor, id, home, Timestamp::now())
            .await?;
        to_list(id)
    }
    .await;
    request.told("add-to-shortlist", done)
}

pub async fn rename(list: &OnList<'_>) -> Done {
    let request = list.request;
    let name = ShortlistName::parse("name", request.form.text("name"))?;
    let version = request.hidden("version")?;
    let principal = &request.visitor.principal;
    request
        .shortlists()
        .rename(principal, list.id, version, name, Timestamp::now())
        .await?;
    list.back()
}

pub async fn delete(list: &OnList<'_>) -> Done {
    let request = list.request;
    let version = request.hidden("version")?;
    let principal = &request.visitor.principal;
    request
        .shortlists()
        .delete(principal, list.id, version, Timestamp::now())
        .await?;
    let to = format!("{LISTS}?removed=list&what={}", list.id);
    Ok(Outcome::to(to))
}
