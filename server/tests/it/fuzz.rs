//! A short run of every fuzz target: what is known to matter, and a few thousand changes of it,
//! the same ones each time. `make fuzz` goes on from there.

#[path = "../../../fuzz/bodies/file_kinds.rs"]
mod file_kinds;
#[path = "../../../fuzz/bodies/import_fields.rs"]
mod import_fields;
#[path = "../../../fuzz/bodies/search_queries.rs"]
mod search_queries;
#[path = "../../../fuzz/bodies/signed_policies.rs"]
mod signed_policies;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes that are rarely hit by chance and often matter.
const TELLING: &[&[u8]] = &[
    b"\0",
    b"\xFF",
    b"\n",
    b"&",
    b"=",
    b"%",
    b"\"",
    b"{",
    b"-",
    b"/../",
    b"\xE0\xA4\x95",
    b"ftyp",
    b"moov",
    b"\xFF\xFF\xFF\xFF",
    b"\0\0\0\x01",
    b"9223372036854775808",
    b"*",
    b"?",
];

/// Puts the inputs and `changes` changes of them to a target.
fn short_run(inputs: &[&[u8]], changes: usize, body: impl Fn(&[u8])) {
    let mut random = StdRng::seed_from_u64(20_261_123);
    let put = |input: &[u8]| {
        let outcome = catch_unwind(AssertUnwindSafe(|| body(input)));
        assert!(outcome.is_ok(), "the input {}", input.escape_ascii());
    };
    inputs.iter().for_each(|input| put(input));
    for _ in 0..changes {
        let mut input = inputs.choose(&mut random).expect("an input").to_vec();
        for _ in 0..random.random_range(1..=4) {
            change(&mut input, inputs, &mut random);
        }
        put(&input);
    }
}

/// One change, as libFuzzer makes them.
fn change(input: &mut Vec<u8>, others: &[&[u8]], random: &mut StdRng) {
    let at = random.random_range(0..=input.len());
    let to = random.random_range(at..=input.len().min(at + 24));
    match random.random_range(0..7) {
        0 if at < input.len() => input[at] ^= 1 << random.random_range(0..8),
        1 if at < input.len() => input[at] = random.random(),
        2 => drop(input.drain(at..to)),
        3 => {
            let again = input[at..to].to_vec();
            input.splice(at..at, again);
        }
        4 => input.truncate(at),
        5 => {
            let other = others.choose(random).expect("an input");
            let from = random.random_range(0..=other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        _ => {
            let telling = TELLING.choose(random).expect("some bytes");
            input.splice(at..to, telling.iter().copied());
        }
    }
}

/// The same for targets that take a text.
fn short_run_of_texts(inputs: &[&str], changes: usize, body: impl Fn(&str)) {
    let inputs: Vec<_> = inputs.iter().map(|input| input.as_bytes()).collect();
    short_run(&inputs, changes, |input| {
        body(&String::from_utf8_lossy(input));
    });
}

#[test]
fn any_text_is_a_search() {
    let inputs = [
        "",
        "in=bhaisepati&beds=4",
        "q=villa+with+garden&type=house&min=2crore&max=9crore&sort=price&page=3",
        "box=27.6,85.2,27.8,85.4&land=1-4-2-0&amenities=garden,lift",
        "area=27.60,85.20;27.80,85.20;27.80,85.40&q=%E0%A4%98%E0%A4%B0",
        "beds=-1&beds=99999999999999999999&page=0&%zz=%",
    ];
    short_run_of_texts(&inputs, 20_000, search_queries::body);
}

#[test]
fn any_row_is_a_home_or_has_named_problems() {
    let files = format!(
        "{}\nphotos/a.jpg\n../../etc/passwd\nhttps://a.example/b.jpg",
        import_fields::GOOD
    );
    let inputs = [
        "",
        import_fields::GOOD,
        &files,
        "\n\n\n\n\n\n१-४-२-०\n\n-1\n1e400",
    ];
    short_run_of_texts(&inputs, 4_000, import_fields::body);
}

#[test]
fn no_policy_but_a_plain_one_lets_anybody_in() {
    let policy = r#"{"Statement":[{"Resource":"https://durbar.test/premium/*","Condition":{"DateLessThan":{"AWS:EpochTime":1800000300}}}]}"#;
    let narrow = r#"{"Statement":[{"Resource":"https://durbar.test/premium/tour.mp4","Condition":{"DateLessThan":{"AWS:EpochTime":1800000300},"DateGreaterThan":{"AWS:EpochTime":1799999999},"IpAddress":{"AWS:SourceIp":"203.0.113.0/24"}}}]}"#;
    let url = "https://durbar.test/premium/tour.mp4?Expires=1800000300&Key-Pair-Id=K&Signature=YQ__&Hash-Algorithm=SHA256";
    let cookie = "CloudFront-Policy=eyJ9;CloudFront-Key-Pair-Id=K; CloudFront-Signature=YQ__;CloudFront-Hash-Algorithm=SHA256";
    let (wide, tight) = (
        format!("{url}\n{cookie}\n{policy}"),
        format!("https://durbar.test/*\n\n{narrow}"),
    );
    short_run_of_texts(&["", &wide, &tight], 4_000, signed_policies::body);
}

#[test]
fn any_file_is_told_by_its_first_bytes() {
    let film = [
        b"\0\0\0\x14ftypisom\0\0\x02\0mp41".as_slice(),
        b"\0\0\0\x10free\0\0\0\0\0\0\0\0",
        b"\0\0\0\x7cmoov\0\0\0\x74trak\0\0\0\x6cmdia\0\0\0\x20mdhd",
        &[0; 96],
    ]
    .concat();
    let inputs: [&[u8]; 8] = [
        include_bytes!("../../../seed/media/villa-01-hero/768.jpg"),
        include_bytes!("../../../seed/media/villa-01-hero/480.avif"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde",
        b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0",
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
        &film,
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    ];
    short_run(&inputs, 4_000, file_kinds::body);
}
