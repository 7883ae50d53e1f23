//! A purchase as admins see it: noting that its money has come or went back.

use super::{super::membership::PurchaseFacts, AdminPage, INVOICES, MEMBERS, refused};
use crate::{
    components::form::{ActionForm, Field, Refusal},
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale, PurchaseId,
    account::Account,
    policy::Operation,
    purchase::{PaymentMethod, Purchase, PurchaseState},
};
use durbar_messages::{admin as words, membership};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The longest reason, in characters.
const REASON: usize = 300;

#[component]
pub fn SoldPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    if let Some(refused) = refused(locale, INVOICES, Operation::SettlePurchase) {
        return refused;
    }
    let Some(Ok(id)) = id.map(|id| id.parse::<PurchaseId>()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let sold = subscriptions.purchase_of_anybody(&visitor.principal, id);
        match sold.await {
            Ok((purchase, account)) => view! { <Sold locale purchase account /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Sold(locale: Locale, purchase: Purchase, account: Option<Account>) -> impl IntoView {
    let member = account.as_ref().map(|account| {
        let to = locale.path(&format!("{MEMBERS}/{}", account.account_id));
        view! { <p><a href=to>{account.email.to_string()}</a></p> }
    });
    let by_invoice = purchase.method == PaymentMethod::Invoice && account.is_some();
    let can_be_paid = by_invoice && purchase.state.allows(PurchaseState::Paid);
    let can_be_cancelled = by_invoice && purchase.state.is_open();
    let can_go_back = purchase.state == PurchaseState::Paid;
    let version = purchase.version;
    // What was refused because it can't be done any more has no form to say so.
    let offered = [
        ("confirm-invoice", can_be_paid),
        ("cancel-invoice", can_be_cancelled),
        ("refund-purchase", can_go_back),
    ];
    let refused = offered
        .into_iter()
        .filter(|(_, offered)| !offered)
        .map(|(action, _)| view! { <Refusal locale state=FormState::of(action) /> })
        .collect_view();
    view! {
        <AdminPage locale path=INVOICES title=membership::purchase(locale)>
            {refused}
            <PurchaseFacts locale purchase account />
            {member}
            {can_be_paid.then(|| view! {
                <section class="section">
                    <h2>{words::confirm(locale)}</h2>
                    <ActionForm locale action="confirm-invoice" submit=words::confirm(locale)>
                        <input type="hidden" name="version" value=version.to_string() />
                        <Field
                            locale
                            name="transfer"
                            label=words::transfer(locale)
                            help=words::transfer_help(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
            {can_be_cancelled.then(|| view! {
                <section class="section">
                    <h2>{words::cancel(locale)}</h2>
                    <ActionForm locale action="cancel-invoice" submit=words::cancel(locale) quiet=true>
                        <input type="hidden" name="version" value=version.to_string() />
                        <Field
                            locale
                            name="cancel_reason"
                            label=words::cancel_reason(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
            {can_go_back.then(|| view! {
                <section class="section">
                    <h2>{words::refund(locale)}</h2>
                    <p>{words::refund_text(locale)}</p>
                    <ActionForm locale action="refund-purchase" submit=words::refund(locale) quiet=true>
                        <input type="hidden" name="version" value=version.to_string() />
                        <Field
                            locale
                            name="refund_reason"
                            label=words::refund_reason(locale)
                            maxlength=REASON
                        />
                    </ActionForm>
                </section>
            })}
        </AdminPage>
    }
    .into_any()
}
