//! A home's row as columns of whole numbers, and back.

use super::{schema::COLUMNS, small::Small};
use crate::search::error::IndexError;
use durbar_domain::{
    Neighbourhood, PropertyId,
    attributes::{Facing, PropertySubType},
    location::GeoPoint,
    search::SearchRow,
    status::Availability,
};
use enumset::EnumSet;
use strum::VariantArray;
use tantivy::{SegmentReader, columnar::ColumnValues};

/// The figures of a row, in the order of [`COLUMNS`].
pub(super) fn to_columns(row: &SearchRow) -> [u64; COLUMNS.len()] {
    let id = row.listing_id.bits();
    let [amenities] = row.amenities.as_array::<1>();
    let small = Small {
        road_width_decimetres: row.road_width_decimetres,
        bedrooms: row.bedrooms,
        bathrooms: row.bathrooms,
        neighbourhood: row.neighbourhood as u8,
        property_sub_type: row.property_sub_type as u8,
        availability_and_facing: (row.availability as u8) << 4 | row.facing as u8,
        premium: row.premium,
    };
    [
        (id >> 64) as u64,
        id as u64,
        row.list_price,
        row.price_per_aana,
        row.land,
        u64::from(row.living_area),
        // Raised so that days before 1970 stay whole numbers.
        (i64::from(row.on_market_day) - i64::from(i32::MIN)) as u64,
        row.point.latitude().to_bits(),
        row.point.longitude().to_bits(),
        amenities,
        small.pack(),
    ]
}

/// The row of these figures; `None` when they can't be any home's.
fn from_columns(columns: [u64; COLUMNS.len()]) -> Option<SearchRow> {
    let [
        id_high,
        id_low,
        list_price,
        price_per_aana,
        land,
        living_area,
        day,
        latitude,
        longitude,
        amenities,
        small,
    ] = columns;
    let small = Small::unpack(small);
    Some(SearchRow {
        listing_id: PropertyId::from_bits(u128::from(id_high) << 64 | u128::from(id_low)),
        list_price,
        price_per_aana,
        land,
        living_area: u32::try_from(living_area).ok()?,
        on_market_day: i32::try_from(i64::try_from(day).ok()? + i64::from(i32::MIN)).ok()?,
        point: GeoPoint::new("index", f64::from_bits(latitude), f64::from_bits(longitude)).ok()?,
        amenities: EnumSet::try_from_array([amenities])?,
        road_width_decimetres: small.road_width_decimetres,
        bedrooms: small.bedrooms,
        bathrooms: small.bathrooms,
        neighbourhood: nth::<Neighbourhood>(small.neighbourhood)?,
        property_sub_type: nth::<PropertySubType>(small.property_sub_type)?,
        availability: nth::<Availability>(small.availability_and_facing >> 4)?,
        facing: nth::<Facing>(small.availability_and_facing & 15)?,
        premium: small.premium,
    })
}

fn nth<T: VariantArray + Copy>(place: u8) -> Option<T> {
    T::VARIANTS.get(usize::from(place)).copied()
}

/// The rows of a segment, by document.
pub(super) fn read(segment: &SegmentReader) -> Result<Vec<SearchRow>, IndexError> {
    let count = segment.max_doc() as usize;
    let mut figures = vec![[0u64; COLUMNS.len()]; count];
    let mut values = vec![0u64; count];
    for (place, name) in COLUMNS.iter().enumerate() {
        let column = segment.fast_fields().column_first_or_default::<u64>(name)?;
        if column.num_vals() as usize != count {
            return Err(IndexError::Damaged(format!(
                "column {name} has {} of {count} figures",
                column.num_vals()
            )));
        }
        column.get_range(0, &mut values);
        figures
            .iter_mut()
            .zip(&values)
            .for_each(|(row, value)| row[place] = *value);
    }
    let damaged = || IndexError::Damaged("a row holds impossible figures".to_owned());
    figures
        .into_iter()
        .map(|row| from_columns(row).ok_or_else(damaged))
        .collect()
}

/// The versions of a segment's listings, by document.
pub(super) fn versions(
    segment: &SegmentReader,
) -> Result<std::sync::Arc<dyn ColumnValues<u64>>, IndexError> {
    Ok(segment
        .fast_fields()
        .column_first_or_default::<u64>(super::schema::VERSION)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::attributes::Amenity;

    #[test]
    fn a_row_survives_its_columns() {
        let row = SearchRow {
            listing_id: PropertyId::from_bits(0x0190_1234_5678_9abc_def0_1234_5678_9abc),
            list_price: 9_800_000_000,
            price_per_aana: 750_000_000,
            land: 284_752,
            living_area: 4_300,
            on_market_day: -3,
            point: GeoPoint::new("point", 27.6531, -85.3012).expect("a point"),
            amenities: Amenity::SwimmingPool | Amenity::CourtyardPond,
            road_width_decimetres: 600,
            bedrooms: 5,
            bathrooms: 7,
            neighbourhood: Neighbourhood::Suryabinayak,
            property_sub_type: PropertySubType::Apartment,
            availability: Availability::Sold,
            facing: Facing::NorthWest,
            premium: true,
        };
        assert_eq!(from_columns(to_columns(&row)), Some(row));
    }

    #[test]
    fn impossible_figures_are_refused() {
        let mut columns = [0; COLUMNS.len()];
        columns[6] = u64::MAX;
        assert_eq!(from_columns(columns), None);
    }
}
