//! Identifiers: a prefix that says what they name, and a ULID that sorts by time.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};
use ulid::Ulid;

/// Why a text is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an identifier here is {prefix:?} followed by 26 characters of Crockford base 32")]
pub struct IdError {
    prefix: &'static str,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        ///
        /// Written in lower case; two of them sort by the time they were made.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// What every one of them starts with.
            pub const PREFIX: &'static str = $prefix;

            /// From the time of making, in milliseconds since 1970, and 80 random bits.
            pub fn from_parts(unix_ms: u64, random: u128) -> Self {
                Self(Ulid::from_parts(unix_ms, random))
            }

            /// The 128 bits behind the prefix.
            pub fn bits(self) -> u128 {
                self.0.0
            }

            /// The identifier with these 128 bits.
            pub fn from_bits(bits: u128) -> Self {
                Self(Ulid(bits))
            }

            /// When it was made, in milliseconds since 1970.
            pub fn unix_ms(self) -> u64 {
                self.0.timestamp_ms()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut buffer = [0; ulid::ULID_LEN];
                let text = self.0.array_to_str(&mut buffer);
                out.write_str($prefix)?;
                text.chars().try_for_each(|c| fmt::Write::write_char(out, c.to_ascii_lowercase()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let error = IdError { prefix: $prefix };
                let body = text.strip_prefix($prefix).ok_or(error.clone())?;
                // One spelling an identifier: lower case, and no letters that decode alike.
                let id = Self(Ulid::from_string(body).map_err(|_| error.clone())?);
                if id.to_string() == text { Ok(id) } else { Err(error) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

identifier!(/** A listing. */ PropertyId, "prp_");
identifier!(/** A broker. */ BrokerId, "brk_");
identifier!(/** An agency of brokers. */ AgencyId, "agc_");
identifier!(/** A picture, panorama, film or plan. */ MediaId, "med_");
identifier!(/** A domain event. */ EventId, "evt_");
identifier!(/** A list that is imported in a browser. */ ImportId, "imp_");
identifier!(/** A person's account. */ AccountId, "usr_");
identifier!(/** One sign-in on one device, with all tokens that follow from it. */ SessionId, "ses_");
identifier!(/** A list of homes that a family shares. */ ShortlistId, "lst_");
identifier!(/** A note on a home in a shortlist. */ NoteId, "nte_");
identifier!(/** An invitation by link, to a shortlist or into an agency. */ InvitationId, "inv_");
identifier!(/** A search somebody is told about. */ SavedSearchId, "sch_");
identifier!(/** A buyer's question or wish to view a home, and all that follows. */ EnquiryId, "enq_");
identifier!(/** A message in the thread of an enquiry. */ MessageId, "msg_");
identifier!(/** Somebody without an account who came to a shortlist by its link. */ GuestId, "gst_");
identifier!(/** An attempt to pay for a subscription. */ PurchaseId, "pay_");

#[cfg(test)]
mod tests;
