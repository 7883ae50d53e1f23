//! What a draft says, once every field of it can be read.

use super::{DraftField, DraftFields, read};
use crate::{
    Area, FieldError, Listing, Neighbourhood, Npr,
    area::{AreaUnit, HillUnits},
    attributes::{Amenity, PropertySubType},
    format::LandMeasure,
    listing::{Description, Land, Legal, Road, Structure},
    location::{GeoPoint, Location},
    slug::Slug,
    text::{Localized, Story, Summary, Title},
};
use enumset::EnumSet;
use jiff::civil::Date;

/// Everything of a listing that its broker writes, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingContent {
    pub property_sub_type: PropertySubType,
    pub title: Localized<Title>,
    pub summary: Localized<Summary>,
    pub description: Description,
    pub neighbourhood: Neighbourhood,
    pub ward: u8,
    pub location: Location,
    pub list_price: Npr,
    pub on_request: bool,
    pub structure: Structure,
    pub land: Land,
    pub legal: Legal,
    pub amenities: EnumSet<Amenity>,
}

/// Reads fields one by one and gathers what is wrong with them.
struct Reader<'a> {
    fields: &'a DraftFields,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn read<T>(
        &mut self,
        field: DraftField,
        parse: impl FnOnce(&str, &str) -> Result<T, FieldError>,
    ) -> Option<T> {
        parse(field.key(), self.fields.text(field))
            .map_err(|error| self.errors.push(error))
            .ok()
    }
}

impl DraftFields {
    /// The wards of the valley's largest municipality, Kathmandu, number 32.
    const WARDS: std::ops::RangeInclusive<u8> = 1..=32;
    /// Degrees of latitude and longitude around the valley's three districts.
    const LATITUDES: std::ops::RangeInclusive<f64> = 27.4..=27.95;
    const LONGITUDES: std::ops::RangeInclusive<f64> = 85.1..=85.7;

    /// What the fields say. `today` bounds the year of completion: homes are sold up to three
    /// years before they are finished.
    ///
    /// # Errors
    /// Every field that can't be read, with what it would accept.
    pub fn parse(&self, today: Date) -> Result<ListingContent, Vec<FieldError>> {
        let mut reader = Reader {
            fields: self,
            errors: Vec::new(),
        };
        let content = self.read(&mut reader, today);
        match (content, reader.errors) {
            (Some(content), errors) if errors.is_empty() => Ok(content),
            (_, errors) => Err(errors),
        }
    }

    fn read(&self, reader: &mut Reader, today: Date) -> Option<ListingContent> {
        use DraftField as F;
        // Each is read whatever came of the others, so that all errors are told at once.
        let neighbourhood = reader.read(F::Neighbourhood, read::one_of);
        let ward = reader.read(F::Ward, |f, t| read::whole(f, t, Self::WARDS));
        let location = self.location(reader);
        let land = self.land(reader);
        let property_sub_type = reader.read(F::PropertySubType, read::one_of);
        let structure = self.structure(reader, today);
        let list_price = reader.read(F::ListPrice, read::price);
        let on_request = reader.read(F::PriceOnRequest, read::ticked);
        let amenities = reader.read(F::Amenities, read::several);
        let legal = self.legal(reader);
        let title_en = reader.read(F::TitleEn, Title::parse);
        let title_ne = reader.read(F::TitleNe, Title::parse);
        let summary_en = reader.read(F::SummaryEn, Summary::parse);
        let summary_ne = reader.read(F::SummaryNe, Summary::parse);
        let story_en = reader.read(F::DescriptionEn, Story::parse);
        let story_ne = match self.is_filled(F::DescriptionNe) {
            true => reader.read(F::DescriptionNe, Story::parse),
            false => None,
        };
        Some(ListingContent {
            property_sub_type: property_sub_type?,
            title: Localized {
                en: title_en?,
                ne: title_ne?,
            },
            summary: Localized {
                en: summary_en?,
                ne: summary_ne?,
            },
            description: Description {
                en: story_en?,
                ne: story_ne,
            },
            neighbourhood: neighbourhood?,
            ward: ward?,
            location: location?,
            list_price: list_price?,
            on_request: on_request?,
            structure: structure?,
            land: land?,
            legal: legal?,
            amenities: amenities?,
        })
    }

