//! What can be asked for.

use enumset::EnumSetType;
use strum::{IntoStaticStr, VariantArray};

/// Everything a request can ask for. The name in logs is the variant in kebab case.
#[derive(Debug, Hash, EnumSetType, VariantArray, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Operation {
    // What anyone may read.
    ReadPublicPage,
    CountView,

    // Becoming somebody.
    SignUp,
    ConfirmEmail,
    SignIn,
    ResetPassword,
    RefreshSession,
    SignOut,

    // One's own account.
    ReadAccount,
    EditAccount,
    ChangePassword,
    ManageMultiFactor,
    ManageSessions,
    ExportAccount,
    EraseAccount,

    // The buyer's side.
    ManageFavorites,
    CreateShortlist,
    ReadShortlist,
    EditShortlist,
    ShareShortlist,
    CommentOnShortlist,
    ManageSavedSearches,
    /// Alerts for an address without an account: subscribe, confirm, unsubscribe.
    SubscribeToAlerts,
    SendEnquiry,
    ReadEnquiry,
    AnswerEnquiry,
    /// Have what buyers sent about one's own homes, with their names and ways to reach them.
    ReceiveEnquiry,
    /// Confirm a viewing, propose another time, or decline.
    DecideViewing,

    // Tiers.
    ReadEarlyListing,
    ViewPremiumGallery,
    ViewPanorama,
    ViewDroneFilm,
    BuySubscription,
    GrantSubscription,
    /// Note that an invoice was paid, break one off, note that money went back.
    SettlePurchase,

    // The broker's side.
    CreateListing,
    ReadUnpublishedListing,
    EditListing,
    ReadListingStatistics,

    // Administration.
    ReadAccounts,
    ReadAuditTrail,
    AssignRole,
    DisableAccount,
    ModerateListing,
    VerifyLicense,
}

impl Operation {
    /// The name in logs, as in `edit-listing`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether it is a power of a role rather than something everybody with an account may do.
    pub fn is_privileged(self) -> bool {
        use Operation::*;
        matches!(
            self,
            ReceiveEnquiry
                | DecideViewing
                | GrantSubscription
                | SettlePurchase
                | CreateListing
                | ReadUnpublishedListing
                | EditListing
                | ReadListingStatistics
                | ReadAccounts
                | ReadAuditTrail
                | AssignRole
                | DisableAccount
                | ModerateListing
                | VerifyLicense
        )
    }
}
