//! The rules, before the second factor is asked about.

use super::{Decision, Operation, Refusal, Relation};
use crate::account::{Entitlements, Principal, Role, SubscriptionLevel};

/// Whether who asks may do it at all.
pub(super) fn permitted(
    principal: &Principal,
    operation: Operation,
    relation: Relation,
) -> Decision {
    use Operation::*;
    match operation {
        ReadPublicPage | CountView | SignUp | ConfirmEmail | SignIn | ResetPassword
        | RefreshSession | SignOut | SubscribeToAlerts | SendEnquiry => Decision::Allow,
        ReadAccount | EditAccount | ChangePassword | ManageMultiFactor | ManageSessions
        | ExportAccount | EraseAccount | ManageSavedSearches | BuySubscription => {
            of_ones_own(principal, relation)
        }
        ManageFavorites | CreateShortlist => signed_in(principal),
        ReadShortlist => match relation {
            Relation::Own | Relation::SharedToComment | Relation::SharedToView => Decision::Allow,
            _ => Decision::Hide,
        },
        CommentOnShortlist => match relation {
            Relation::Own | Relation::SharedToComment => Decision::Allow,
            Relation::SharedToView => Decision::Deny(Refusal::NotPermitted),
            _ => Decision::Hide,
        },
        EditShortlist | ShareShortlist => match relation {
            Relation::Own => signed_in(principal),
            Relation::SharedToComment | Relation::SharedToView => {
                Decision::Deny(Refusal::NotPermitted)
            }
            _ => Decision::Hide,
        },
        // A guest has their enquiry by a link that was sent to them alone.
        ReadEnquiry | AnswerEnquiry if relation == Relation::SharedToComment => Decision::Allow,
        ReadEnquiry | AnswerEnquiry => own_secret(principal, relation),
        ReceiveEnquiry | DecideViewing => match (own_secret(principal, relation), relation) {
            (Decision::Allow, Relation::Own) => role(principal, &[Role::Broker, Role::Seller]),
            (decided, _) => decided,
        },
        // When a level's turn has come, the listing is public to it.
        ReadEarlyListing if relation == Relation::Public => Decision::Allow,
        ReadEarlyListing => premium(principal, relation, |it| it.early_access_after.is_zero()),
        ViewPremiumGallery => premium(principal, relation, |it| it.premium_galleries),
        ViewPanorama => premium(principal, relation, |it| it.panoramas),
        ViewDroneFilm => premium(principal, relation, |it| it.drone_film),
        CreateListing if relation == Relation::Assisted => signed_in(principal),
        CreateListing => role(principal, &[Role::Broker, Role::Seller]),
        ReadUnpublishedListing => match relation {
            Relation::Own => role(principal, &[Role::Broker, Role::Seller]),
            Relation::Led | Relation::Assisted => signed_in(principal),
            _ if is(principal, Role::Admin) => Decision::Allow,
            _ => Decision::Hide,
        },
        EditListing => listing_of(principal, relation),
        ReadListingStatistics => listing_of(principal, relation),
        // Who assists writes; what everyone sees is the broker's to answer for.
        SubmitListing | ChangeOffer | ChangeTier => {
            match (listing_of(principal, relation), relation) {
                (Decision::Allow, Relation::Assisted) if !is(principal, Role::Admin) => {
                    Decision::Deny(Refusal::NotPermitted)
                }
                (decided, _) => decided,
            }
        }
        StartAgency => role(principal, &[Role::Broker]),
        JoinAgency => signed_in(principal),
        ReadAgency => own_secret(principal, relation),
        LeaveAgency => match relation {
            Relation::Assisted => Decision::Hide,
            _ => own_secret(principal, relation),
        },
        ManageAgency | AssignEnquiry => match (own_secret(principal, relation), relation) {
            (Decision::Allow, Relation::Own | Relation::Assisted) => {
                Decision::Deny(Refusal::NotPermitted)
            }
            (decided, _) => decided,
        },
        SendLicense => role(principal, &[Role::Broker]),
        GrantSubscription | SettlePurchase | ReadAccounts | ReadAuditTrail | AssignRole
        | DisableAccount | ModerateListing | VerifyLicense | VerifyDocument | ManageEvents
        | SetFeatures | ImportListings | ReadServiceLevels => role(principal, &[Role::Admin]),
    }
}

fn is(principal: &Principal, role: Role) -> bool {
    principal.person().is_some_and(|person| person.role == role)
}

fn signed_in(principal: &Principal) -> Decision {
    match principal {
        Principal::Guest => Decision::Deny(Refusal::SignIn),
        Principal::Person(_) => Decision::Allow,
    }
}

fn role(principal: &Principal, roles: &[Role]) -> Decision {
    match principal {
        Principal::Guest => Decision::Deny(Refusal::SignIn),
        Principal::Person(person) if roles.contains(&person.role) => Decision::Allow,
        Principal::Person(_) => Decision::Deny(Refusal::NotPermitted),
    }
}

/// One's own account and what hangs on it: of another's nobody learns that it is there.
fn of_ones_own(principal: &Principal, relation: Relation) -> Decision {
    match (signed_in(principal), relation) {
        (Decision::Allow, Relation::Own) => Decision::Allow,
        (Decision::Allow, _) => Decision::Hide,
        (refused, _) => refused,
    }
}

/// A thread between two, an agency: nobody else learns that it is there.
fn own_secret(principal: &Principal, relation: Relation) -> Decision {
    match relation {
        Relation::Own | Relation::Led | Relation::Assisted => signed_in(principal),
        _ => Decision::Hide,
    }
}

/// A listing: its broker or seller may, another one is refused, and where even its existence
/// is a secret it stays one.
fn listing_of(principal: &Principal, relation: Relation) -> Decision {
    match relation {
        _ if is(principal, Role::Admin) => Decision::Allow,
        Relation::Own => role(principal, &[Role::Broker, Role::Seller]),
        Relation::Led | Relation::Assisted => signed_in(principal),
        Relation::Secret => Decision::Hide,
        _ => match signed_in(principal) {
            Decision::Allow => Decision::Deny(Refusal::NotPermitted),
            refused => refused,
        },
    }
}

/// By level; whoever offers the home or administers the market sees it as well, with the
/// second factor that these powers need.
fn premium(
    principal: &Principal,
    relation: Relation,
    wanted: impl Fn(&Entitlements) -> bool,
) -> Decision {
    let entitled = wanted(&principal.subscription_level().entitlements());
    let Principal::Person(person) = principal else {
        return Decision::Deny(Refusal::SignIn);
    };
    let offers = relation == Relation::Own && matches!(person.role, Role::Broker | Role::Seller);
    if entitled {
        return Decision::Allow;
    }
    if offers || person.role == Role::Admin {
        return match person.role.needs_multi_factor() && !person.multi_factor {
            true => Decision::Deny(Refusal::MultiFactor),
            false => Decision::Allow,
        };
    }
    match SubscriptionLevel::lowest_with(wanted) {
        Some(level) => Decision::Deny(Refusal::Upgrade(level)),
        None => Decision::Deny(Refusal::NotPermitted),
    }
}
