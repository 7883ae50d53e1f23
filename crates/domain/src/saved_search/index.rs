//! Many saved searches, of which a home is compared with few.

use super::{
    Alert, AlertFrequency, AlertKind, SavedSearch, SearchOwner, Words, grid::Cell,
    matching::words_of,
};
use crate::{
    Neighbourhood, Npr, SavedSearchId,
    attributes::PropertySubType,
    price_band::PriceBand,
    search::{SearchQuery, SearchRow},
};
use enumset::{EnumSet, EnumSetType};
use std::collections::{HashMap, HashSet};

/// Active saved searches, sorted into buckets by place, price band and type, each by what it
/// asks for alone. A home looks into the buckets that are its own and into those of searches
/// that leave a question open: twelve, however many searches there are.
#[derive(Debug)]
pub struct SavedSearchIndex {
    words: Words,
    entries: HashMap<SavedSearchId, Entry>,
    buckets: HashMap<Bucket, Vec<SavedSearchId>>,
}

/// What has to be known of a search to match it and to tell its owner.
#[derive(Debug)]
struct Entry {
    query: SearchQuery,
    words: Vec<String>,
    owner: SearchOwner,
    frequency: AlertFrequency,
    kinds: EnumSet<AlertKind>,
    version: u64,
}

/// A search that an alert answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    pub saved_search_id: SavedSearchId,
    pub owner: &'a SearchOwner,
    pub frequency: AlertFrequency,
    pub kind: AlertKind,
}

/// `None` stands for searches that don't ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Bucket {
    place: Option<Place>,
    band: Option<PriceBand>,
    sub_type: Option<PropertySubType>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Neighbourhood(Neighbourhood),
    Cell(Cell),
}

impl SavedSearchIndex {
    /// An index without searches. `words` cuts texts of searches as those of homes are cut.
    pub fn new(words: Words) -> Self {
        Self {
            words,
            entries: HashMap::new(),
            buckets: HashMap::new(),
        }
    }

    /// How many searches there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Brings a search to how it now stands; one that is not active is forgotten. An older
    /// version than the one that is known changes nothing.
    pub fn put(&mut self, search: &SavedSearch) {
        let id = search.saved_search_id;
        if self
            .entries
            .get(&id)
            .is_some_and(|known| known.version > search.version)
        {
            return;
        }
        self.remove(id);
        if !search.is_active() {
            return;
        }
        let entry = Entry {
            query: search.query.clone(),
            words: words_of(&search.query, self.words),
            owner: search.owner.clone(),
            frequency: search.frequency,
            kinds: search.kinds,
            version: search.version,
        };
        for bucket in buckets_of(&entry.query) {
            self.buckets.entry(bucket).or_default().push(id);
        }
        self.entries.insert(id, entry);
    }

    /// Forgets a search.
    pub fn remove(&mut self, id: SavedSearchId) {
        let Some(entry) = self.entries.remove(&id) else {
            return;
        };
        for bucket in buckets_of(&entry.query) {
            if let Some(ids) = self.buckets.get_mut(&bucket) {
                ids.retain(|other| *other != id);
                if ids.is_empty() {
                    self.buckets.remove(&bucket);
                }
            }
        }
    }

    /// Forgets the searches of which `keep` says no.
    pub fn retain(&mut self, keep: impl Fn(SavedSearchId) -> bool) {
        let gone: Vec<_> = self
            .entries
            .keys()
            .copied()
            .filter(|id| !keep(*id))
            .collect();
        gone.into_iter().for_each(|id| self.remove(id));
    }

    /// The searches that an alert answers, in no order, each once. `words` are those of the
    /// home's title and neighbourhood.
    pub fn find(&self, alert: &Alert, words: &HashSet<String>) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for home in alert.homes(words) {
            let buckets = looked_into(home.row);
            let ids = buckets.iter().filter_map(|bucket| self.buckets.get(bucket));
            for id in ids.flatten() {
                let Some(entry) = self.entries.get(id) else {
                    continue;
                };
                let Some(kind) = alert.told_as(entry.kinds) else {
                    continue;
                };
                if home.answers(&entry.query, &entry.words) && seen.insert(*id) {
                    found.push(Found {
                        saved_search_id: *id,
                        owner: &entry.owner,
                        frequency: entry.frequency,
                        kind,
                    });
                }
            }
        }
        found
    }
}

/// The buckets a search is in: a home that answers it looks into exactly one of them.
fn buckets_of(query: &SearchQuery) -> Vec<Bucket> {
    let (places, bands) = (places_of(query), bands_of(query));
    let sub_types = each_or_none(query.property_sub_types);
    let mut buckets = Vec::with_capacity(places.len() * bands.len() * sub_types.len());
    for &place in &places {
        for &band in &bands {
            let bucket = |&sub_type| Bucket {
                place,
                band,
                sub_type,
            };
            buckets.extend(sub_types.iter().map(bucket));
        }
    }
    buckets
}

fn places_of(query: &SearchQuery) -> Vec<Option<Place>> {
    if !query.neighbourhoods.is_empty() {
        let place = |it| Some(Place::Neighbourhood(it));
        return query.neighbourhoods.iter().map(place).collect();
    }
    let drawn = query.drawn_area.as_ref().map(|area| area.bounds());
    match drawn.or(query.bounds).and_then(Cell::covering) {
        Some(cells) => cells.into_iter().map(|it| Some(Place::Cell(it))).collect(),
        None => vec![None],
    }
}

fn bands_of(query: &SearchQuery) -> Vec<Option<PriceBand>> {
    if query.min_price.is_none() && query.max_price.is_none() {
        return vec![None];
    }
    let (first, last) = PriceBand::covering(query.min_price, query.max_price);
    let asked = PriceBand::all().filter(|band| (first..=last).contains(band));
    asked.map(Some).collect()
}

fn each_or_none<T: EnumSetType>(asked: EnumSet<T>) -> Vec<Option<T>> {
    if asked.is_empty() {
        vec![None]
    } else {
        asked.iter().map(Some).collect()
    }
}

/// The buckets of searches a home may answer.
fn looked_into(row: &SearchRow) -> Vec<Bucket> {
    let price = Some(row.list_price).filter(|paisa| *paisa > 0);
    let band = PriceBand::of(price.and_then(Npr::from_paisa));
    let places = [
        Some(Place::Neighbourhood(row.neighbourhood)),
        Some(Place::Cell(Cell::of(row.point))),
        None,
    ];
    let mut buckets = Vec::with_capacity(12);
    for place in places {
        for band in [Some(band), None] {
            for sub_type in [Some(row.property_sub_type), None] {
                buckets.push(Bucket {
                    place,
                    band,
                    sub_type,
                });
            }
        }
    }
    buckets
}
