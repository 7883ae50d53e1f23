//! What a form sends, and what its page shows when it was refused.

use bytes::Bytes;
use durbar_domain::{FieldError, agency::AgencyRule, error::Problem, policy::Refusal};
use durbar_services::{
    ServiceError,
    accounts::{AccountError, IdentityError},
};
use jiff::civil::Date;
use leptos::prelude::use_context;
use std::collections::BTreeMap;

/// Fields of a form that was sent: names and texts. Of a name given twice the last counts.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: BTreeMap<String, String>,
    files: Vec<SentFile>,
}

/// A file that came with a form.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of its field.
    pub field: String,
    /// What it is called where it comes from.
    pub name: String,
    /// What the browser says it is.
    pub content_type: String,
    pub bytes: Bytes,
}

/// Fields whose text never goes back into a page.
const SECRET: [&str; 5] = [
    "password",
    "current_password",
    "new_password",
    "code",
    "token",
];

impl Form {
    /// The most fields read; a page's largest form has half of them.
    const MAX_FIELDS: usize = 128;

    /// Reads `application/x-www-form-urlencoded` pairs.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            fields: pairs.into_iter().take(Self::MAX_FIELDS).collect(),
            files: Vec::new(),
        }
    }

    /// The same with files. A browser sends an empty one where none was chosen: it is left out.
    pub fn with_files(mut self, files: Vec<SentFile>) -> Self {
        self.files = files;
        self.files.retain(|file| !file.bytes.is_empty());
        self
    }

    /// Takes the files of a field.
    pub fn take_files(&mut self, field: &str) -> Vec<SentFile> {
        let (taken, left) = std::mem::take(&mut self.files)
            .into_iter()
            .partition(|file| file.field == field);
        self.files = left;
        taken
    }

    /// A field's text as sent; empty when it isn't there.
    pub fn text(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// The fields whose names start with `prefix`: what follows it, and the text.
    pub fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields
            .iter()
            .filter_map(move |(name, text)| Some((name.strip_prefix(prefix)?, text.as_str())))
    }

    /// The form with those of its fields alone whose names are kept.
    pub fn only(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        let mut kept = self.clone();
        kept.fields.retain(|name, _| is_kept(name));
        kept
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// A field read by `parse`, or what is wrong with it added to `problems`.
    pub fn read<T>(
        &self,
        field: &str,
        problems: &mut Vec<FieldError>,
        parse: impl FnOnce(&str, &str) -> Result<T, FieldError>,
    ) -> Option<T> {
        parse(field, self.text(field))
            .map_err(|problem| problems.push(problem))
            .ok()
    }

    /// A day, as in `2026-11-23`.
    pub fn date(&self, field: &str, problems: &mut Vec<FieldError>) -> Option<Date> {
        self.read(field, problems, |field, text| {
            let expected = "YYYY-MM-DD".to_owned();
            let malformed = |_| FieldError::new(field, Problem::Malformed { expected });
            text.trim().parse().map_err(malformed)
        })
    }

    /// A number in a range, both ends included.
    pub fn number(
        &self,
        field: &str,
        range: std::ops::RangeInclusive<u32>,
        problems: &mut Vec<FieldError>,
    ) -> Option<u32> {
        let number = self.text(field).trim().parse::<u32>();
        let problem = match number {
            Ok(number) if range.contains(&number) => return Some(number),
            Ok(_) => Problem::OutOfRange {
                min: range.start().to_string(),
                max: range.end().to_string(),
            },
            Err(_) => Problem::NotANumber,
        };
        problems.push(FieldError::new(field, problem));
        None
    }

    /// The texts that a page may show again.
    fn shown_again(&self) -> BTreeMap<String, String> {
        let mut fields = self.fields.clone();
        fields.retain(|name, _| !SECRET.contains(&name.as_str()));
        fields
    }
}

/// A form that was refused: what was typed, and why. Its page finds it in the context.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    /// The form's name among those of its page.
    pub action: &'static str,
    values: BTreeMap<String, String>,
    pub problems: Vec<FieldError>,
    /// Something wrong that no single field is to blame for: a key of `[account.refused]`.
    pub refused: Option<RefusedForm>,
}

