//! A row, read by a mapping: the same rules as those of the form.

use super::{
    RefusedRow,
    brokers::BrokerDirectory,
    field::{Extra, ImportField},
    mapping::{ColumnRule, Mapping, Rule},
    media::{MediaReader, pieces},
    source::RawRow,
    unit::Converted,
};
use durbar_domain::{
    BrokerId, FieldError, Npr, StandardStatus,
    draft::{DraftField, DraftFields, ListingContent},
    error::Problem,
    listing::Closing,
    text::Name,
};
use durbar_platform::media::NamedFile;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use strum::VariantArray as _;

/// The most characters of an identifier in a message.
const SHOWN: usize = 120;
/// Before it nobody kept such lists.
const FIRST_DAY: Date = date(1990, 1, 1);

/// A row that says what a home is, checked.
#[derive(Debug, Clone)]
pub(super) struct ImportRow {
    pub number: u64,
    pub legacy_id: String,
    /// Its texts by the names of our fields, as the record keeps them.
    pub texts: BTreeMap<String, String>,
    pub draft: DraftFields,
    pub content: ListingContent,
    pub broker_id: BrokerId,
    pub status: StandardStatus,
    pub premium: bool,
    pub on_market_date: Date,
    pub closing: Option<Closing>,
    pub media: Vec<NamedFile>,
}

/// What rows are read with.
#[derive(Debug, Clone)]
pub(super) struct RowReader {
    pub mapping: Mapping,
    pub brokers: BrokerDirectory,
    /// In Nepal.
    pub today: Date,
    pub media: MediaReader,
}

impl RowReader {
    /// What a row says, or everything that is wrong with it.
    pub fn read(&self, raw: &RawRow) -> Result<ImportRow, RefusedRow> {
        let cell = |column: &str| raw.cells.get(column).map_or("", |text| text.trim());
        let legacy_id = cell(&self.mapping.legacy_id);
        let refused = |problems| RefusedRow {
            row: raw.number,
            legacy_id: legacy_id.chars().take(SHOWN).collect(),
            problems,
        };
        let mut problems = Vec::new();
        let mut keep = |error| problems.push(error);
        let id = Name::parse("legacy_id", legacy_id).map_err(&mut keep).ok();
        let mut texts = BTreeMap::new();
        for (field, rule) in &self.mapping.fields {
            match text_of(*field, rule, cell) {
                Ok(converted) => {
                    if let Some(measure) = converted.measure {
                        let key = DraftField::LandMeasure.key().to_owned();
                        texts.insert(key, measure.key().to_owned());
                    }
                    if !converted.text.is_empty() {
                        texts.insert(field.key().to_owned(), converted.text);
                    }
                }
                Err(error) => keep(error),
            }
        }
        let media = self.media.read(cell).map_err(&mut keep).ok();
        let unreadable: Vec<String> = problems.iter().map(|it| it.field.clone()).collect();
        let mut keep = |error: FieldError| {
            // What a unit couldn't make sense of is told once.
            if !unreadable.contains(&error.field) {
                problems.push(error);
            }
        };
        let draft = draft_of(&texts).map_err(&mut keep).ok();
        let content = draft.as_ref().map(|draft| draft.parse(self.today));
        let content = match content {
            Some(Err(errors)) => {
                errors.into_iter().for_each(&mut keep);
                None
            }
            Some(Ok(content)) => Some(content),
            None => None,
        };
        let broker_id = self.broker(extra(&texts, Extra::Broker));
        let broker_id = broker_id.map_err(&mut keep).ok();
        let status = status(extra(&texts, Extra::StandardStatus));
        let status = status.map_err(&mut keep).ok();
        let premium = ticked(Extra::Premium, extra(&texts, Extra::Premium));
        let premium = premium.map_err(&mut keep).ok();
        let day = self.day(Extra::OnMarketDate, &texts, FIRST_DAY);
        let on_market_date = day.map_err(&mut keep).ok();
        let closing = self.closing(&texts, status, on_market_date.flatten());
        let closing = closing.map_err(|errors| errors.into_iter().for_each(&mut keep));
        let all = (id, draft, content, broker_id, status, premium, media);
        match all {
            (
                Some(id),
                Some(draft),
                Some(content),
                Some(broker_id),
                Some(status),
                Some(premium),
                Some(media),
            ) if problems.is_empty() => Ok(ImportRow {
                number: raw.number,
                legacy_id: id.as_str().to_owned(),
                texts,
                draft,
                content,
                broker_id,
                status,
                premium,
                on_market_date: on_market_date.flatten().unwrap_or(self.today),
                closing: closing.ok().flatten(),
                media,
            }),
            _ => Err(refused(problems)),
        }
    }

    fn broker(&self, slug: &str) -> Result<BrokerId, FieldError> {
        let name = ImportField::Extra(Extra::Broker).key();
        if slug.is_empty() {
            return Err(FieldError::new(name, Problem::Empty));
        }
        let found = self.brokers.named(slug);
        found.map(|broker| broker.broker_id).ok_or_else(|| {
            let accepted = self.brokers.accepted();
            FieldError::new(name, Problem::NotOneOf { accepted })
        })
    }

