//! Why nothing could be made of a file, as a broker understands it.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// Why a file failed. The name is the variant in kebab case.
#[derive(Debug, Hash, EnumSetType, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum FailureReason {
    /// It is of a kind that isn't accepted here: a text, a program, another kind of picture.
    WrongType,
    /// A picture as iPhones take them by default, which cannot be read here.
    Heic,
    /// It is cut short or damaged.
    Damaged,
    /// More bytes than accepted, or than were announced.
    TooLarge,
    /// More pixels than accepted, or none.
    TooManyPixels,
    /// A picture that moves.
    Moving,
    /// It is a picture and something else at once.
    SomethingElseInside,
    /// A 360° picture that isn't twice as wide as high, or is too small to look around in.
    NotAPanorama,
    /// A film that goes on for too long.
    FilmTooLong,
    /// A film in a coding that can't be played here.
    FilmCodec,
    /// A document that asks for a password.
    Locked,
    /// A document with more pages than a floor plan has.
    TooManyPages,
    /// The scanner found something harmful.
    Harmful,
    /// The upload isn't there, or not whole.
    UploadLost,
    /// A file that an imported list names is not where the list says it is, or nobody answers
    /// there.
    NotFetched,
    /// A list names an address that nothing is fetched from.
    AddressRefused,
    /// It took longer than it may.
    TookTooLong,
    /// Something is wrong on this side.
    Internal,
}

impl FailureReason {
    /// The name in logs and addresses.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether the same file may come through another time; what is wrong with a file itself
    /// takes another file.
    pub fn can_retry(self) -> bool {
        matches!(self, Self::NotFetched | Self::TookTooLong | Self::Internal)
    }
}
