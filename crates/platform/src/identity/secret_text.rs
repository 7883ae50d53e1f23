//! Texts that must not be seen in a log.

use std::fmt;

macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        /// Never shows the text.
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret_text!(
    /// A password somebody signs in with, as it was typed.
    Password
);
secret_text!(
    /// A code sent by mail.
    MailCode
);
secret_text!(
    /// A code that stands in for the authenticator once.
    RecoveryCode
);
secret_text!(
    /// What an authenticator makes its codes from, in base 32.
    TotpSecret
);
secret_text!(
    /// A token that shows who asks, for some minutes.
    AccessToken
);
secret_text!(
    /// A token that new tokens are had for, once.
    RefreshToken
);
secret_text!(
    /// What leads from one step of a sign-in to the next, for some minutes.
    Challenge
);
secret_text!(
    /// What binds a sign-in through another provider to the browser that began it.
    SocialState
);
secret_text!(
    /// What another provider's sign-in ends with, to be had tokens for, once.
    AuthorizationCode
);
