//! Small figures of a row, packed into one column.

/// Figures that fit together into one number; lists are kept by the place in them.
pub(super) struct Small {
    pub road_width_decimetres: u16,
    pub bedrooms: u8,
    pub bathrooms: u8,
    pub neighbourhood: u8,
    pub property_sub_type: u8,
    pub availability_and_facing: u8,
    pub premium: bool,
}

impl Small {
    pub(super) fn pack(&self) -> u64 {
        let [wide, narrow] = self.road_width_decimetres.to_be_bytes();
        u64::from_be_bytes([
            wide,
            narrow,
            self.bedrooms,
            self.bathrooms,
            self.neighbourhood,
            self.property_sub_type,
            self.availability_and_facing,
            u8::from(self.premium),
        ])
    }

    pub(super) fn unpack(packed: u64) -> Small {
        let [
            wide,
            narrow,
            bedrooms,
            bathrooms,
            neighbourhood,
            property_sub_type,
            availability_and_facing,
            premium,
        ] = packed.to_be_bytes();
        Small {
            road_width_decimetres: u16::from_be_bytes([wide, narrow]),
            bedrooms,
            bathrooms,
            neighbourhood,
            property_sub_type,
            availability_and_facing,
            premium: premium != 0,
        }
    }
}
