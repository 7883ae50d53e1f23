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
    /// Write in its draft, and arrange its files.
    EditListing,
    /// Hand its draft in, or take it back.
    SubmitListing,
    /// Change price, status or sale of a published home.
    ChangeOffer,
    /// Make a home a premium one, or a plain one again.
    ChangeTier,
    ReadListingStatistics,
    /// Have one's own licence verified.
    SendLicense,

    // Agencies.
    StartAgency,
    JoinAgency,
    ReadAgency,
    /// Invite, give roles, take members out, change name and office.
    ManageAgency,
    LeaveAgency,
    /// Put a member of the agency in charge of an enquiry.
    AssignEnquiry,

    // Administration.
    ReadAccounts,
    ReadAuditTrail,
    AssignRole,
    DisableAccount,
    ModerateListing,
    VerifyLicense,
    /// See the events that were given up on, replay and drop them.
    ManageEvents,
    /// Compare papers of homes with what their pages say.
    VerifyDocument,
    /// Switch features on and off.
    SetFeatures,
    /// Take over the homes of a list, of any broker.
    ImportListings,
    /// See how quickly and how surely the site answers.
    ReadServiceLevels,
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
                | SubmitListing
                | ChangeOffer
                | ChangeTier
                | StartAgency
                | ManageAgency
                | LeaveAgency
                | AssignEnquiry
                | ReadListingStatistics
                | SendLicense
                | ReadAccounts
                | ReadAuditTrail
                | AssignRole
                | DisableAccount
                | ModerateListing
                | VerifyLicense
                | ManageEvents
                | VerifyDocument
                | SetFeatures
                | ImportListings
                | ReadServiceLevels
        )
    }
}
