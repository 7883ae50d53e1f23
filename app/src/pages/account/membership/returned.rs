//! Where Khalti sends a buyer back to. The address it comes with says how the payment ended;
//! nothing of it is believed but which purchase it is about, and that only of the buyer's own.
//! Khalti itself is asked, and the purchase's page shows what it said.

use super::super::{query, require_account};
use crate::{
    context::AppContext,
    error::{PageError, chain},
    locale::use_locale,
    page::PageRecord,
    pages::not_found::NotFound,
    visitor::Visitor,
};
use durbar_domain::PurchaseId;
use durbar_services::{ServiceError, accounts::AccountError, subscriptions::purchase_path};
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn ReturnedPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let record = expect_context::<PageRecord>();
    let id = query("purchase_order_id").parse::<PurchaseId>();
    if require_account(locale).is_none() {
        return ().into_any();
    }
    let Ok(id) = id else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let subscriptions = &context.services.subscriptions;
        let checked = subscriptions
            .check(&visitor.principal, id, Timestamp::now())
            .await;
        match checked {
            Ok(_) => {}
            Err(AccountError::Service(ServiceError::NotFound)) => {
                return view! { <NotFound /> }.into_any();
            }
            // The purchase's page says that it is open still; it is asked about again later.
            Err(error) => {
                let error = chain(&PageError::from(error));
                tracing::warn!(purchase_id = %id, error, "a payment could not be looked up");
            }
        }
        record.redirect(303, locale.path(&purchase_path(id)));
        ().into_any()
    })
    .into_any()
}
