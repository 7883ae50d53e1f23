//! An emulator of AWS that listens on loopback, with what an account holds for one site: a
//! table, buckets and a user pool.

use super::user_pool::{UserPool, user_pool};
use crate::{
    Platform, PlatformError, clients,
    embedded::sdk_config,
    identity::{Cognito, built_in::HashingCost, cognito::CognitoSettings},
    objects::{Bucket, BucketNames, Objects},
    signer::{Signer, SigningKey},
    table::create_table,
};
use aws_sdk_cognitoidentityprovider::config::Credentials;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use std::time::Duration;

/// Keys that sign premium media, which are nobody else's.
///
/// # Panics
/// When none can be made.
pub fn signer() -> Signer {
    let (key, _) = SigningKey::generate().expect("a key");
    Signer::new(key, None)
}

/// An account's part for one site.
pub struct Cloud {
    pub platform: Platform,
    pub table: String,
    pub buckets: BucketNames,
    pub pool: UserPool,
    /// As in `http://127.0.0.1:4566`.
    pub address: String,
    client: aws_sdk_cognitoidentityprovider::Client,
}

impl Cloud {
    /// Makes what a site needs, apart from what is there for others.
    ///
    /// # Errors
    /// What the emulator refuses.
    pub async fn create(address: &str) -> Result<Self, PlatformError> {
        let apart = format!("durbar-{:08x}", rand::random::<u32>());
        let bucket = |name: &str| format!("{apart}-{name}");
        let buckets = BucketNames {
            raw_uploads: bucket("raw-uploads"),
            public_media: bucket("public-media"),
            premium_media: bucket("premium-media"),
            private_papers: bucket("private-papers"),
            audit: bucket("audit"),
        };
        let config = sdk_config(Credentials::new("test", "test", None, None, "test"));
        let (table, objects) = clients::connect(
            &config,
            clients::Names {
                table: apart.clone(),
                buckets: buckets.clone(),
                table_endpoint: Some(address.to_owned()),
                objects_endpoint: Some(address.to_owned()),
            },
        );
        create_table(&table).await?;
        create_buckets(&objects).await?;
        let users = aws_sdk_cognitoidentityprovider::config::Builder::from(&config);
        let users = users.endpoint_url(address).build();
        let client = aws_sdk_cognitoidentityprovider::Client::from_conf(users);
        Ok(Self {
            platform: Platform { table, objects },
            table: apart,
            buckets,
            pool: user_pool(&client).await,
            address: address.to_owned(),
            client,
        })
    }

    /// Who keeps the identities of the site.
    ///
    /// # Errors
    /// When the table doesn't answer.
    pub async fn identity(&self) -> Result<Cognito, PlatformError> {
        let UserPool {
            id,
            client_id,
            client_secret,
        } = &self.pool;
        let settings = CognitoSettings::in_aws(id, client_id, client_secret.clone());
        let settings = settings.expect("the identifier of a pool");
        let settings = CognitoSettings {
            cost: HashingCost::FOR_TESTS,
            sign_up_takes: Duration::ZERO,
            ..settings.at(self.address.clone())
        };
        Cognito::open(&self.platform.table, self.client.clone(), settings).await
    }
}

async fn create_buckets(objects: &Objects) -> Result<(), PlatformError> {
    let here = CreateBucketConfiguration::builder()
        .location_constraint(BucketLocationConstraint::ApSouth1)
        .build();
    for bucket in Bucket::ALL {
        objects
            .client()
            .create_bucket()
            .bucket(objects.bucket_name(bucket))
            .create_bucket_configuration(here.clone())
            .send()
            .await
            .map_err(|error| PlatformError::service("CreateBucket", error))?;
    }
    Ok(())
}
