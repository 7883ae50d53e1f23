//! The address of a page, written one way, so that a page is kept once.

use axum::http::Uri;
use form_urlencoded::Serializer;

/// Names that pages read from a query string; others (advertisers' marks, mistakes) make
/// no other page and are left out.
const PARAMETERS: [&str; 22] = [
    "amenity",
    "area",
    "baths",
    "beds",
    "box",
    "facing",
    "ids",
    "in",
    "land_unit",
    "max_built",
    "max_land",
    "max_price",
    "min_built",
    "min_land",
    "min_price",
    "page",
    "q",
    "road",
    "sort",
    "status",
    "type",
    "view",
];

/// A path and a query string in one spelling: parameters that pages read, none empty, in
/// the order of their names (values of one name keep their order).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageAddress {
    path: String,
    query: String,
}

impl PageAddress {
    /// The page that a request's address asks for.
    pub fn new(uri: &Uri) -> Self {
        let mut pairs: Vec<_> = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
            .filter(|(name, value)| {
                !value.trim().is_empty() && PARAMETERS.binary_search(&name.as_ref()).is_ok()
            })
            .collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        pairs.dedup();
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        Self {
            path: uri.path().to_owned(),
            query,
        }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether nothing but the path says which page this is.
    pub fn is_plain(&self) -> bool {
        self.query.is_empty()
    }

    /// Bytes of memory this address takes.
    pub fn weight(&self) -> usize {
        self.path.len() + self.query.len()
    }

    /// Path and query string.
    pub fn to_uri(&self) -> Uri {
        let text = match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        };
        text.parse()
            .expect("a request's path and a form-encoded query are an address")
    }

    /// Where a path that ends in a slash too many, or lacks one, is really to be found.
    pub fn moved_to(&self) -> Option<String> {
        let path = match self.path.as_str() {
            "/" | "/ne/" => return None,
            "/ne" => "/ne/",
            path if path.contains("//") => return None,
            path => path.strip_suffix('/')?,
        };
        Some(if self.is_plain() {
            path.to_owned()
        } else {
            format!("{path}?{}", self.query)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::search::SearchQuery;

    fn address(text: &str) -> PageAddress {
        PageAddress::new(&text.parse().expect("an address"))
    }

    #[test]
    fn names_are_in_the_order_that_the_look_up_needs() {
        assert!(PARAMETERS.is_sorted());
    }

    #[test]
    fn one_spelling_for_one_page() {
        let spellings = [
            "/homes?in=sanepa&beds=3&in=bhaisepati",
            "/homes?beds=3&utm_source=mail&in=sanepa&in=bhaisepati&q=",
            "/homes?beds=3&in=sanepa&in=sanepa&in=bhaisepati&fbclid=1&&",
        ];
        for spelling in spellings {
            assert_eq!(
                address(spelling).to_uri(),
                "/homes?beds=3&in=sanepa&in=bhaisepati"
            );
        }
        assert!(address("/?gclid=x").is_plain());
        assert_eq!(
            address("/homes?q=%E0%A4%98%E0%A4%B0+a%26b").to_uri(),
            "/homes?q=%E0%A4%98%E0%A4%B0+a%26b"
        );
        assert_eq!(address("/homes?q=%FF%00").to_uri(), "/homes?q=%EF%BF%BD%00");
    }

    #[test]
    fn every_parameter_of_a_search_reaches_the_page() {
        let text = "q=pool&in=sanepa&type=Townhouse&type=townhouse&status=sold&min_price=30000000&max_price=90000000\
            &beds=3&baths=2&min_land=4&max_land=20&land_unit=ropani&min_built=1000&max_built=9000&road=6&facing=south\
            &facing=South&amenity=gym&amenity=Gym&box=27.6,85.2,27.8,85.5&area=27.6,85.2;27.7,85.2;27.7,85.4\
            &sort=newest&view=map&page=2";
        let (query, _) = SearchQuery::parse(text);
        let canonical = address(&format!("/homes?{}", query.to_query_string()));
        let (again, errors) = SearchQuery::parse(canonical.to_uri().query().unwrap_or_default());
        assert_eq!((again, errors), (query.clone(), Vec::new()));
        assert!(
            query.to_query_string().split('&').count() >= 15,
            "{}",
            query.to_query_string()
        );
    }

    #[test]
    fn slashes_at_the_end_are_moved_within_the_site() {
        assert_eq!(address("/homes/").moved_to().as_deref(), Some("/homes"));
        assert_eq!(
            address("/homes/?beds=3").moved_to().as_deref(),
            Some("/homes?beds=3")
        );
        assert_eq!(address("/ne").moved_to().as_deref(), Some("/ne/"));
        for stays in ["/", "/ne/", "/homes", "//elsewhere.example/", "/homes//"] {
            assert_eq!(address(stays).moved_to(), None, "{stays}");
        }
    }
}
