//! Exporting and erasing a person.

use super::{GRACE, PersonalData};
use crate::{
    Agencies, Enquiries, Events, Favorites, Premium, SavedSearches, Shortlists, Subscriptions,
    accounts::{AccessToken, Accounts, Device, Password, SignIn, new_account},
    saved_searches::NewSavedSearch,
    subscriptions::Payments,
};
use durbar_domain::{
    Locale,
    account::{Account, EmailAddress, NewPassword, Principal, Role, SubscriptionLevel},
    purchase::{PaymentMethod, SubscriptionPeriod},
    saved_search::{AlertFrequency, SearchName},
    search::SearchQuery,
    text::Name,
};
use durbar_platform::{
    Embedded,
    identity::{
        BuiltIn,
        built_in::{BuiltInSettings, HashingCost},
    },
    listings::ListingStore,
    mail::NoMail,
    testing::{embedded, listing},
};
use enumset::EnumSet;
use jiff::{SignedDuration, Timestamp};
use std::{net::IpAddr, sync::Arc};

const PASSWORD: &str = "four quiet marigolds";
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

struct Stage {
    data: PersonalData,
    accounts: Accounts,
    favorites: Favorites,
    subscriptions: Subscriptions,
    saved_searches: SavedSearches,
    embedded: Embedded,
}

impl Stage {
    async fn new() -> Self {
        let embedded = embedded().await;
        let platform = embedded.platform();
        let settings = BuiltInSettings {
            cost: HashingCost::FOR_TESTS,
            ..BuiltInSettings::new("https://durbar.example")
        };
        let identity = BuiltIn::open(&platform.table, settings)
            .await
            .expect("a provider");
        let throttle = identity.throttle().clone();
        let accounts = Accounts::new(
            platform,
            Arc::new(identity),
            throttle.clone(),
            Arc::new(NoMail),
            "https://durbar.example",
        );
        let saved_searches = SavedSearches::new(
            platform,
            Events::default(),
            throttle.clone(),
            Arc::new(NoMail),
            "https://durbar.example",
        );
        let favorites = Favorites::new(platform);
        let payments = Payments::new(None, Some("Durbar, a bank")).expect("payments");
        let subscriptions = Subscriptions::new(
            platform,
            accounts.clone(),
            Events::default(),
            payments,
            "https://durbar.example",
        );
        let data = PersonalData {
            agencies: Agencies::new(
                platform,
                throttle.clone(),
                Events::default(),
                Arc::new(NoMail),
                "https://durbar.example",
            ),
            accounts: accounts.clone(),
            favorites: favorites.clone(),
            enquiries: Enquiries::new(platform, throttle, Events::default()),
            shortlists: Shortlists::new(platform),
            subscriptions: subscriptions.clone(),
            premium: Premium::new(platform),
            saved_searches: saved_searches.clone(),
            licenses: crate::Licenses::new(platform, Events::default()),
            erasures: durbar_platform::erasures::ErasureLedger::new(&platform.objects),
        };
        Self {
            data,
            accounts,
            favorites,
            subscriptions,
            saved_searches,
            embedded,
        }
    }

    /// Somebody with a saved home, a saved search and alerts asked for without the account,
    /// signed in.
    async fn somebody(&self, address: &str) -> (Account, AccessToken) {
        let email = EmailAddress::parse("email", address).expect("an address");
        let name = Name::parse("name", "Anju Shrestha").expect("a name");
        let account = new_account(&email, name, Locale::En, Role::Buyer, Timestamp::now());
        let password = NewPassword::parse("password", PASSWORD, &email).expect("a password");
        self.accounts
            .create(&account, &password)
            .await
            .expect("an account");
        let signed_in = self
            .accounts
            .sign_in(&email, &Password::new(PASSWORD), &Device::default(), HERE)
            .await;
        let Ok(SignIn::Done(tokens)) = signed_in else {
            panic!("not signed in: {signed_in:?}");
        };
        let home = listing(1);
        let store = ListingStore::new(self.embedded.platform().table.clone());
        store
            .load(std::slice::from_ref(&home))
            .await
            .expect("a home");
        let principal = Principal::Person(account.person(false, Timestamp::now()));
        let now = Timestamp::now();
        let saved = self.favorites.add(&principal, home.listing_id, now).await;
        assert!(saved.expect("saved"));
        let (level, period) = (SubscriptionLevel::Gold, SubscriptionPeriod::Year);
        let method = PaymentMethod::Invoice;
        let invoice = self
            .subscriptions
            .start(&principal, level, period, method, now)
            .await;
        invoice.expect("an invoice");
        let created = self.saved_searches.create(&principal, a_search()).await;
        created.expect("saved");
        let asked = self
            .saved_searches
            .subscribe(account.email.clone(), a_search(), HERE)
            .await;
        asked.expect("asked");
        (account, tokens.access_token)
    }
}