    /// A day up to today; `None` where nothing is said.
    fn day(
        &self,
        field: Extra,
        texts: &BTreeMap<String, String>,
        first: Date,
    ) -> Result<Option<Date>, FieldError> {
        let (name, text) = (ImportField::Extra(field).key(), extra(texts, field));
        if text.is_empty() {
            return Ok(None);
        }
        let malformed = || {
            let expected = "2026-11-22".to_owned();
            FieldError::new(name, Problem::Malformed { expected })
        };
        let is_day = text.len() == 10;
        let day: Date = text.parse().map_err(|_| malformed())?;
        if !is_day {
            return Err(malformed());
        }
        match (first..=self.today).contains(&day) {
            true => Ok(Some(day)),
            false => {
                let (min, max) = (first.to_string(), self.today.to_string());
                Err(FieldError::new(name, Problem::OutOfRange { min, max }))
            }
        }
    }

    /// The sale of a home that is closed, and of no other.
    fn closing(
        &self,
        texts: &BTreeMap<String, String>,
        status: Option<StandardStatus>,
        on_market: Option<Date>,
    ) -> Result<Option<Closing>, Vec<FieldError>> {
        if status != Some(StandardStatus::Closed) {
            return Ok(None);
        }
        let first = on_market.unwrap_or(self.today);
        let empty = |field: Extra| FieldError::new(ImportField::Extra(field).key(), Problem::Empty);
        let day = self.day(Extra::CloseDate, texts, first);
        let day = day.and_then(|day| day.ok_or_else(|| empty(Extra::CloseDate)));
        match (day, close_price(extra(texts, Extra::ClosePrice))) {
            (Ok(close_date), Ok(close_price)) => Ok(Some(Closing {
                close_date,
                close_price,
            })),
            (day, price) => Err([day.err(), price.err()].into_iter().flatten().collect()),
        }
    }
}

/// A field's text as the form takes it.
fn text_of<'a>(
    field: ImportField,
    rule: &'a Rule,
    cell: impl Fn(&str) -> &'a str,
) -> Result<Converted, FieldError> {
    let as_is = |text: String| Converted {
        text,
        measure: None,
    };
    let rule = match rule {
        Rule::Constant(text) => return Ok(as_is(text.clone())),
        Rule::Column(rule) => rule,
    };
    let text = words(field, rule, cell(&rule.column));
    let text = match (text.is_empty(), &rule.default) {
        (true, Some(default)) => return Ok(as_is(default.clone())),
        _ => text,
    };
    match rule.unit {
        Some(unit) if !text.is_empty() => unit.convert(field, &text),
        _ => Ok(as_is(text)),
    }
}

/// A cell with their words made into ours.
fn words(field: ImportField, rule: &ColumnRule, cell: &str) -> String {
    let ours = |text: &str| {
        rule.values
            .get(text)
            .map_or(text, String::as_str)
            .to_owned()
    };
    let is_list = matches!(
        field,
        ImportField::Draft(DraftField::Amenities | DraftField::WaterSource)
    );
    if is_list || rule.separator.is_some() {
        let separator = rule.separator.as_deref().or(is_list.then_some(","));
        let ours: Vec<_> = pieces(cell, separator).map(ours).collect();
        return ours.join(",");
    }
    let text = ours(cell);
    match text.split_once('.') {
        Some((whole, zeros)) if field.is_whole() && zeros.chars().all(|c| c == '0') => {
            whole.to_owned()
        }
        _ => text,
    }
}

fn draft_of(texts: &BTreeMap<String, String>) -> Result<DraftFields, FieldError> {
    let mut draft = DraftFields::default();
    for field in DraftField::VARIANTS {
        if let Some(text) = texts.get(field.key()) {
            draft.set(*field, text)?;
        }
    }
    Ok(draft)
}

fn extra(texts: &BTreeMap<String, String>, field: Extra) -> &str {
    let name = ImportField::Extra(field).key();
    texts.get(name).map_or("", |text| text.trim())
}

fn status(text: &str) -> Result<StandardStatus, FieldError> {
    if text.is_empty() {
        return Ok(StandardStatus::Incomplete);
    }
    text.parse().map_err(|_| {
        let keys: Vec<_> = StandardStatus::VARIANTS.iter().map(|it| it.key()).collect();
        let accepted = keys.join(", ");
        let name = ImportField::Extra(Extra::StandardStatus).key();
        FieldError::new(name, Problem::NotOneOf { accepted })
    })
}

fn ticked(field: Extra, text: &str) -> Result<bool, FieldError> {
    match text {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        _ => {
            let accepted = "yes, no".to_owned();
            let name = ImportField::Extra(field).key();
            Err(FieldError::new(name, Problem::NotOneOf { accepted }))
        }
    }
}

/// The price of a sale, read as the form reads a list price.
fn close_price(text: &str) -> Result<Npr, FieldError> {
    let name = ImportField::Extra(Extra::ClosePrice).key();
    let mut sold = DraftFields::default();
    let price = sold.set(DraftField::ListPrice, text);
    let price = price.and_then(|()| sold.list_price());
    price.map_err(|error| FieldError::new(name, error.problem))
}
