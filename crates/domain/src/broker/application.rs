//! What a broker sends so that their licence is verified.

use crate::{AccountId, BrokerId, MediaId, audit::Reason, broker::LicenseTier};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// A broker's wish to have their licence verified, and what became of it. A broker has one:
/// the next takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenseApplication {
    pub broker_id: BrokerId,
    /// Counts the writes.
    pub version: u64,
    /// Whose account sent it, and is told what becomes of it.
    pub account_id: AccountId,
    pub number: String,
    pub tier: LicenseTier,
    pub expires: Date,
    pub papers: Vec<Paper>,
    pub sent_at: Timestamp,
    pub state: ApplicationState,
}

/// What became of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ApplicationState {
    Waiting,
    Verified,
    Refused {
        reason: Reason,
    },
    /// Verified, and then no longer.
    Withdrawn {
        reason: Reason,
    },
}

/// A paper that shows a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub paper_id: MediaId,
    pub kind: PaperKind,
    pub bytes: u64,
}

/// What a paper is, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    Jpeg,
    Png,
    WebP,
    Pdf,
}

impl LicenseApplication {
    /// The most papers.
    pub const MAX_PAPERS: usize = 4;

    /// The paper of this identifier.
    pub fn paper(&self, id: MediaId) -> Option<Paper> {
        self.papers.iter().find(|it| it.paper_id == id).copied()
    }

    pub fn is_waiting(&self) -> bool {
        self.state == ApplicationState::Waiting
    }
}

impl Paper {
    /// The most bytes.
    pub const MAX_BYTES: usize = 10 * 1_024 * 1_024;
}

impl PaperKind {
    /// The kinds that are accepted, in words of every language.
    pub const ACCEPTED: &'static str = "JPEG, PNG, WebP, PDF";

    /// The kind by the first bytes; `None` for anything that isn't accepted.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// The end of its name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Pdf => "pdf",
        }
    }
}
