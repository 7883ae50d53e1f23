//! How many access tokens are verified a second, as a share of the bare RS256 signatures that
//! aws-lc-rs verifies a second of the same bytes, with the same key: `make bench` prints it.
//! Both are measured in turns, and the median of the turns' ratios counts, so that whatever
//! else the machine does falls on both alike.

use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::PublicEncryptingKey,
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::{
    AccountId, Locale,
    account::{Account, EmailAddress, NewPassword, Role, SubscriptionLevel},
    text::Name,
};
use durbar_platform::{
    Embedded,
    embedded::Storage,
    identity::{
        AccessToken, BuiltIn, Device, IdentityProvider as _, Password, SignIn,
        built_in::{BuiltInSettings, HashingCost},
    },
};
use jiff::Timestamp;
use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

const TURNS: usize = 21;
const TURN: Duration = Duration::from_millis(100);
/// Tokens between two looks at the clock.
const BATCH: u32 = 50;
const PASSWORD: &str = "four quiet marigolds";

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::new()?;
    let (provider, token, _embedded) = runtime.block_on(signed_in())?;
    let set = runtime.block_on(provider.key_set())?;
    let part = |name: &str| {
        let text = set["keys"][0][name].as_str().unwrap_or_default();
        URL_SAFE_NO_PAD.decode(text)
    };
    let key = RsaPublicKeyComponents {
        n: part("n")?,
        e: part("e")?,
    };
    // Taken apart once, as ours is: the quickest way there is.
    let key: PublicEncryptingKey = key.try_into()?;
    let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.as_der()?.as_ref())?;
    let (message, signature) = token.expose().rsplit_once('.').ok_or("not a token")?;
    let signature = URL_SAFE_NO_PAD.decode(signature)?;

    let bare = |count: u32| {
        (0..count).all(|_| {
            let message = black_box(message.as_bytes());
            key.verify_sig(message, &signature).is_ok()
        })
    };
    let whole = |count: u32| {
        runtime.block_on(async {
            for _ in 0..count {
                if provider.verify(black_box(&token)).await.is_err() {
                    return false;
                }
            }
            true
        })
    };
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        let (bare, whole) = (per_second(&bare), per_second(&whole));
        turns.push((whole / bare, whole));
    }
    turns.sort_by(|one, two| one.0.total_cmp(&two.0));
    let (ratio, verified_tokens_per_s) = turns[TURNS / 2];
    println!(
        "{}",
        serde_json::json!({ "ratio": ratio, "verified_tokens_per_s": verified_tokens_per_s })
    );
    Ok(())
}

/// The built-in provider over a table in memory, and the token of somebody signed in.
async fn signed_in() -> Result<(BuiltIn, AccessToken, Embedded), Box<dyn Error>> {
    let embedded = Embedded::start(Storage::Temporary).await?;
    let settings = BuiltInSettings {
        cost: HashingCost::FOR_TESTS,
        ..BuiltInSettings::new("https://durbar.example")
    };
    let provider = BuiltIn::open(&embedded.platform().table, settings).await?;
    let email = EmailAddress::parse("email", "anju@example.com")?;
    let password = NewPassword::parse("password", PASSWORD, &email)?;
    let account = account(&email)?;
    provider.create_account(&account, &password, false).await?;
    let typed = Password::new(PASSWORD);
    match provider.sign_in(&email, &typed, &Device::default()).await? {
        SignIn::Done(tokens) => Ok((provider, tokens.access_token, embedded)),
        _ => Err("more is asked for".into()),
    }
}

fn account(email: &EmailAddress) -> Result<Account, Box<dyn Error>> {
    let now = Timestamp::now();
    Ok(Account {
        account_id: AccountId::from_parts(1_795_000_000_000, 1),
        version: 1,
        email: email.clone(),
        name: Name::parse("name", "Anju Shrestha")?,
        locale: Locale::Ne,
        role: Role::Buyer,
        broker_id: None,
        seat: None,
        subscription_level: SubscriptionLevel::Free,
        subscription_ends_at: None,
        subscription_then: Vec::new(),
        erase_at: None,
        disabled: false,
        created_at: now,
        modified_at: now,
    })
}

/// Tokens a second. Panics when one is refused.
fn per_second(verify: &impl Fn(u32) -> bool) -> f64 {
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < TURN {
        assert!(black_box(verify(BATCH)), "a token was refused");
        count += BATCH;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}
