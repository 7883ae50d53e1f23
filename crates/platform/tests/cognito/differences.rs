//! Where the emulators differ from Cognito, and the provider therefore can't do with them what
//! it does. The other parts of the suite they pass; ministack passes them all.

use crate::emulator::Emulator::{self, CognitoLocal, Moto};

/// A part of the suite that an emulator fails.
pub struct Difference {
    pub emulator: Emulator,
    /// The part's name.
    pub part: &'static str,
    /// What it does otherwise than Cognito.
    pub what: &'static str,
}

const fn difference(emulator: Emulator, part: &'static str, what: &'static str) -> Difference {
    Difference {
        emulator,
        part,
        what,
    }
}

const NO_SIGN_OUT: &str = "it has no AdminUserGlobalSignOut";
const SHORT_SECRET: &str = "its authenticators' secret is always the same 7 bytes in small letters";

pub const DIFFERENCES: &[Difference] = &[
    difference(CognitoLocal, "replaces_a_forgotten_password", NO_SIGN_OUT),
    difference(CognitoLocal, "ends_all_sessions", NO_SIGN_OUT),
    difference(CognitoLocal, "disables_and_enables", NO_SIGN_OUT),
    difference(
        CognitoLocal,
        "takes_another_code",
        "it has no ResendConfirmationCode",
    ),
    difference(
        CognitoLocal,
        "makes_the_owner_choose_a_password",
        "it takes any password for one that was given",
    ),
    difference(
        Moto,
        "replaces_a_forgotten_password",
        "any code that it didn't make replaces a password, again and again",
    ),
    difference(
        Moto,
        "takes_another_code",
        "it has no ResendConfirmationCode",
    ),
    difference(Moto, "asks_for_the_second_factor", SHORT_SECRET),
    difference(Moto, "takes_a_recovery_code_once", SHORT_SECRET),
    difference(Moto, "removes_the_second_factor", SHORT_SECRET),
];
