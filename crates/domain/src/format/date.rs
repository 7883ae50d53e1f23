//! Days.

use super::digits;
use crate::{BikramSambat, Locale, text::Localized};
use jiff::civil::Date;

/// Months of the year AD.
const MONTHS: [Localized<&str>; 12] = [
    Localized {
        en: "January",
        ne: "जनवरी",
    },
    Localized {
        en: "February",
        ne: "फेब्रुअरी",
    },
    Localized {
        en: "March",
        ne: "मार्च",
    },
    Localized {
        en: "April",
        ne: "अप्रिल",
    },
    Localized {
        en: "May", ne: "मे"
    },
    Localized {
        en: "June",
        ne: "जुन",
    },
    Localized {
        en: "July",
        ne: "जुलाई",
    },
    Localized {
        en: "August",
        ne: "अगस्ट",
    },
    Localized {
        en: "September",
        ne: "सेप्टेम्बर",
    },
    Localized {
        en: "October",
        ne: "अक्टोबर",
    },
    Localized {
        en: "November",
        ne: "नोभेम्बर",
    },
    Localized {
        en: "December",
        ne: "डिसेम्बर",
    },
];

/// A day as people say it: `14 September 2026` in English; in Nepali the Bikram Sambat day
/// with the day AD behind it, `२०८३ भदौ २९ (१४ सेप्टेम्बर २०२६)`, or the latter alone for
/// days the [`BikramSambat`] table doesn't know.
pub fn date(date: Date, locale: Locale) -> String {
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1].get(locale);
    let ad = format!("{} {month} {}", date.day(), date.year());
    match (locale, BikramSambat::from_ad(date)) {
        (Locale::En, _) => ad,
        (Locale::Ne, None) => digits(&ad, locale),
        (Locale::Ne, Some(bs)) => {
            let text = format!("{} {} {} ({ad})", bs.year(), bs.month_name().ne, bs.day());
            digits(&text, locale)
        }
    }
}
