//! What attempts are counted for, and how many are too many.

use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

/// What attempts are counted for; each by its own subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A password for an address of mail.
    SignIn,
    /// A code or a password of an account whose password was right already.
    SecondStep,
    /// A code for a new password, sent to an address of mail.
    SendCode,
    /// A sign-up's code sent again. Apart from [`Purpose::SendCode`]: an account has no use
    /// for it, and nobody shall use up its owner's way to a new password.
    ResendCode,
    /// A sign-up with an address of mail.
    SignUp,
    /// An enquiry of a person: an account, or an address of mail.
    Enquiry,
    /// Invitations into an agency that an account sends: each is a mail to anybody.
    AgencyInvitation,
    /// A purchase that an account begins.
    Purchase,
    /// Asking the payment service how an account's purchase stands.
    PaymentLookUp,
    /// Alerts asked for an address of mail without an account.
    Alert,
    /// Passwords and codes from a client address.
    SignInFrom,
    /// Asking for codes from a client address.
    SendCodeFrom,
    /// Sign-ups from a client address.
    SignUpFrom,
    /// Enquiries from a client address.
    EnquiryFrom,
    /// Alerts without an account asked for from a client address.
    AlertFrom,
    /// Looks at a home by one link: each is written down.
    PrivateViewing,
}

/// How many attempts are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many in each span of the clock.
    Window { attempts: u32, length: Duration },
    /// So many freely; after each further one a delay, twice as long each time up to the
    /// longest. All is forgotten after a pause without attempts.
    Backoff {
        free: u32,
        first: Duration,
        longest: Duration,
        forgotten_after: Duration,
    },
}

impl Purpose {
    pub const ALL: [Purpose; 16] = [
        Purpose::SignIn,
        Purpose::SecondStep,
        Purpose::SendCode,
        Purpose::ResendCode,
        Purpose::SignUp,
        Purpose::Enquiry,
        Purpose::AgencyInvitation,
        Purpose::Purchase,
        Purpose::PaymentLookUp,
        Purpose::Alert,
        Purpose::SignInFrom,
        Purpose::SendCodeFrom,
        Purpose::SignUpFrom,
        Purpose::EnquiryFrom,
        Purpose::AlertFrom,
        Purpose::PrivateViewing,
    ];

    /// The limits, as OWASP ASVS 5.0 wants them written down (6.1.1) and kept (6.3.1).
    ///
    /// An account never locks: a guesser gets about 100 passwords a day, where NIST SP 800-63B
    /// (5.2.2) allows 100 in all before the next success, and the owner waits 15 minutes at
    /// most, or resets the password by mail, which forgets the delay and which nobody else's
    /// attempts keep from them: each sends the owner a code. A client address may be
    /// that of many people (carriers in Nepal share them), so its limits are wide.
    pub const fn limit(self) -> Limit {
        match self {
            Purpose::SignIn => Limit::Backoff {
                free: 5,
                first: Duration::from_secs(30),
                longest: Duration::from_secs(15 * 60),
                forgotten_after: Duration::from_secs(24 * 3_600),
            },
            // Six digits are guessed more easily than a password, and nobody comes here
            // without the password.
            Purpose::SecondStep => Limit::Backoff {
                free: 5,
                first: MINUTE,
                longest: HOUR,
                forgotten_after: Duration::from_secs(24 * 3_600),
            },
            // So that a mailbox isn't flooded, and nobody can keep its owner from signing up.
            Purpose::SendCode | Purpose::ResendCode | Purpose::SignUp | Purpose::Alert => {
                Limit::Backoff {
                    free: 5,
                    first: MINUTE,
                    longest: Duration::from_secs(15 * 60),
                    forgotten_after: Duration::from_secs(24 * 3_600),
                }
            }
            Purpose::Enquiry | Purpose::AgencyInvitation | Purpose::Purchase => Limit::Window {
                attempts: 20,
                length: HOUR,
            },
            // Each asks another service; a page that is loaded again and again is no reason to.
            Purpose::PaymentLookUp | Purpose::PrivateViewing => Limit::Window {
                attempts: 60,
                length: HOUR,
            },
            Purpose::SignInFrom => Limit::Window {
                attempts: 100,
                length: Duration::from_secs(10 * 60),
            },
            Purpose::SendCodeFrom
            | Purpose::SignUpFrom
            | Purpose::EnquiryFrom
            | Purpose::AlertFrom => Limit::Window {
                attempts: 30,
                length: HOUR,
            },
        }
    }

    /// How long after this many attempts the next one has to wait.
    pub(super) fn delay_after(self, attempts: u32) -> Duration {
        match self.limit() {
            Limit::Backoff {
                free,
                first,
                longest,
                ..
            } if attempts >= free => first
                .saturating_mul(2_u32.saturating_pow(attempts - free))
                .min(longest),
            _ => Duration::ZERO,
        }
    }

    /// How long without attempts it takes until they are forgotten.
    pub(super) fn forgotten_after(self) -> Duration {
        match self.limit() {
            Limit::Backoff {
                forgotten_after, ..
            } => forgotten_after,
            Limit::Window { length, .. } => length,
        }
    }

    /// The name in keys.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign-in",
            Purpose::SecondStep => "second-step",
            Purpose::SendCode => "send-code",
            Purpose::ResendCode => "resend-code",
            Purpose::SignUp => "sign-up",
            Purpose::Enquiry => "enquiry",
            Purpose::AgencyInvitation => "agency-invitation",
            Purpose::Purchase => "purchase",
            Purpose::PaymentLookUp => "payment-look-up",
            Purpose::PrivateViewing => "private-viewing",
            Purpose::Alert => "alert",
            Purpose::SignInFrom => "sign-in-from",
            Purpose::SendCodeFrom => "send-code-from",
            Purpose::SignUpFrom => "sign-up-from",
            Purpose::EnquiryFrom => "enquiry-from",
            Purpose::AlertFrom => "alert-from",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }
}
