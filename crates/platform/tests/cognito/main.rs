//! The provider over Cognito does what every provider does, shown against three emulators.
//! `make unit` installs and starts them, and says in variables where they are.

mod differences;
mod emulator;

use differences::DIFFERENCES;
use durbar_platform::identity::suite;
use emulator::{Emulator, Stage};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;

/// Puts an emulator through a part of the suite. Where it is known to differ from Cognito the
/// part must fail, so that a difference that is gone doesn't stay in the list.
async fn put_through(emulator: Emulator, part: &str, run: impl Future<Output = ()>) {
    let difference = DIFFERENCES
        .iter()
        .find(|it| it.emulator == emulator && it.part == part);
    let Some(difference) = difference else {
        return run.await;
    };
    let outcome = AssertUnwindSafe(run).catch_unwind().await;
    assert!(
        outcome.is_err(),
        "{emulator:?} does {part} now, and was said not to: {}",
        difference.what
    );
}

macro_rules! suite_against {
    ($($module:ident: $emulator:ident),+; $parts:tt) => {
        $(mod $module { suite_against!(@parts $emulator $parts); })+
    };
    (@parts $emulator:ident ($($part:ident),+ $(,)?)) => {
        use super::*;
        $(
            #[tokio::test]
            #[ignore = "needs the emulators that `make unit` starts"]
            async fn $part() {
                let stage = Stage::new(Emulator::$emulator).await;
                put_through(Emulator::$emulator, stringify!($part), suite::$part(&stage)).await;
            }
        )+
    };
}

suite_against!(
    cognito_local: CognitoLocal, ministack: Ministack, moto: Moto;
    (
        signs_up_confirms_and_signs_in,
        waits_for_the_address_to_be_confirmed,
        takes_another_code,
        replaces_a_forgotten_password,
        changes_a_password,
        asks_for_the_second_factor,
        takes_a_recovery_code_once,
        removes_the_second_factor,
        keeps_sessions,
        replaces_a_session,
        ends_all_sessions,
        notices_a_refresh_token_used_twice,
        disables_and_enables,
        makes_the_owner_choose_a_password,
        notes_a_role,
    )
);

#[test]
fn every_difference_is_of_a_part_there_is() {
    let source = include_str!("main.rs");
    for difference in DIFFERENCES {
        let line = format!("        {},", difference.part);
        assert!(source.contains(&line), "{}", difference.part);
        assert!(!difference.what.is_empty());
    }
}
