//! Accounts of the demo market, one of each kind, so that whoever tries the site or tests it
//! can be anybody. Embedded mode alone makes them: their password is public.

use crate::stack::Stack;
use durbar_domain::{
    BrokerId, Locale,
    account::{Account, EmailAddress, NewPassword, Role, SubscriptionLevel},
    text::Name,
};
use durbar_services::accounts::{AccountError, new_account};
use jiff::Timestamp;

/// The password of all of them; README.md tells it.
pub const PASSWORD: &str = "four quiet marigolds";

const PEOPLE: [(&str, &str, Role, SubscriptionLevel); 7] = [
    (
        "buyer@demo.example",
        "Bina Tuladhar",
        Role::Buyer,
        SubscriptionLevel::Free,
    ),
    (
        "gold@demo.example",
        "Gopal Karki",
        Role::Buyer,
        SubscriptionLevel::Gold,
    ),
    (
        "platinum@demo.example",
        "Prerana Rana",
        Role::Buyer,
        SubscriptionLevel::Platinum,
    ),
    (
        "seller@demo.example",
        "Suman Joshi",
        Role::Seller,
        SubscriptionLevel::Free,
    ),
    (
        "broker@demo.example",
        "Bishal Gurung",
        Role::Broker,
        SubscriptionLevel::Free,
    ),
    (
        "investor@demo.example",
        "Indira Basnet",
        Role::Investor,
        SubscriptionLevel::Gold,
    ),
    (
        "admin@demo.example",
        "Aarati Lama",
        Role::Admin,
        SubscriptionLevel::Free,
    ),
];

/// Makes those that are missing. The broker acts as `broker`.
///
/// # Errors
/// When the table doesn't answer.
pub async fn create(stack: &Stack, broker: BrokerId) -> Result<(), AccountError> {
    let accounts = &stack.services().accounts;
    for person in PEOPLE {
        let account = account(person, broker);
        if accounts.has_account(&account.email).await? {
            continue;
        }
        let password = NewPassword::parse("password", PASSWORD, &account.email)
            .expect("the demo's password is a good one but for being known");
        accounts.create(&account, &password).await?;
    }
    Ok(())
}

fn account(
    (email, name, role, level): (&str, &str, Role, SubscriptionLevel),
    broker: BrokerId,
) -> Account {
    let email = EmailAddress::parse("email", email).expect("a constant address");
    let name = Name::parse("name", name).expect("a constant name");
    Account {
        subscription_level: level,
        broker_id: (role == Role::Broker).then_some(broker),
        ..new_account(&email, name, Locale::En, role, Timestamp::now())
    }
}
