use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const FIRST: Date = date(2026, 1, 10);

fn crore(crore: u64, day: Date) -> PriceChange {
    PriceChange {
        date: day,
        list_price: Npr::crore(crore),
    }
}

#[test]
fn a_change_keeps_the_price_that_held() {
    let mut price = Price::new(Npr::crore(12), FIRST, false);
    price.change(Npr::crore(11), date(2026, 3, 1));
    price.change(Npr::crore(10), date(2026, 5, 1));
    let told = [
        crore(12, FIRST),
        crore(11, date(2026, 3, 1)),
        crore(10, date(2026, 5, 1)),
    ];
    assert_eq!(price.public_history(), told);
}

#[test]
fn the_same_price_is_no_change() {
    let mut price = Price::new(Npr::crore(12), FIRST, false);
    price.change(Npr::crore(12), date(2026, 3, 1));
    price.set_on_request(false, date(2026, 4, 1));
    assert_eq!(price, Price::new(Npr::crore(12), FIRST, false));
}

#[test]
fn a_price_taken_back_on_its_day_leaves_no_trace() {
    let mut price = Price::new(Npr::crore(12), FIRST, false);
    let day = date(2026, 3, 1);
    price.change(Npr::crore(9), day);
    price.change(Npr::crore(11), day);
    assert_eq!(price.public_history(), [crore(12, FIRST), crore(11, day)]);
    price.change(Npr::crore(12), day);
    assert_eq!(price.public_history(), [crore(12, FIRST)]);
}

#[test]
fn prices_on_request_are_never_told() {
    let mut price = Price::new(Npr::crore(12), FIRST, false);
    price.set_on_request(true, date(2026, 2, 1));
    assert_eq!(price.public_history(), []);
    price.change(Npr::crore(20), date(2026, 3, 1));
    price.change(Npr::crore(15), date(2026, 4, 1));
    price.set_on_request(false, date(2026, 5, 1));
    assert_eq!(
        price.public_history(),
        [crore(12, FIRST), crore(15, date(2026, 5, 1))]
    );
}

#[test]
fn a_price_that_was_hidden_for_a_while_has_held_all_along() {
    let mut price = Price::new(Npr::crore(12), FIRST, false);
    price.set_on_request(true, date(2026, 2, 1));
    price.set_on_request(false, date(2026, 5, 1));
    assert_eq!(price.public_history(), [crore(12, FIRST)]);
}

proptest! {
    /// Whatever happens on days in order, what is told is in order, without repeats, and
    /// holds only prices that were public.
    #[test]
    fn told_prices_are_in_order(
        steps in prop::collection::vec((0..4_i64, prop::option::of(1..6_u64), any::<bool>()), 0..30)
    ) {
        let mut today = FIRST;
        let mut price = Price::new(Npr::crore(3), FIRST, false);
        let mut public = vec![price.list_price];
        for (days, new_price, on_request) in steps {
            today += jiff::SignedDuration::from_hours(24 * days);
            match new_price {
                Some(new_price) => price.change(Npr::crore(new_price), today),
                None => price.set_on_request(on_request, today),
            }
            if !price.on_request {
                public.push(price.list_price);
            }
            prop_assert!(price.since <= today);
            let told = price.public_history();
            prop_assert_eq!(told.is_empty(), price.on_request);
            prop_assert!(told.iter().all(|change| public.contains(&change.list_price)));
            for pair in told.windows(2) {
                prop_assert!(pair[0].date < pair[1].date, "{:?}", told);
                prop_assert!(pair[0].list_price != pair[1].list_price, "{:?}", told);
            }
        }
    }
}
