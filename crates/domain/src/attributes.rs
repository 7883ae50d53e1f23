//! Closed lists of what a home can be and have. Variant names follow the RESO Data
//! Dictionary where it has one; in addresses they are written in kebab case.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

macro_rules! lookup {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Hash, PartialOrd, Ord, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray)]
        #[strum(serialize_all = "kebab-case")]
        #[enumset(serialize_repr = "list")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// The name in an address, as in `south-east`.
            pub fn key(self) -> &'static str {
                self.into()
            }
        }
    };
}

lookup!(/** RESO `PropertySubType`. */ PropertySubType { SingleFamilyResidence, Townhouse, Duplex, Apartment });
lookup!(/** Which way the plot's front looks. */ Facing { North, NorthEast, East, SouthEast, South, SouthWest, West, NorthWest });
lookup!(/** RESO `RoadSurfaceType`, as roads are in the valley. */ RoadSurface { Blacktopped, Paved, Gravel, Earth });
lookup!(/** Outline of the plot. */ PlotShape { Regular, Irregular, Corner, LShaped });
lookup!(/** RESO `WaterSource`. */ WaterSource { Municipal, Borewell, Tanker, Rainwater });
lookup!(/** How land is held: `Raikar` is private, `Guthi` belongs to a trust. */ Tenure { Raikar, Guthi });
lookup!(/** The building code the structure answers to. */ EarthquakeCode {
    /// Nepal National Building Code 105 of 2020.
    #[serde(rename = "NBC105_2020")] #[strum(serialize = "nbc105-2020")] Nbc105Of2020,
    /// Nepal National Building Code 105 of 1994.
    #[serde(rename = "NBC105_1994")] #[strum(serialize = "nbc105-1994")] Nbc105Of1994,
    Retrofitted,
    Unknown,
});
lookup!(/** What a home offers. */ Amenity {
    SwimmingPool, Garden, RoofTerrace, Balcony, MountainView, ValleyView, ModularKitchen, PujaRoom,
    HomeOffice, Library, HomeCinema, Gym, Sauna, StaffQuarters, GuestSuite, WineCellar, Fireplace,
    UnderfloorHeating, AirConditioning, SolarPower, BackupPower, ElectricVehicleCharger, Lift,
    CoveredParking, SecurityGuard, Cctv, GatedCommunity, SmartHome, WaterTreatment, CourtyardPond,
});

impl Facing {
    /// Degrees clockwise from north.
    pub fn degrees(self) -> u16 {
        self as u16 * 45
    }
}

#[cfg(test)]
mod tests;
