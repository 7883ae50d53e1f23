//! Members of a list, and the links that bring them.

use crate::{
    actions::PageData,
    components::form::{ActionForm, ButtonForm, SelectField},
    islands::CopyField,
};
use durbar_domain::{
    Locale, format,
    policy::Relation,
    shortlist::{Invitation, MemberId, Right},
};
use durbar_messages::{Label, shortlist as words};
use durbar_services::shortlists::ShortlistView;
use leptos::prelude::*;
use strum::VariantArray;

/// Who is in a list; its owner may take out anybody, and everybody themselves.
#[component]
pub fn Members(locale: Locale, list: ShortlistView) -> impl IntoView {
    let (me, owner) = (list.me, list.shortlist.owner);
    let is_owner = list.relation == Relation::Own;
    let entries = list
        .members
        .into_iter()
        .map(|member| {
            let name = member.name.as_str().to_owned();
            let owns = member.member_id == MemberId::Account(owner);
            let is_me = Some(member.member_id) == me;
            let submit = match is_me {
                true => words::leave(locale).to_owned(),
                false => words::remove_member(locale, &name),
            };
            let fields = vec![("member", member.member_id.to_string())];
            let text = if owns {
                words::owner(locale, &name)
            } else {
                name
            };
            view! {
                <li class="sessions__row">
                    <span>{text}</span>
                    {(!owns && (is_owner || is_me)).then(|| view! {
                        <ButtonForm action="remove-member" submit fields />
                    })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{words::members(locale)}</h2>
            <ul class="sessions" role="list">{entries}</ul>
        </section>
    }
    .into_any()
}

/// For the owner: a link, shown once, and those that hold.
#[component]
pub fn Share(locale: Locale, links: Vec<Invitation>, data: Option<PageData>) -> impl IntoView {
    let rights: Vec<_> = Right::VARIANTS
        .iter()
        .map(|right| {
            let key: &str = (*right).into();
            (key.to_owned(), right.label(locale).to_owned())
        })
        .collect();
    let link = match data {
        Some(PageData::ShortlistLink(link)) => view! {
            <div class="shortlist__link" role="status">
                <p><label for="link">{words::link(locale)}</label></p>
                <input id="link" type="text" readonly=true value=link />
                <CopyField field="link".to_owned() />
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <section class="section">
            <h2>{words::share(locale)}</h2>
            <p>{words::share_text(locale)}</p>
            {link}
            <ActionForm locale action="invite" submit=words::invite(locale) quiet=true>
                <SelectField locale name="right" label=words::right(locale) options=rights.clone() />
            </ActionForm>
            <Links locale links />
        </section>
    }
    .into_any()
}

#[component]
fn Links(locale: Locale, links: Vec<Invitation>) -> impl IntoView {
    if links.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{words::links(locale)}</h3>
        <ul class="sessions" role="list">
            {links
                .into_iter()
                .map(|link| {
                    let day = durbar_services::kathmandu_date(link.holds_until);
                    let text = words::link_until(locale, link.right.label(locale), format::date(day, locale));
                    let fields = vec![("invitation", link.invitation_id.to_string())];
                    view! {
                        <li class="sessions__row">
                            <span>{text}</span>
                            <ButtonForm action="revoke-invitation" submit=words::revoke(locale).to_owned() fields />
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
