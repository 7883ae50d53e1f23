//! Who is invited to a home that isn't advertised.

use super::{DESK, of_home};
use crate::{
    components::form::{ActionForm, ButtonForm, Field},
    context::AppContext,
    pages::account::AccountPage,
    visitor::Visitor,
};
use durbar_domain::{Listing, Locale, format, private_viewing::PrivateInvitation};
use durbar_messages::private_viewing as words;
use durbar_services::kathmandu_date;
use jiff::Timestamp;
use leptos::prelude::*;

/// `/broker/listings/{id}/private`.
#[component]
pub fn PrivateViewingsPage() -> impl IntoView {
    let (context, visitor) = (AppContext::get(), Visitor::get());
    of_home(|locale, id| async move {
        let viewings = context.services.private_viewings;
        let (listing, invitations) = viewings.of_listing(&visitor.principal, id).await?;
        Ok(view! { <Page locale listing invitations /> }.into_any())
    })
}

#[component]
fn Page(locale: Locale, listing: Listing, invitations: Vec<PrivateInvitation>) -> impl IntoView {
    let now = Timestamp::now();
    let title = listing.title.get(locale).as_str().to_owned();
    let back = format!("{DESK}/listings/{}", listing.listing_id);
    let can_be_shown = PrivateInvitation::is_for(listing.standard_status);
    let holding = invitations.iter().filter(|it| it.holds_at(now)).count();
    let is_full = holding >= PrivateInvitation::MOST;
    // The paper is mostly the same one.
    let last = invitations.first().map(|it| it.opt_out.clone());
    let owner = last.as_ref().map(|it| it.owner.as_str().to_owned());
    let signed_on = last.map(|it| it.signed_on.to_string());
    let rows = invitations
        .into_iter()
        .map(|invitation| view! { <Row locale invitation now /> })
        .collect_view();
    let none = holding == 0;
    view! {
        <AccountPage locale path=DESK title=words::title(locale)>
            <p><a href=locale.path(&back)>{title}</a></p>
            <p>{words::text(locale)}</p>
            {match (can_be_shown, is_full) {
                (false, _) => view! { <p>{words::not_hidden(locale)}</p> }.into_any(),
                (true, true) => view! { <p>{words::full(locale)}</p> }.into_any(),
                (true, false) => view! {
                    <Invite
                        locale
                        owner=owner.unwrap_or_default()
                        signed_on=signed_on.unwrap_or_default()
                    />
                }
                .into_any(),
            }}
            <section class="section">
                <h2>{words::invited(locale)}</h2>
                {none.then(|| view! { <p>{words::none_invited(locale)}</p> })}
                <ul class="desk-list" role="list">{rows}</ul>
            </section>
        </AccountPage>
    }
    .into_any()
}

#[component]
fn Invite(locale: Locale, owner: String, signed_on: String) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{words::invite(locale)}</h2>
            <p>{words::invite_text(locale)}</p>
            <ActionForm locale action="invite-privately" submit=words::invite(locale)>
                <Field locale name="name" label=words::name(locale) maxlength=120 />
                <Field locale name="email" kind="email" label=words::email(locale) maxlength=254 />
                <Field
                    locale
                    name="owner"
                    label=words::owner(locale)
                    value=owner.clone()
                    maxlength=120
                />
                <Field
                    locale
                    name="signed_on"
                    kind="date"
                    label=words::signed_on(locale)
                    value=signed_on.clone()
                />
            </ActionForm>
        </section>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, invitation: PrivateInvitation, now: Timestamp) -> impl IntoView {
    let day = |at| format::date(kathmandu_date(at), locale);
    let holds = invitation.holds_at(now);
    let state = match (invitation.revoked_at, holds) {
        (Some(_), _) => words::revoked(locale).to_owned(),
        (None, true) => words::holds(locale, day(invitation.holds_until)),
        (None, false) => words::ended(locale).to_owned(),
    };
    let looks = match invitation.looks {
        0 => words::looks_none(locale).to_owned(),
        looks => words::looks(locale, looks.into()),
    };
    let signed = words::signed(
        locale,
        invitation.opt_out.owner.as_str(),
        format::date(invitation.opt_out.signed_on, locale),
    );
    let (name, email) = (
        invitation.name.as_str().to_owned(),
        invitation.email.to_string(),
    );
    view! {
        <li class="desk-list__row">
            <div>
                <p>{name} ", " {email}</p>
                <p class="muted">{looks} ", " {state} ". " {signed} "."</p>
            </div>
            {holds.then(|| view! {
                <ButtonForm
                    action="revoke-private-invitation"
                    submit=words::revoke(locale).to_owned()
                    fields=vec![("invitation", invitation.invitation_id.to_string())]
                />
            })}
        </li>
    }
    .into_any()
}
