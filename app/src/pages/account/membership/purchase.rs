//! A purchase: where to pay, the invoice to print, the receipt.

use super::{
    super::{AccountPage, require_account},
    PATH, PurchaseFacts,
};
use crate::{
    components::{
        form::{ButtonForm, Refusal},
        notice::{Notice, Tone},
    },
    context::AppContext,
    form::FormState,
    locale::use_locale,
    pages::{failure::Unavailable, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    account::Account,
    format,
    purchase::{PaymentMethod, Purchase, PurchaseState},
};
use durbar_messages::membership as words;
use durbar_services::ServiceError;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn PurchasePage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    let Some(account) = require_account(locale) else {
        return ().into_any();
    };
    let Some(Ok(id)) = id.map(|id| id.parse()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let payee = subscriptions.payee().map(str::to_owned);
        match subscriptions.one(&visitor.principal, id).await {
            Ok(purchase) => view! { <Whole locale account purchase payee /> }.into_any(),
            Err(ServiceError::NotFound) => view! { <NotFound /> }.into_any(),
            Err(error) => view! { <Unavailable error=error.into() /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Whole(
    locale: Locale,
    account: Account,
    purchase: Purchase,
    payee: Option<String>,
) -> impl IntoView {
    let title = match (purchase.state, purchase.method) {
        (PurchaseState::Paid, _) => words::receipt(locale),
        (PurchaseState::Refunded, _) => words::receipt_refunded(locale),
        (_, PaymentMethod::Invoice) => words::invoice(locale),
        (_, PaymentMethod::Khalti) => words::purchase(locale),
    };
    let payee = payee.filter(|_| purchase.method == PaymentMethod::Invoice);
    view! {
        <AccountPage locale path=PATH title>
            <PurchaseFacts locale purchase=purchase.clone() account=Some(account) />
            {payee.filter(|_| purchase.state.is_open()).map(|payee| view! {
                <section class="section">
                    <h2>{words::payee(locale)}</h2>
                    <p class="purchase__payee">{payee}</p>
                    <p>{words::payee_text(locale, purchase.number())}</p>
                </section>
            })}
            <Steps locale purchase />
            <p class="muted purchase__hint">{words::print_hint(locale)}</p>
            <p class="purchase__hint"><a href=locale.path(PATH)>{words::to_membership(locale)}</a></p>
        </AccountPage>
    }
    .into_any()
}

/// What can be done about it now.
#[component]
fn Steps(locale: Locale, purchase: Purchase) -> impl IntoView {
    if purchase.state == PurchaseState::Paid || purchase.state == PurchaseState::Refunded {
        return ().into_any();
    }
    match purchase.method {
        PaymentMethod::Khalti => view! { <AtKhalti locale purchase /> }.into_any(),
        PaymentMethod::Invoice if purchase.state.is_open() => view! {
            <Refusal locale state=FormState::of("cancel-invoice") />
            <ButtonForm action="cancel-invoice" submit=words::cancel(locale).to_owned() />
        }
        .into_any(),
        PaymentMethod::Invoice => ().into_any(),
    }
}

#[component]
fn AtKhalti(locale: Locale, purchase: Purchase) -> impl IntoView {
    let open = purchase.state == PurchaseState::Pending;
    let pay = purchase.payment_url.filter(|_| open).map(|url| {
        let amount = format::npr(purchase.amount, locale);
        view! {
            <Notice tone=Tone::Calm><p>{words::still_open(locale)}</p></Notice>
            <p>{words::pay_text(locale)}</p>
            <p><a class="button" href=url>{words::pay(locale, amount)}</a></p>
        }
    });
    view! {
        <section class="section">
            {pay}
            <Refusal locale state=FormState::of("check-payment") />
            <ButtonForm action="check-payment" submit=words::check(locale).to_owned() />
        </section>
    }
    .into_any()
}
