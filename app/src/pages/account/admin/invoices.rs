//! Invoices that wait for their money.

use super::{AdminPage, INVOICES, refused, sold_path};
use crate::{context::AppContext, locale::use_locale, pages::failure::failed, visitor::Visitor};
use durbar_domain::{Locale, format, policy::Operation};
use durbar_messages::{Label, admin as words};
use durbar_services::{kathmandu_date, subscriptions::OpenInvoice};
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn InvoicesPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if let Some(refused) = refused(locale, INVOICES, Operation::SettlePurchase) {
        return refused;
    }
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let open = subscriptions
            .open_invoices(&visitor.principal, Timestamp::now())
            .await;
        match open {
            Ok(open) => view! { <Invoices locale open /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Invoices(locale: Locale, open: Vec<OpenInvoice>) -> impl IntoView {
    let is_empty = open.is_empty();
    let rows = open
        .into_iter()
        .map(|OpenInvoice { purchase, account }| {
            let to = locale.path(&sold_path(purchase.purchase_id));
            view! {
                <li class="sessions__row">
                    <a href=to>{purchase.number()}</a>
                    <span>{account.email.to_string()}</span>
                    <span>{purchase.level.label(locale)} ", " {purchase.period.label(locale)}</span>
                    <span>{format::date(kathmandu_date(purchase.created_at), locale)}</span>
                    <strong>{format::npr(purchase.amount, locale)}</strong>
                </li>
            }
        })
        .collect_view();
    view! {
        <AdminPage locale path=INVOICES title=words::invoices(locale)>
            {is_empty.then(|| view! { <p>{words::no_invoices(locale)}</p> })}
            <ul class="sessions purchases" role="list">{rows}</ul>
        </AdminPage>
    }
    .into_any()
}
