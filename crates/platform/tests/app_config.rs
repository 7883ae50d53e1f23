//! Switches of features come from AppConfig and follow what is deployed there, shown against
//! ministack. `make unit` installs and starts it, and says in a variable where it is.

use aws_sdk_appconfig::{primitives::Blob, types::ReplicateTo};
use durbar_domain::{
    account::Principal,
    feature::{Feature, FeatureFlags},
    policy::Operation,
};
use durbar_platform::features::{AppConfigFlags, AppConfigProfile};
use std::env;

/// Settings of a client of either service, which share the types of the SDK.
macro_rules! settings {
    ($service:ident) => {
        $service::Config::builder()
            .behavior_version($service::config::BehaviorVersion::latest())
            .region($service::config::Region::new("us-east-1"))
            .credentials_provider($service::config::Credentials::new(
                "test", "test", None, None, "test",
            ))
            .http_client(durbar_platform::aws::http_client())
            .endpoint_url(env::var("DURBAR_TEST_MINISTACK").expect(
                "DURBAR_TEST_MINISTACK is not set: `make unit` starts the emulators, then this test",
            ))
            .build()
    };
}

/// An application with one environment and one profile, all by identifiers.
struct Place {
    control: aws_sdk_appconfig::Client,
    application: String,
    environment: String,
    profile: String,
}

impl Place {
    async fn new(name: &str) -> Self {
        let control = aws_sdk_appconfig::Client::from_conf(settings!(aws_sdk_appconfig));
        let made = control.create_application().name(name).send().await;
        let application = made.expect("an application").id.expect("its identifier");
        let made = control.create_environment().application_id(&application);
        let made = made.name("test").send().await;
        let environment = made.expect("an environment").id.expect("its identifier");
        let made = control.create_configuration_profile();
        let made = made.application_id(&application).name("features");
        let made = made.location_uri("hosted").send().await;
        let profile = made.expect("a profile").id.expect("its identifier");
        Self {
            control,
            application,
            environment,
            profile,
        }
    }

    async fn deploy(&self, document: &str) {
        let made = self.control.create_hosted_configuration_version();
        let made = made
            .application_id(&self.application)
            .configuration_profile_id(&self.profile)
            .content_type("application/json")
            .content(Blob::new(document));
        let version = made.send().await.expect("a version").version_number;
        // One that is over at once, or the next deployment would be refused.
        let made = self.control.create_deployment_strategy();
        let made = made
            .name(format!("at-once-{version}"))
            .deployment_duration_in_minutes(0)
            .final_bake_time_in_minutes(0)
            .growth_factor(100.0)
            .replicate_to(ReplicateTo::None);
        let strategy = made.send().await.expect("a strategy").id;
        let deployed = self.control.start_deployment();
        let deployed = deployed
            .application_id(&self.application)
            .environment_id(&self.environment)
            .configuration_profile_id(&self.profile)
            .configuration_version(version.to_string())
            .deployment_strategy_id(strategy.expect("its identifier"));
        deployed.send().await.expect("deployed");
    }

    fn flags(&self) -> AppConfigFlags {
        let place = format!("{}/{}/{}", self.application, self.environment, self.profile);
        let place: AppConfigProfile = place.parse().expect("a place");
        let client = aws_sdk_appconfigdata::Client::from_conf(settings!(aws_sdk_appconfigdata));
        AppConfigFlags::new(client, place)
    }
}

fn sign_up_is_on(flags: &FeatureFlags) -> bool {
    flags.allow(Operation::SignUp, &Principal::Guest)
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn switches_follow_what_is_deployed() {
    let place = Place::new("durbar-follows").await;
    place.deploy(r#"{"sign-up": {"enabled": false}}"#).await;
    let flags = place.flags();
    assert!(!sign_up_is_on(&flags.read().await.expect("read")));
    assert!(
        !sign_up_is_on(&flags.read().await.expect("read")),
        "nothing is told of what didn't change"
    );
    let document =
        r#"{"sign-up": {"enabled": true, "percentage": 40}, "later": {"enabled": true}}"#;
    place.deploy(document).await;
    let read = flags.read().await.expect("read");
    assert_eq!(read.get(Feature::SignUp).percentage.get(), 40);
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn a_document_that_is_wrong_is_an_error_until_it_is_put_right() {
    let place = Place::new("durbar-wrong").await;
    place.deploy(r#"{"sign-up": {"enabled": "no"}}"#).await;
    let flags = place.flags();
    for _ in 0..2 {
        let error = flags.read().await.expect_err("not what is expected");
        assert!(error.to_string().contains("cannot be read"), "{error}");
    }
    place.deploy(r#"{"sign-up": {"enabled": false}}"#).await;
    assert!(!sign_up_is_on(&flags.read().await.expect("read")));
}

#[tokio::test]
#[ignore = "needs the emulators that `make unit` starts"]
async fn where_there_is_no_profile_the_error_says_so() {
    let place = Place::new("durbar-absent").await;
    let absent = Place {
        profile: "nothing".to_owned(),
        ..place
    };
    let error = absent.flags().read().await.expect_err("nothing is there");
    assert!(
        error.to_string().contains("StartConfigurationSession"),
        "{error}"
    );
}