    fn location(&self, reader: &mut Reader) -> Option<Location> {
        use DraftField as F;
        let latitude = reader.read(F::Latitude, |f, t| read::decimal(f, t, Self::LATITUDES));
        let longitude = reader.read(F::Longitude, |f, t| read::decimal(f, t, Self::LONGITUDES));
        let approximate = reader.read(F::ApproximateLocation, read::ticked);
        let exact = GeoPoint::new(F::Latitude.key(), latitude?, longitude?);
        Some(Location {
            exact: exact.map_err(|error| reader.errors.push(error)).ok()?,
            approximate: approximate?,
        })
    }

    fn land(&self, reader: &mut Reader) -> Option<Land> {
        use DraftField as F;
        let area = self.land_area().map_err(|e| reader.errors.push(e)).ok();
        let feet = |f: &str, t: &str| read::whole(f, t, 1..=5_000_u16);
        let frontage_feet = reader.read(F::FrontageFeet, feet);
        let depth_feet = reader.read(F::DepthFeet, feet);
        let shape = reader.read(F::PlotShape, read::one_of);
        let facing = reader.read(F::Facing, read::one_of);
        let side = reader.read(F::RoadSide, read::one_of);
        let width = reader.read(F::RoadWidthMetres, |f, t| read::decimal(f, t, 0.5..=60.0));
        let surface = reader.read(F::RoadSurface, read::one_of);
        let water = reader.read(F::WaterSource, read::several);
        Some(Land {
            area: area?,
            frontage_feet: frontage_feet?,
            depth_feet: depth_feet?,
            shape: shape?,
            facing: facing?,
            road: Road {
                side: side?,
                width_decimetres: (width? * 10.0).round() as u16,
                surface: surface?,
            },
            water: water?,
        })
    }

    /// The land as far as it is typed: the page converts it while somebody types.
    pub fn land_area(&self) -> Result<Area, FieldError> {
        let measure = self.text(DraftField::LandMeasure);
        let measure = match measure.is_empty() {
            true => LandMeasure::Hill,
            false => read::one_of(DraftField::LandMeasure.key(), measure)?,
        };
        let text = self.text(DraftField::LandArea);
        read::land(DraftField::LandArea.key(), text, measure)
    }

    /// The price as far as it is typed.
    pub fn list_price(&self) -> Result<Npr, FieldError> {
        let field = DraftField::ListPrice;
        read::price(field.key(), self.text(field))
    }

    fn structure(&self, reader: &mut Reader, today: Date) -> Option<Structure> {
        use DraftField as F;
        let count = |f: &str, t: &str| read::whole(f, t, 1..=60_u8);
        let bedrooms_total = reader.read(F::BedroomsTotal, count);
        let bathrooms_total = reader.read(F::BathroomsTotal, count);
        let stories = reader.read(F::Stories, |f, t| read::whole(f, t, 1..=40_u8));
        let newest = u16::try_from(today.year()).unwrap_or(u16::MAX) + 3;
        let year_built = reader.read(F::YearBuilt, |f, t| read::whole(f, t, 1800..=newest));
        let living = reader.read(F::LivingArea, |f, t| read::whole(f, t, 100..=200_000_u64));
        let parking_total = reader.read(F::ParkingTotal, |f, t| read::whole(f, t, 0..=100_u8));
        Some(Structure {
            bedrooms_total: bedrooms_total?,
            bathrooms_total: bathrooms_total?,
            stories: stories?,
            year_built: year_built?,
            living_area: Area::from_square_feet(living?)?,
            parking_total: parking_total?,
        })
    }

    fn legal(&self, reader: &mut Reader) -> Option<Legal> {
        use DraftField as F;
        let tenure = reader.read(F::Tenure, read::one_of);
        let lalpurja = reader.read(F::Lalpurja, read::ticked);
        let charkilla = reader.read(F::Charkilla, read::ticked);
        let completion_certificate = reader.read(F::CompletionCertificate, read::ticked);
        let earthquake_code = reader.read(F::EarthquakeCode, read::one_of);
        Some(Legal {
            tenure: tenure?,
            lalpurja: lalpurja?,
            charkilla: charkilla?,
            completion_certificate: completion_certificate?,
            earthquake_code: earthquake_code?,
            checked: Default::default(),
        })
    }