fn a_search() -> NewSavedSearch {
    NewSavedSearch {
        name: SearchName::parse("name", "Sanepa").expect("a name"),
        query: SearchQuery::parse("in=sanepa").0,
        frequency: AlertFrequency::Daily,
        kinds: EnumSet::all(),
        locale: Locale::En,
    }
}

#[tokio::test]
async fn an_export_holds_what_is_kept_and_no_secret() {
    let stage = Stage::new().await;
    let (account, token) = stage.somebody("anju@example.com").await;
    let export = stage.data.export(&token).await.expect("an export");
    assert_eq!(export["account"]["email"], "anju@example.com");
    assert_eq!(
        export["account"]["account_id"],
        account.account_id.to_string()
    );
    assert_eq!(export["favorites"].as_array().expect("a list").len(), 1);
    let bought = &export["membership"]["purchases"];
    assert_eq!(bought.as_array().expect("a list").len(), 1);
    assert_eq!(export["premium_uses"].as_array().expect("a list").len(), 0);
    let searches = export["saved_searches"].as_array().expect("a list");
    assert_eq!(searches.len(), 2, "with the account and without it");
    assert_eq!(export["sessions"].as_array().expect("a list").len(), 1);
    let text = export.to_string();
    assert!(!text.contains("argon2") && !text.contains(PASSWORD));
}

#[tokio::test]
async fn an_account_is_erased_after_the_grace_and_nothing_of_it_is_left() {
    let stage = Stage::new().await;
    let (account, token) = stage.somebody("anju@example.com").await;
    let (other, _) = stage.somebody("bina@example.com").await;
    let now = Timestamp::now();
    let asked = stage.data.ask_for_erasure(&token, 1, now).await;
    assert_eq!(asked.expect("asked").version, 2);
    let due = now + GRACE + SignedDuration::from_secs(1);
    let early = due - SignedDuration::from_hours(1);
    assert_eq!(stage.data.erase_due(early).await.expect("looked"), 0);
    assert_eq!(stage.data.erase_due(due).await.expect("erased"), 1);
    assert_eq!(stage.data.erase_due(due).await.expect("again"), 0);
    let everything = stage.embedded.everything().await;
    for trace in [account.account_id.to_string().as_str(), "anju@example.com"] {
        assert!(!everything.contains(trace), "{trace} is left");
    }
    assert!(everything.contains(&other.account_id.to_string()));
    assert!(stage.accounts.who(&token).await.is_err());
}

#[tokio::test]
async fn whoever_changes_their_mind_stays() {
    let stage = Stage::new().await;
    let (_, token) = stage.somebody("anju@example.com").await;
    let now = Timestamp::now();
    let asked = stage.data.ask_for_erasure(&token, 1, now).await;
    let version = asked.expect("asked").version;
    assert!(stage.data.keep_account(&token, 1, now).await.is_err());
    let kept = stage.data.keep_account(&token, version, now).await;
    assert_eq!(kept.expect("kept").erase_at, None);
    let due = now + GRACE + SignedDuration::from_hours(1);
    assert_eq!(stage.data.erase_due(due).await.expect("looked"), 0);
    assert!(stage.accounts.who(&token).await.is_ok());
}

#[tokio::test]
async fn an_admin_is_not_erased_before_another_one_takes_the_role() {
    let stage = Stage::new().await;
    let (account, token) = stage.somebody("anju@example.com").await;
    let store = &stage.accounts.store;
    let now = Timestamp::now();
    let admin = Account {
        role: Role::Admin,
        version: 2,
        ..account.clone()
    };
    store.replace(1, &admin, &[]).await.expect("an admin");
    let refused = stage.data.ask_for_erasure(&token, 2, now).await;
    assert_eq!(refused.expect_err("refused").status(), 403);

    let buyer = Account {
        version: 3,
        ..account
    };
    store.replace(2, &buyer, &[]).await.expect("a buyer again");
    let asked = stage.data.ask_for_erasure(&token, 3, now).await;
    let asked = asked.expect("asked");
    // The command line asks nobody.
    let raised = Account {
        role: Role::Admin,
        version: 5,
        ..asked
    };
    store.replace(4, &raised, &[]).await.expect("an admin");
    let due = now + GRACE + SignedDuration::from_hours(1);
    assert_eq!(stage.data.erase_due(due).await.expect("looked"), 0);
    assert!(stage.accounts.who(&token).await.is_ok());
    let lowered = Account {
        role: Role::Buyer,
        version: 6,
        ..raised
    };
    store.replace(5, &lowered, &[]).await.expect("a buyer");
    assert_eq!(stage.data.erase_due(due).await.expect("erased"), 1);
}
