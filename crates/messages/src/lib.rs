//! Every word of the site, in both languages. Texts stand in `messages/*.toml`; the
//! build turns each into a function, so a missing or mistyped word doesn't compile.

mod place;

pub use place::place;

use durbar_domain::{
    Locale,
    account::SubscriptionLevel,
    area::AreaUnit,
    attributes::{
        Amenity, EarthquakeCode, Facing, PlotShape, PropertySubType, RoadSurface, Tenure,
        WaterSource,
    },
    audit::AuditAction,
    broker::LicenseTier,
    enquiry::{ContactChoice, FinancingStage},
    purchase::{PaymentMethod, PurchaseState, SubscriptionPeriod},
    saved_search::{AlertFrequency, AlertKind},
    search::{FilterGroup, Layout, Sort},
    shortlist::Right,
    status::Availability,
};

/// A domain value's name in words.
pub trait Label: Copy {
    fn label(self, locale: Locale) -> &'static str;
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
