//! Members and invitations of an agency.

use super::{AGENCY, roles};
use crate::{
    components::form::{ActionForm, ButtonForm, Field, SelectField},
    visitor::Visitor,
};
use durbar_domain::{
    AccountId, Locale,
    agency::{AgencyInvitation, AgencyMember},
    format,
};
use durbar_messages::{Label, agency as words};
use durbar_services::{agencies::Opened, kathmandu_date};
use leptos::prelude::*;

#[component]
pub(super) fn Members(locale: Locale, opened: Opened, may_manage: bool) -> impl IntoView {
    let me = Visitor::get().account.map(|account| account.account_id);
    let version = opened.agency.version;
    let names = opened.names;
    let rows = opened
        .agency
        .members
        .into_iter()
        .map(|member| {
            let name = names.get(&member.account_id).cloned().unwrap_or_default();
            view! { <Member locale member name version me may_manage /> }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{words::members(locale)}</h2>
            <ul class="desk-list" role="list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Member(
    locale: Locale,
    member: AgencyMember,
    name: String,
    /// Of the agency.
    version: u64,
    me: Option<AccountId>,
    may_manage: bool,
) -> impl IntoView {
    let is_me = me == Some(member.account_id);
    let is_leaving = member.leaving_since.is_some();
    let since = format::date(kathmandu_date(member.joined_at), locale);
    let mut facts = vec![
        member.role.label(locale).to_owned(),
        words::since(locale, since),
    ];
    facts.extend(is_me.then(|| words::you(locale).to_owned()));
    facts.extend(
        member
            .broker_id
            .is_none()
            .then(|| words::no_broker(locale).to_owned()),
    );
    facts.extend(is_leaving.then(|| words::leaves(locale).to_owned()));
    let way = match is_me {
        true => Some(words::leave(locale)),
        false => may_manage.then(|| words::take_out(locale)),
    };
    let address = locale.path(&format!("{AGENCY}/members/{}", member.account_id));
    let way = way.filter(|_| !is_leaving).map(|text| {
        // Which of several ways this is tells its name.
        let label = format!("{text}: {name}");
        view! { <a class="button button--quiet button--small" href=address aria-label=label>{text}</a> }
    });
    let changes = may_manage && !is_leaving;
    view! {
        <li class="desk-list__row">
            <strong>{name.clone()}</strong>
            <p class="muted">{facts.join(", ")}</p>
            {changes.then(|| view! { <RoleForm locale member name version /> })}
            {way}
        </li>
    }
    .into_any()
}

#[component]
fn RoleForm(locale: Locale, member: AgencyMember, name: String, version: u64) -> impl IntoView {
    let id = format!("role-{}", member.account_id);
    let label = format!("{}: {name}", words::role(locale));
    let options = roles(locale)
        .into_iter()
        .map(|(key, text)| {
            let selected = key == member.role.key();
            view! { <option value=key selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <form class="form form--inline" method="post">
            <input type="hidden" name="action" value="set-member-role" />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="member" value=member.account_id.to_string() />
            <label class="visually-hidden" for=id.clone()>{label}</label>
            <select id=id name="role">{options}</select>
            <button class="button button--quiet button--small" type="submit">{words::set_role(locale)}</button>
        </form>
    }
    .into_any()
}

#[component]
pub(super) fn Invitations(locale: Locale, opened: Opened) -> impl IntoView {
    let none = opened.invitations.is_empty();
    let rows = opened
        .invitations
        .into_iter()
        .map(|invitation| view! { <Invitation locale invitation /> })
        .collect_view();
    view! {
        <section class="section">
            <h2>{words::invite(locale)}</h2>
            <p>{words::invite_text(locale)}</p>
            <ActionForm locale action="invite-member" submit=words::send(locale)>
                <Field locale name="email" kind="email" label=words::email(locale) maxlength=254 />
                <SelectField locale name="role" label=words::role(locale) options=roles(locale) />
            </ActionForm>
            <h3>{words::invited(locale)}</h3>
            {none.then(|| view! { <p>{words::none_invited(locale)}</p> })}
            <ul class="desk-list" role="list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Invitation(locale: Locale, invitation: AgencyInvitation) -> impl IntoView {
    let until = format::date(kathmandu_date(invitation.holds_until), locale);
    let role = invitation.role.label(locale);
    let text = words::invitation(locale, invitation.email.as_str(), role, until);
    view! {
        <li class="desk-list__row">
            <span>{text}</span>
            <ButtonForm
                action="revoke-member-invitation"
                submit=words::revoke(locale).to_owned()
                fields=vec![("invitation", invitation.invitation_id.to_string())]
            />
        </li>
    }
    .into_any()
}