/// Why a form was refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedForm {
    WrongCredentials,
    WrongCode,
    CodeExpired,
    NotConfirmed,
    TooManyAttempts {
        minutes: u64,
    },
    SessionEnded,
    Disabled,
    SignIn,
    MultiFactor,
    NotPermitted,
    Upgrade,
    Changed,
    Limit,
    WeakPassword,
    AddressTaken,
    NotOffered,
    /// An admin switched it off, for all or for some.
    SwitchedOff,
    /// A price that the broker's licence doesn't reach.
    License,
    /// A rule about who is in an agency.
    Agency(AgencyRule),
    Unavailable,
}

impl From<Refusal> for RefusedForm {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SignIn => Self::SignIn,
            Refusal::MultiFactor => Self::MultiFactor,
            Refusal::Upgrade(_) => Self::Upgrade,
            Refusal::NotPermitted => Self::NotPermitted,
        }
    }
}

impl From<&AccountError> for RefusedForm {
    fn from(error: &AccountError) -> Self {
        let identity = match error {
            AccountError::Service(error) => return Self::from(error),
            AccountError::Identity(error) => error,
        };
        match identity {
            IdentityError::WrongCredentials => Self::WrongCredentials,
            IdentityError::NotConfirmed => Self::NotConfirmed,
            IdentityError::WrongCode | IdentityError::NoMultiFactor => Self::WrongCode,
            IdentityError::CodeExpired => Self::CodeExpired,
            IdentityError::TooManyAttempts { retry_after } => Self::TooManyAttempts {
                minutes: retry_after.as_secs().div_ceil(60),
            },
            IdentityError::SessionEnded
            | IdentityError::Reused
            | IdentityError::InvalidToken
            | IdentityError::NoAccount => Self::SessionEnded,
            IdentityError::Disabled => Self::Disabled,
            IdentityError::MultiFactorNeeded => Self::MultiFactor,
            IdentityError::AddressTaken => Self::AddressTaken,
            IdentityError::WeakPassword => Self::WeakPassword,
            IdentityError::NotOffered => Self::NotOffered,
            IdentityError::Busy | IdentityError::Unavailable(_) => Self::Unavailable,
        }
    }
}

impl From<&ServiceError> for RefusedForm {
    fn from(error: &ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => (*refusal).into(),
            ServiceError::NotFound | ServiceError::Conflict { .. } => Self::Changed,
            ServiceError::TooMany { retry_after } => Self::TooManyAttempts {
                minutes: retry_after.as_secs().div_ceil(60),
            },
            ServiceError::Invalid(_) => Self::Limit,
            ServiceError::Unavailable(_) | ServiceError::Internal(_) => Self::Unavailable,
        }
    }
}

impl RefusedForm {
    /// The HTTP status that says the same.
    pub fn status(self) -> u16 {
        match self {
            Self::WrongCredentials | Self::SessionEnded | Self::SignIn => 401,
            Self::WrongCode | Self::CodeExpired | Self::WeakPassword => 400,
            Self::NotOffered => 404,
            Self::NotConfirmed
            | Self::Disabled
            | Self::MultiFactor
            | Self::NotPermitted
            | Self::Upgrade
            | Self::License
            | Self::Agency(_)
            | Self::Limit => 403,
            Self::Changed | Self::AddressTaken => 409,
            Self::TooManyAttempts { .. } => 429,
            Self::SwitchedOff | Self::Unavailable => 503,
        }
    }
}

impl FormState {
    /// A form with fields that aren't accepted.
    pub fn invalid(action: &'static str, form: &Form, problems: Vec<FieldError>) -> Self {
        Self {
            action,
            values: form.shown_again(),
            problems,
            refused: None,
        }
    }

    /// A form refused as a whole.
    pub fn refused(action: &'static str, form: &Form, refused: RefusedForm) -> Self {
        Self {
            action,
            values: form.shown_again(),
            problems: Vec::new(),
            refused: Some(refused),
        }
    }

    /// A form that nobody refused, whose fields hold what won't be accepted in the end.
    pub fn doubted(action: &'static str, problems: Vec<FieldError>) -> Self {
        Self {
            action,
            problems,
            ..Self::default()
        }
    }

    /// The HTTP status of its page.
    pub fn status(&self) -> u16 {
        self.refused.map_or(400, RefusedForm::status)
    }

    /// The state of a page's form: as it was refused, or fresh.
    pub fn of(action: &'static str) -> Self {
        use_context::<FormState>()
            .filter(|state| state.action == action)
            .unwrap_or_default()
    }

    /// What was typed into a field.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems
            .iter()
            .find(|error| error.field == field)
            .map(|error| &error.problem)
    }
}
