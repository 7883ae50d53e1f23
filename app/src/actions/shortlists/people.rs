//! Members of a list, and the links by which they come.

use super::{Done, Failure, LISTS, OnList};
use crate::actions::{Outcome, PageData, SessionChange};
use durbar_domain::{
    FieldError, InvitationId,
    error::Problem,
    shortlist::{MemberId, Right},
    text::Name,
};
use durbar_services::shortlists::ListLink;
use jiff::Timestamp;

pub async fn invite(list: &OnList<'_>) -> Done {
    let request = list.request;
    let right: Right = request.form.text("right").parse().map_err(|_| {
        let accepted = "view, comment".to_owned();
        FieldError::new("right", Problem::NotOneOf { accepted })
    })?;
    let principal = &request.visitor.principal;
    let invited = request
        .shortlists()
        .invite(principal, list.id, right, Timestamp::now())
        .await?;
    let link = ListLink {
        list: list.id,
        token: invited.token,
    };
    let path = format!("/lists/{}", link.reveal());
    let site = &request.context.settings.site_url;
    let link = format!("{site}{}", request.locale.path(&path));
    Ok(Outcome::show(PageData::ShortlistLink(link)))
}

pub async fn revoke(list: &OnList<'_>) -> Done {
    let request = list.request;
    let invitation: InvitationId = request.hidden("invitation")?;
    let principal = &request.visitor.principal;
    request
        .shortlists()
        .revoke(principal, list.id, invitation, Timestamp::now())
        .await?;
    list.back()
}

pub async fn remove(list: &OnList<'_>) -> Done {
    let request = list.request;
    let member: MemberId = request.hidden("member")?;
    let me = request.visitor.principal.person().map(|it| it.account_id);
    request
        .shortlists()
        .remove_member(list.visitor(), list.id, member, Timestamp::now())
        .await?;
    // Who has left may still look, where a link lets them.
    match me.is_some() && member.account() == me {
        true => Ok(Outcome::to(LISTS)),
        false => list.back(),
    }
}

/// Becomes a member by the link: with the account of who is signed in, else as a guest of the
/// name given, whose browser keeps a token to come back with.
pub async fn join(list: &OnList<'_>) -> Done {
    let request = list.request;
    let account = request.visitor.account.as_ref();
    let name = match account {
        Some(account) => account.name.clone(),
        None => Name::parse("name", request.form.text("name"))?,
    };
    let joined = request
        .shortlists()
        .join(list.visitor(), list.id, name, Timestamp::now())
        .await?;
    match (joined.token, account) {
        (_, Some(_)) => list.to_own(SessionChange::Keep),
        (Some(token), None) => Ok(Outcome::Done {
            to: request.path.clone(),
            session: SessionChange::ListGuest(list.id, token),
        }),
        (None, None) => Err(Failure::Broken),
    }
}
