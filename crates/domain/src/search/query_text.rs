//! A search as the query string of an address, and back.

use super::query::{LandAmount, Layout, Page, SearchQuery, Sort};
use crate::{
    FieldError, Locale, Neighbourhood, Npr,
    area::AreaUnit,
    attributes::{Amenity, Facing, PropertySubType},
    error::Problem,
    format::decimal,
    location::{BoundingBox, DrawnArea},
    status::Availability,
};

mod value;

use value::{choice, land, number, one_of, price, search_text, whole};

impl SearchQuery {
    /// Reads a query string (without `?`). What can't be understood is left out and named
    /// in the errors, a field at most once; the rest of the search holds. Unknown names are
    /// passed over; of a value that can be given once, the last counts.
    pub fn parse(query_string: &str) -> (SearchQuery, Vec<FieldError>) {
        let mut query = SearchQuery::default();
        let mut errors: Vec<FieldError> = Vec::new();
        if query_string.len() > Self::MAX_QUERY_STRING {
            let problem = Problem::TooLong {
                max: Self::MAX_QUERY_STRING,
            };
            return (query, vec![FieldError::new("query", problem)]);
        }
        for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue; // a form sends the fields its visitor left empty
            }
            if let Err(error) = query.read(&name, value)
                && !errors.iter().any(|known| known.field == error.field)
            {
                errors.push(error);
            }
        }
        query.refuse_inverted(&mut errors);
        (query, errors)
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), FieldError> {
        let rooms = || whole(name, value, 0, 50).map(|rooms| Some(rooms as u8));
        let built = || whole(name, value, 0, 1_000_000).map(|feet| Some(feet as u32));
        match name {
            "q" => self.text = Some(search_text(value)?),
            "in" => self.neighbourhoods |= one_of::<Neighbourhood>(name, value)?,
            "type" => self.property_sub_types |= one_of::<PropertySubType>(name, value)?,
            "status" => self.availability |= one_of::<Availability>(name, value)?,
            "facing" => self.facings |= one_of::<Facing>(name, value)?,
            "amenity" => self.amenities |= one_of::<Amenity>(name, value)?,
            "min_price" => self.min_price = Some(price(name, value)?),
            "max_price" => self.max_price = Some(price(name, value)?),
            "beds" => self.bedrooms = rooms()?,
            "baths" => self.bathrooms = rooms()?,
            "min_land" => self.min_land = Some(land(name, value)?),
            "max_land" => self.max_land = Some(land(name, value)?),
            "land_unit" => self.land_unit = choice::<AreaUnit>(name, value)?,
            "min_built" => self.min_living_area = built()?,
            "max_built" => self.max_living_area = built()?,
            "road" => {
                let metres = number(name, value, 0.0, 100.0)?;
                self.road_width_decimetres = Some((metres * 10.0).round() as u16);
            }
            "box" => self.bounds = Some(BoundingBox::parse(name, value)?.as_written()),
            "area" => self.drawn_area = Some(DrawnArea::parse(name, value)?.as_written()),
            "sort" => self.sort = Some(choice::<Sort>(name, value)?),
            "page" => self.page = Page(whole(name, value, 1, u64::from(Self::MAX_PAGE))? as u32),
            "view" => self.layout = choice::<Layout>(name, value)?,
            _ => {}
        }
        Ok(())
    }

    fn refuse_inverted(&mut self, errors: &mut Vec<FieldError>) {
        let mut check = |field: &str, inverted: bool| {
            if inverted {
                errors.push(FieldError::new(field, Problem::Inverted));
            }
            inverted
        };
        if check("min_price", inverted(self.min_price, self.max_price)) {
            (self.min_price, self.max_price) = (None, None);
        }
        if check("min_land", inverted(self.min_land, self.max_land)) {
            (self.min_land, self.max_land) = (None, None);
        }
        if check(
            "min_built",
            inverted(self.min_living_area, self.max_living_area),
        ) {
            (self.min_living_area, self.max_living_area) = (None, None);
        }
    }

    /// The query string of this search: always the same for the same search, empty for
    /// the search that asks for nothing. Prices are written in whole rupees.
    pub fn to_query_string(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, value: Option<&str>| {
            value
                .into_iter()
                .for_each(|value| _ = out.append_pair(name, value));
        };
        put("q", self.text.as_deref());
        self.neighbourhoods
            .iter()
            .for_each(|choice| put("in", Some(choice.key())));
        self.property_sub_types
            .iter()
            .for_each(|choice| put("type", Some(choice.key())));
        self.availability
            .iter()
            .for_each(|choice| put("status", Some(choice.key())));
        let rupees = |price: Option<Npr>| price.map(|price| price.rupees().to_string());
        put("min_price", rupees(self.min_price).as_deref());
        put("max_price", rupees(self.max_price).as_deref());
        put(
            "beds",
            self.bedrooms.map(|rooms| rooms.to_string()).as_deref(),
        );
        put(
            "baths",
            self.bathrooms.map(|rooms| rooms.to_string()).as_deref(),
        );
        put(
            "min_land",
            self.min_land.map(LandAmount::to_text).as_deref(),
        );
        put(
            "max_land",
            self.max_land.map(LandAmount::to_text).as_deref(),
        );
        put(
            "land_unit",
            other_than_default(self.land_unit).map(Into::into),
        );
        put(
            "min_built",
            self.min_living_area.map(|feet| feet.to_string()).as_deref(),
        );
        put(
            "max_built",
            self.max_living_area.map(|feet| feet.to_string()).as_deref(),
        );
        let metres = |decimetres: u16| decimal(f64::from(decimetres) / 10.0, 1, Locale::En);
        put("road", self.road_width_decimetres.map(metres).as_deref());
        self.facings
            .iter()
            .for_each(|choice| put("facing", Some(choice.key())));
        self.amenities
            .iter()
            .for_each(|choice| put("amenity", Some(choice.key())));
        put("box", self.bounds.map(|bounds| bounds.to_text()).as_deref());
        put(
            "area",
            self.drawn_area.as_ref().map(DrawnArea::to_text).as_deref(),
        );
        put("sort", self.sort.map(Sort::key));
        put("view", other_than_default(self.layout).map(Layout::key));
        let page = Some(self.page.0).filter(|page| *page > 1);
        put("page", page.map(|page| page.to_string()).as_deref());
        out.finish()
    }

    /// Path and query string of this search in English.
    pub fn path(&self) -> String {
        match self.to_query_string() {
            query if query.is_empty() => "/homes".to_owned(),
            query => format!("/homes?{query}"),
        }
    }
}

impl LandAmount {
    /// The amount as typed: at most two decimals, no zeros at the end.
    pub fn to_text(self) -> String {
        decimal(f64::from(self.hundredths) / 100.0, 2, Locale::En)
    }
}

fn inverted<T: PartialOrd>(min: Option<T>, max: Option<T>) -> bool {
    matches!((min, max), (Some(min), Some(max)) if min > max)
}

fn other_than_default<T: Default + PartialEq>(value: T) -> Option<T> {
    (value != T::default()).then_some(value)
}