    /// The fields of a listing as its broker would have typed them; [`DraftFields::parse`]
    /// gives back the same.
    pub fn of(listing: &Listing) -> DraftFields {
        use DraftField as F;
        let yes = |is: bool| if is { read::YES } else { "" }.to_owned();
        let keys = |keys: Vec<&'static str>| keys.join(",");
        let Listing {
            land,
            structure,
            legal,
            location,
            ..
        } = listing;
        let (measure, land_area) = land_text(land.area);
        let metres = f64::from(land.road.width_decimetres) / 10.0;
        let texts = [
            (F::Neighbourhood, listing.neighbourhood.key().to_owned()),
            (F::Ward, listing.ward.to_string()),
            (F::Latitude, location.exact.latitude().to_string()),
            (F::Longitude, location.exact.longitude().to_string()),
            (F::ApproximateLocation, yes(location.approximate)),
            (F::LandMeasure, measure.key().to_owned()),
            (F::LandArea, land_area),
            (F::FrontageFeet, land.frontage_feet.to_string()),
            (F::DepthFeet, land.depth_feet.to_string()),
            (F::PlotShape, land.shape.key().to_owned()),
            (F::Facing, land.facing.key().to_owned()),
            (F::RoadSide, land.road.side.key().to_owned()),
            (F::RoadWidthMetres, metres.to_string()),
            (F::RoadSurface, land.road.surface.key().to_owned()),
            (
                F::WaterSource,
                keys(land.water.iter().map(|it| it.key()).collect()),
            ),
            (
                F::PropertySubType,
                listing.property_sub_type.key().to_owned(),
            ),
            (F::BedroomsTotal, structure.bedrooms_total.to_string()),
            (F::BathroomsTotal, structure.bathrooms_total.to_string()),
            (F::Stories, structure.stories.to_string()),
            (F::YearBuilt, structure.year_built.to_string()),
            (
                F::LivingArea,
                structure.living_area.square_feet().to_string(),
            ),
            (F::ParkingTotal, structure.parking_total.to_string()),
            (F::ListPrice, listing.price.list_price.rupees().to_string()),
            (F::PriceOnRequest, yes(listing.price.on_request)),
            (
                F::Amenities,
                keys(listing.amenities.iter().map(|it| it.key()).collect()),
            ),
            (F::Tenure, legal.tenure.key().to_owned()),
            (F::Lalpurja, yes(legal.lalpurja)),
            (F::Charkilla, yes(legal.charkilla)),
            (F::CompletionCertificate, yes(legal.completion_certificate)),
            (F::EarthquakeCode, legal.earthquake_code.key().to_owned()),
            (F::TitleEn, listing.title.en.as_str().to_owned()),
            (F::TitleNe, listing.title.ne.as_str().to_owned()),
            (F::SummaryEn, listing.summary.en.as_str().to_owned()),
            (F::SummaryNe, listing.summary.ne.as_str().to_owned()),
            (F::DescriptionEn, listing.description.en.as_str().to_owned()),
            (
                F::DescriptionNe,
                listing
                    .description
                    .ne
                    .as_ref()
                    .map_or_else(String::new, |story| story.as_str().to_owned()),
            ),
        ];
        let filled = texts.into_iter().filter(|(_, text)| !text.is_empty());
        DraftFields(filled.collect())
    }
}

/// Land in hill units where they tell it whole, else in square feet, in which a unit of 1/64
/// has six decimals.
fn land_text(area: Area) -> (LandMeasure, String) {
    let HillUnits {
        ropani,
        aana,
        paisa,
        dam,
    } = area.to_hill();
    match Area::from_hill(area.to_hill()) == Some(area) {
        true => (LandMeasure::Hill, format!("{ropani}-{aana}-{paisa}-{dam}")),
        false => (
            LandMeasure::SquareFeet,
            area.amount(AreaUnit::SquareFoot).to_string(),
        ),
    }
}

impl ListingContent {
    /// Writes what this says into a listing. Price, status and dates are changed by rules of
    /// their own.
    pub fn write_into(&self, listing: &mut Listing) {
        listing.property_sub_type = self.property_sub_type;
        listing.slug = Slug::from_title(self.title.en.as_str());
        listing.title = self.title.clone();
        listing.summary = self.summary.clone();
        listing.description = self.description.clone();
        listing.neighbourhood = self.neighbourhood;
        listing.ward = self.ward;
        listing.location = self.location;
        listing.structure = self.structure;
        listing.land = self.land.clone();
        let checked = listing.legal.checked.as_far_as_at_hand(&self.legal);
        listing.legal = Legal {
            checked,
            ..self.legal
        };
        listing.amenities = self.amenities;
    }
}
