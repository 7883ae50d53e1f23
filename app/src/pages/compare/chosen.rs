//! Which homes an address compares.

use durbar_domain::PropertyId;

/// The homes of an address, each once, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    ids: Vec<PropertyId>,
    too_many: bool,
}

impl Chosen {
    /// Most homes side by side.
    pub const MAX: usize = 4;

    /// Reads values of `ids`, each one or more identifiers with commas between them; what is
    /// none is passed over.
    pub fn parse<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = Vec::new();
        for text in texts.flat_map(|text| text.split(',')) {
            if let Ok(id) = text.trim().parse::<PropertyId>()
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        let too_many = ids.len() > Self::MAX;
        ids.truncate(Self::MAX);
        Self { ids, too_many }
    }

    /// At most [`Chosen::MAX`].
    pub fn ids(&self) -> &[PropertyId] {
        &self.ids
    }

    /// Whether the address named more.
    pub fn too_many(&self) -> bool {
        self.too_many
    }
}

/// Path of the page that compares these homes, without language prefix.
pub fn compare_path(ids: impl IntoIterator<Item = PropertyId>) -> String {
    let ids: Vec<_> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("/compare?ids={}", ids.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> PropertyId {
        PropertyId::from_parts(1, number)
    }

    #[test]
    fn an_address_names_each_home_once_and_four_at_most() {
        let path = compare_path((1..=3).map(id));
        let (_, value) = path.split_once('=').expect("a value");
        let three = Chosen::parse([value, "nonsense", "", value].into_iter());
        assert_eq!(three.ids(), [id(1), id(2), id(3)]);
        assert!(!three.too_many());
        let texts: Vec<_> = (1..=5).map(|number| id(number).to_string()).collect();
        let four = Chosen::parse(texts.iter().map(String::as_str));
        assert_eq!((four.ids().len(), four.too_many()), (4, true));
    }
}
