//! Every word of the site, in both languages. Texts stand in `messages/*.toml`; the
//! build turns each into a function, so a missing or mistyped word doesn't compile.

#![allow(
    clippy::too_many_arguments,
    reason = "a text has as many gaps as it needs"
)]

mod place;

pub use place::place;

use durbar_domain::{
    Locale,
    account::{Role, SubscriptionLevel},
    agency::AgencyRole,
    area::AreaUnit,
    attributes::{
        Amenity, EarthquakeCode, Facing, PlotShape, PropertySubType, RoadSurface, Tenure,
        WaterSource,
    },
    audit::AuditAction,
    broker::LicenseTier,
    document::Document,
    draft::{DraftField, DraftStep, Offer, ReviewState},
    enquiry::{ContactChoice, FinancingStage},
    feature::Feature,
    format::LandMeasure,
    media::{Audience, FailureReason, MediaKind},
    purchase::{PaymentMethod, PurchaseState, SubscriptionPeriod},
    quality::QualityPart,
    saved_search::{AlertFrequency, AlertKind},
    search::{FilterGroup, Layout, Sort},
    shortlist::Right,
    status::{Availability, StandardStatus},
};

/// A domain value's name in words.
pub trait Label: Copy {
    fn label(self, locale: Locale) -> &'static str;
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
