//! The order in which files are worked on, how often each step is tried and how long it may
//! take. The in-process worker goes by this, and the state machine of AWS is made from it.

use super::MediaKind;
use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// A step, in the order of [`Definition::steps`].
#[derive(Debug, Hash, EnumSetType, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Step {
    /// The real type by content, and the limits that a header tells.
    Validate,
    /// A look for harmful content, where a scanner is set.
    Scan,
    /// Everything that pages show is made and stored.
    Make,
    /// What was made is written down, in one transaction with the event that tells of it.
    Publish,
    /// Pictures of other homes that look alike are looked for.
    Compare,
    /// The upload is deleted, and with it where and with what the picture was taken.
    Tidy,
}

/// How a step is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StepRule {
    pub step: Step,
    /// How often it is tried in all, also when the process ended meanwhile.
    pub attempts: u32,
    /// Seconds before it is tried again; each pause is twice the one before.
    pub first_pause_s: u32,
    /// Seconds it may take with a picture, a panorama or a floor plan.
    pub time_limit_s: u32,
    /// Seconds it may take with a film.
    pub film_time_limit_s: u32,
}

/// The pipeline as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    pub version: u32,
    pub steps: &'static [StepRule],
}

const fn rule(step: Step, attempts: u32, time_limit_s: u32, film_time_limit_s: u32) -> StepRule {
    StepRule {
        step,
        attempts,
        first_pause_s: 5,
        time_limit_s,
        film_time_limit_s,
    }
}

const STEPS: &[StepRule] = &[
    rule(Step::Validate, 3, 60, 60),
    rule(Step::Scan, 5, 120, 1_800),
    rule(Step::Make, 3, 300, 3_600),
    rule(Step::Publish, 8, 30, 30),
    rule(Step::Compare, 5, 60, 60),
    rule(Step::Tidy, 8, 30, 30),
];

/// The pipeline.
pub fn definition() -> Definition {
    Definition {
        version: 2,
        steps: STEPS,
    }
}

impl Step {
    /// The first one.
    pub const FIRST: Step = Step::Validate;

    /// The name in logs.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// How it is run.
    pub fn rule(self) -> StepRule {
        STEPS[self as usize]
    }

    /// Whether the file is decided about by then: what fails from here on changes nothing of
    /// what is shown.
    pub fn is_behind_publishing(self) -> bool {
        matches!(self, Self::Compare | Self::Tidy)
    }

    /// The one that follows.
    pub fn next(self) -> Option<Step> {
        STEPS.get(self as usize + 1).map(|rule| rule.step)
    }
}

impl StepRule {
    /// Seconds it may take with a file of a kind.
    pub fn time_limit_s(&self, kind: MediaKind) -> u32 {
        match kind {
            MediaKind::Film => self.film_time_limit_s,
            _ => self.time_limit_s,
        }
    }

    /// Seconds to wait after the attempt of this number, counted from 1.
    pub fn pause_s(&self, attempt: u32) -> u32 {
        let doublings = attempt.saturating_sub(1).min(10);
        self.first_pause_s.saturating_mul(1 << doublings)
    }
}
