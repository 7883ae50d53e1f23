//! A search as the query string of an address, and back.

use super::query::{LandAmount, Layout, Page, SearchQuery, Sort};
use crate::{
    FieldError, Npr,
    area::AreaUnit,
    error::Problem,
    location::{BoundingBox, DrawnArea},
};
use enumset::{EnumSet, EnumSetType};
use std::str::FromStr;
use strum::VariantArray;

impl SearchQuery {
    /// Reads a query string (without `?`). What can't be understood is left out and named
    /// in the errors; the rest of the search holds. Unknown names are passed over.
    pub fn parse(query_string: &str) -> (SearchQuery, Vec<FieldError>) {
        let mut query = SearchQuery::default();
        let mut errors = Vec::new();
        if query_string.len() > Self::MAX_QUERY_STRING {
            errors.push(FieldError::new(
                "query",
                Problem::TooLong {
                    max: Self::MAX_QUERY_STRING,
                },
            ));
            return (query, errors);
        }
        for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue; // a form sends the fields its visitor left empty
            }
            if let Err(error) = query.read(&name, value) {
                errors.push(error);
            }
        }
        query.refuse_inverted(&mut errors);
        (query, errors)
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), FieldError> {
        match name {
            "q" => self.text = Some(search_text(value)?),
            "in" => self.neighbourhoods |= one_of::<crate::Neighbourhood>(name, value)?,
            "type" => {
                self.property_sub_types |=
                    one_of::<crate::attributes::PropertySubType>(name, value)?
            }
            "status" => self.availability |= one_of::<crate::status::Availability>(name, value)?,
            "facing" => self.facings |= one_of::<crate::attributes::Facing>(name, value)?,
            "amenity" => self.amenities |= one_of::<crate::attributes::Amenity>(name, value)?,
            "min_price" => self.min_price = Some(price(name, value)?),
            "max_price" => self.max_price = Some(price(name, value)?),
            "beds" => self.bedrooms = Some(whole(name, value, 0, 50)? as u8),
            "baths" => self.bathrooms = Some(whole(name, value, 0, 50)? as u8),
            "min_land" => self.min_land = Some(land(name, value)?),
            "max_land" => self.max_land = Some(land(name, value)?),
            "land_unit" => self.land_unit = choice::<AreaUnit>(name, value)?,
            "min_built" => self.min_living_area = Some(whole(name, value, 0, 1_000_000)? as u32),
            "max_built" => self.max_living_area = Some(whole(name, value, 0, 1_000_000)? as u32),
            "road" => {
                self.road_width_decimetres =
                    Some((number(name, value, 0.0, 100.0)? * 10.0).round() as u16)
            }
            "box" => self.bounds = Some(BoundingBox::parse(name, value)?),
            "area" => self.drawn_area = Some(DrawnArea::parse(name, value)?),
            "sort" => self.sort = Some(choice::<Sort>(name, value)?),
            "page" => self.page = Page(whole(name, value, 1, u64::from(Self::MAX_PAGE))? as u32),
            "view" => self.layout = choice::<Layout>(name, value)?,
            _ => {}
        }
        Ok(())
    }

    fn refuse_inverted(&mut self, errors: &mut Vec<FieldError>) {
        fn check<T: PartialOrd>(
            min: &mut Option<T>,
            max: &mut Option<T>,
            field: &str,
            errors: &mut Vec<FieldError>,
        ) {
            if let (Some(low), Some(high)) = (&*min, &*max)
                && low > high
            {
                errors.push(FieldError::new(field, Problem::Inverted));
                (*min, *max) = (None, None);
            }
        }
        check(
            &mut self.min_price,
            &mut self.max_price,
            "min_price",
            errors,
        );
        check(&mut self.min_land, &mut self.max_land, "min_land", errors);
        check(
            &mut self.min_living_area,
            &mut self.max_living_area,
            "min_built",
            errors,
        );
    }

    /// The query string of this search: always the same for the same search, empty for
    /// the search that asks for nothing.
    pub fn to_query_string(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, value: &str| {
            out.append_pair(name, value);
        };
        if let Some(text) = &self.text {
            put("q", text);
        }
        self.neighbourhoods.iter().for_each(|n| put("in", n.key()));
        self.property_sub_types
            .iter()
            .for_each(|t| put("type", t.key()));
        self.availability
            .iter()
            .for_each(|a| put("status", a.key()));
        let prices = [("min_price", self.min_price), ("max_price", self.max_price)];
        prices
            .iter()
            .filter_map(|(n, p)| Some((n, (*p)?)))
            .for_each(|(n, p)| put(n, &p.rupees().to_string()));
        let counts = [("beds", self.bedrooms), ("baths", self.bathrooms)];
        counts
            .iter()
            .filter_map(|(n, c)| Some((n, (*c)?)))
            .for_each(|(n, c)| put(n, &c.to_string()));
        let lands = [("min_land", self.min_land), ("max_land", self.max_land)];
        lands
            .iter()
            .filter_map(|(n, l)| Some((n, (*l)?)))
            .for_each(|(n, l)| put(n, &l.to_text()));
        if self.land_unit != AreaUnit::default() {
            put("land_unit", self.land_unit.into());
        }
        let built = [
            ("min_built", self.min_living_area),
            ("max_built", self.max_living_area),
        ];
        built
            .iter()
            .filter_map(|(n, b)| Some((n, (*b)?)))
            .for_each(|(n, b)| put(n, &b.to_string()));
        if let Some(road) = self.road_width_decimetres {
            put(
                "road",
                &crate::format::decimal(f64::from(road) / 10.0, 1, crate::Locale::En),
            );
        }
        self.facings.iter().for_each(|f| put("facing", f.key()));
        self.amenities.iter().for_each(|a| put("amenity", a.key()));
        if let Some(bounds) = &self.bounds {
            put("box", &bounds.to_text());
        }
        if let Some(area) = &self.drawn_area {
            put("area", &area.to_text());
        }
        if let Some(sort) = self.sort {
            put("sort", sort.key());
        }
        if self.layout != Layout::default() {
            put("view", self.layout.key());
        }
        if self.page.0 > 1 {
            put("page", &self.page.0.to_string());
        }
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
        crate::format::decimal(f64::from(self.hundredths) / 100.0, 2, crate::Locale::En)
    }
}

