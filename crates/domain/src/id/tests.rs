use super::*;
use proptest::prelude::*;

#[test]
fn identifiers_are_written_with_prefix_in_lower_case() {
    let id = PropertyId::from_parts(1_700_000_000_000, 0);
    assert_eq!(id.to_string(), "prp_01hf7yat000000000000000000");
    assert_eq!(id.unix_ms(), 1_700_000_000_000);
}

#[test]
fn anything_else_is_refused() {
    let body = "01hf7yat00zzzzzzzzzzzzzzzz";
    assert!(format!("prp_{body}").parse::<PropertyId>().is_ok());
    let odd = [
        String::new(),
        "prp_".to_owned(),
        body.to_owned(),
        format!("brk_{body}"),
        format!("prp-{body}"),
        format!("prp_{body}0"),
        format!("prp_{}", &body[1..]),
        format!("prp_{}", body.to_uppercase()),
        format!(" prp_{body}"),
        format!("prp_{body}\n"),
        "prp_8zzzzzzzzzzzzzzzzzzzzzzzzz".to_owned(), // above 128 bits
        "prp_o1hf7yat00zzzzzzzzzzzzzzzz".to_owned(), // read as 0 elsewhere
        "prp_u1hf7yat00zzzzzzzzzzzzzzzz".to_owned(), // not in the alphabet
        "prp_०१hf7yat00zzzzzzzzzzzzzz".to_owned(),
        format!("prp_{}", "é".repeat(13)),
        "x".repeat(10_000),
    ];
    for text in odd {
        let error = text.parse::<PropertyId>().expect_err(&text);
        assert!(error.to_string().contains("prp_"));
        assert!(serde_json::from_value::<PropertyId>(text.into()).is_err());
    }
}

proptest! {
    #[test]
    fn identifiers_round_trip(bits: u128) {
        let id = PropertyId::from_bits(bits);
        prop_assert_eq!(id.bits(), bits);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).expect("it serialises");
        prop_assert_eq!(serde_json::from_str::<PropertyId>(&json).expect("it reads back"), id);
        prop_assert_eq!(format!("{id:?}"), id.to_string());
    }

    #[test]
    fn texts_sort_as_identifiers_do(a: u128, b: u128) {
        let (a, b) = (MediaId::from_bits(a), MediaId::from_bits(b));
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }

    #[test]
    fn later_identifiers_sort_later(earlier in 0..1_u64 << 47, later in 1..1_u64 << 46, a: u128, b: u128) {
        let first = EventId::from_parts(earlier, a);
        let second = EventId::from_parts(earlier + later, b);
        prop_assert!(first < second);
        prop_assert_eq!(first.unix_ms(), earlier);
    }
}
