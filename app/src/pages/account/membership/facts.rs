//! A purchase as an invoice and a receipt tell it.

use durbar_domain::{
    Locale,
    account::Account,
    format,
    purchase::{Purchase, PurchaseState},
};
use durbar_messages::{Label, admin, membership as words};
use durbar_services::kathmandu_date;
use jiff::Timestamp;
use leptos::prelude::*;

/// Number, buyer, what was bought, and where it stands.
#[component]
pub fn PurchaseFacts(
    locale: Locale,
    purchase: Purchase,
    /// Whose it is; `None` where the buyer was erased.
    account: Option<Account>,
) -> impl IntoView {
    let day = |at: Timestamp| format::date(kathmandu_date(at), locale);
    let buyer = match &account {
        Some(account) => format!("{}, {}", account.name.as_str(), account.email),
        None => admin::erased(locale).to_owned(),
    };
    let what = words::order_name(
        locale,
        purchase.level.label(locale),
        purchase.period.label(locale),
    );
    let amount = format!(
        "{} ({})",
        format::npr(purchase.amount, locale),
        words::tax_included(locale)
    );
    let waits = purchase.state == PurchaseState::Pending;
    let rows = [
        (words::number(locale), Some(purchase.number())),
        (words::billed_to(locale), Some(buyer)),
        (words::purchase(locale), Some(what)),
        (words::amount(locale), Some(amount)),
        (
            words::method(locale),
            Some(purchase.method.label(locale).to_owned()),
        ),
        (
            words::state(locale),
            Some(purchase.state.label(locale).to_owned()),
        ),
        (words::begun(locale), Some(day(purchase.created_at))),
        (
            words::pay_until(locale),
            waits.then(|| day(purchase.pay_until)),
        ),
        (words::paid_on(locale), purchase.paid_at.map(day)),
        (words::refunded_on(locale), purchase.refunded_at.map(day)),
        (words::transaction(locale), purchase.transaction),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, value)| {
            let value = value?;
            Some(view! { <div class="facts__row"><dt>{name}</dt> <dd>{value}</dd></div> })
        })
        .collect_view();
    view! { <dl class="facts account__facts">{rows}</dl> }.into_any()
}