fn search_text(value: &str) -> Result<String, FieldError> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > SearchQuery::MAX_TEXT {
        return Err(FieldError::new(
            "q",
            Problem::TooLong {
                max: SearchQuery::MAX_TEXT,
            },
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(FieldError::new("q", Problem::ControlCharacter));
    }
    Ok(text)
}

fn choice<T: FromStr + VariantArray + Copy + Into<&'static str>>(
    name: &str,
    value: &str,
) -> Result<T, FieldError> {
    value.parse().map_err(|_| {
        let accepted: Vec<&str> = T::VARIANTS
            .iter()
            .map(|variant| (*variant).into())
            .collect();
        FieldError::new(
            name,
            Problem::NotOneOf {
                accepted: accepted.join(", "),
            },
        )
    })
}

fn one_of<T>(name: &str, value: &str) -> Result<EnumSet<T>, FieldError>
where
    T: EnumSetType + FromStr + VariantArray + Into<&'static str>,
{
    choice::<T>(name, value).map(EnumSet::only)
}

/// A number a person typed: digits of either language, with or without commas.
fn number(name: &str, value: &str, min: f64, max: f64) -> Result<f64, FieldError> {
    let plain: String = value
        .chars()
        .filter(|c| *c != ',')
        .map(|c| match c {
            '०'..='९' => char::from(b'0' + (c as u32 - '०' as u32) as u8),
            other => other,
        })
        .collect();
    let parsed: f64 = plain
        .parse()
        .map_err(|_| FieldError::new(name, Problem::NotANumber))?;
    if parsed.is_nan() {
        return Err(FieldError::new(name, Problem::NotANumber));
    }
    if !(min..=max).contains(&parsed) {
        let (min, max) = (min.to_string(), max.to_string());
        return Err(FieldError::new(name, Problem::OutOfRange { min, max }));
    }
    Ok(parsed)
}

fn whole(name: &str, value: &str, min: u64, max: u64) -> Result<u64, FieldError> {
    let parsed = number(name, value, min as f64, max as f64)?;
    if parsed.fract() != 0.0 {
        return Err(FieldError::new(
            name,
            Problem::Malformed {
                expected: "a whole number".into(),
            },
        ));
    }
    Ok(parsed as u64)
}

fn price(name: &str, value: &str) -> Result<Npr, FieldError> {
    let rupees = whole(name, value, 0, Npr::MAX_RUPEES)?;
    Npr::from_rupees(rupees).ok_or_else(|| FieldError::new(name, Problem::NotANumber))
}

fn land(name: &str, value: &str) -> Result<LandAmount, FieldError> {
    let amount = number(name, value, 0.0, 10_000_000.0)?;
    Ok(LandAmount {
        hundredths: (amount * 100.0).round() as u32,
    })
}
