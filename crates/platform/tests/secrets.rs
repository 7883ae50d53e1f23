//! Keys come from Secrets Manager and are replaced there while the program runs, shown against
//! moto. `make unit` installs and starts it, and says in a variable where it is.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use aws_sdk_secretsmanager::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use durbar_domain::{PropertyId, premium::PremiumKind};
use durbar_platform::signer::{KeySecret, KeySecretError, PremiumAccess, SignedCookies};
use jiff::Timestamp;
use std::{env, future, time::Duration};

const SITE: &str = "https://durbar.test";

fn client() -> Client {
    let address = env::var("DURBAR_TEST_MOTO")
        .expect("DURBAR_TEST_MOTO is not set: `make unit` starts the emulators, then this test");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .http_client(durbar_platform::aws::http_client())
        .endpoint_url(address);
    Client::from_conf(config.build())
}

/// A version's value with a new key of this name.
fn version(id: &str) -> String {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
    let der = STANDARD.encode(pair.to_pkcs8v1().expect("DER"));
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
    serde_json::json!({ "key_id": id, "private_key": pem }).to_string()
}

/// A secret with its first version.
async fn secret(client: &Client, name: &str, value: &str) -> KeySecret {
    let created = client.create_secret().name(name).secret_string(value);
    created.send().await.expect("a secret");
    KeySecret::new(client.clone(), name)
}

async fn put(client: &Client, name: &str, value: &str) {
    let put = client.put_secret_value().secret_id(name);
    put.secret_string(value).send().await.expect("a version");
}

fn cookies(access: &PremiumAccess) -> SignedCookies {
    let listing = PropertyId::from_bits(1);
    let signed = access.signed_cookies_for(listing, PremiumKind::Panorama, Timestamp::now(), None);
    signed.expect("signed").cookies
}

/// Whether the cookies open what they are for.
fn opens(access: &PremiumAccess, cookies: &SignedCookies) -> bool {
    let pairs = cookies.0.iter();
    let pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let path = format!("/premium/{}/tour/0.jpg", PropertyId::from_bits(1));
    let checked = access.check(&path, &[&pairs.join("; ")], None, Timestamp::now());
    checked.is_ok()
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn a_rotation_arrives_without_a_restart() {
    let (client, name) = (client(), "durbar/premium-rotation");
    let secret = secret(&client, name, &version("K1")).await;
    let access = PremiumAccess::new(secret.read().await.expect("a key"), SITE);
    let first = cookies(&access);
    assert_eq!(access.key_pair_id(), "K1");
    assert!(opens(&access, &first));

    put(&client, name, &version("K2")).await;
    let renewing = secret.renew_every(Duration::from_millis(20), access.clone(), future::pending());
    let arrived = async {
        while access.key_pair_id() != "K2" {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! { () = renewing => {}, () = arrived => {} }
    assert!(opens(&access, &first), "the key before still verifies");
    let second = cookies(&access);
    assert!(opens(&access, &second));

    put(&client, name, &version("K3")).await;
    let next = KeySecret::new(client, name).read().await.expect("two keys");
    let next = PremiumAccess::new(next, SITE);
    assert_eq!(next.key_pair_id(), "K3");
    assert!(opens(&next, &second) && !opens(&next, &first));
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn a_mistake_in_the_secret_can_be_put_right() {
    let (client, name) = (client(), "durbar/premium-mistake");
    let missing = KeySecret::new(client.clone(), name).read().await;
    assert!(
        matches!(missing, Err(KeySecretError::Missing)),
        "{missing:?}"
    );

    let secret = secret(&client, name, "no JSON").await;
    let refused = secret.read().await;
    assert!(
        matches!(refused, Err(KeySecretError::NotJson)),
        "{refused:?}"
    );
    put(&client, name, &version("K1")).await;
    let signer = secret.read().await.expect("the mistake is left out");
    assert_eq!(signer.key_pair_id(), "K1");
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn where_there_is_no_service_the_line_says_so() {
    let config = client()
        .config()
        .to_builder()
        .endpoint_url("http://127.0.0.1:1");
    let secret = KeySecret::new(Client::from_conf(config.build()), "durbar/premium");
    let error = secret.read().await.expect_err("nobody is there");
    let line = error.to_string();
    assert!(line.contains("refused") && !line.contains('\n'), "{line}");
}
