//! Prices in other currencies.

use durbar_domain::{Locale, Npr, format};

/// A price in a currency of which one unit costs `rupees_each`, to three significant
/// figures since rates move: `≈ USD 1,190,000`.
pub fn foreign(price: Npr, code: &str, rupees_each: f64, locale: Locale) -> Option<String> {
    if !(rupees_each.is_finite() && rupees_each > 0.0) {
        return None;
    }
    let amount = price.rupees() as f64 / rupees_each;
    let step = 10f64.powi((amount.max(1.0).log10().floor() as i32 - 2).max(0));
    let rounded = ((amount / step).round() * step) as u64;
    Some(format!(
        "≈ {code} {}",
        format::digits(&thousands(rounded), locale)
    ))
}

/// Groups of three, as these currencies are written.
fn thousands(value: u64) -> String {
    let plain = value.to_string();
    let mut grouped = String::with_capacity(plain.len() * 4 / 3);
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && (plain.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_prices_have_three_figures() {
        let price = Npr::from_rupees(165_000_000).expect("below the limit");
        assert_eq!(
            foreign(price, "USD", 140.2, Locale::En).as_deref(),
            Some("≈ USD 1,180,000")
        );
        assert_eq!(
            foreign(price, "USD", 140.2, Locale::Ne).as_deref(),
            Some("≈ USD १,१८०,०००")
        );
        let small = Npr::from_rupees(14_020).expect("below the limit");
        assert_eq!(
            foreign(small, "USD", 140.2, Locale::En).as_deref(),
            Some("≈ USD 100")
        );
    }

    #[test]
    fn a_rate_that_is_none_gives_no_price() {
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(foreign(Npr::crore(1), "USD", rate, Locale::En), None);
        }
    }
}
