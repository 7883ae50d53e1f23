//! Mapping files at fault.

use super::*;

fn mistake(from: &str, to: &str) -> String {
    assert!(MAPPING.contains(from), "{from}");
    let text = MAPPING.replace(from, to);
    let error = Mapping::parse(&text, "mapping.toml").expect_err(to);
    let line = error.to_string();
    assert!(line.starts_with("mapping.toml: "), "{line}");
    line
}

#[test]
fn a_mistake_is_told_with_what_is_accepted() {
    for (from, to, said) in [
        ("source = \"old-site\"", "source = \"\"", "source: is empty"),
        ("source = \"old-site\"\n", "", "missing field `source`"),
        (
            "ward = \"ward\"",
            "warden = \"ward\"",
            "fields.warden: there is no such field; there are neighbourhood, ward,",
        ),
        ("ward = \"ward\"\n", "", "it leaves out ward"),
        (
            "broker = { value = \"anju-shrestha\" }\n",
            "",
            "it leaves out broker",
        ),
        (
            "unit = \"lakh\" }\namenities",
            "unit = \"aana\" }\namenities",
            "fields.list_price: the unit aana doesn't fit; it may be rupee, lakh, crore",
        ),
        (
            "unit = \"lakh\" }\namenities",
            "unit = \"dollar\" }\namenities",
            "fields.list_price: unknown variant `dollar`, expected one of `rupee`",
        ),
        (
            "stories = { value = \"3\" }",
            "stories = { column = \"s\", unit = \"foot\" }",
            "the unit foot doesn't fit; it has none",
        ),
        (
            "stories = { value = \"3\" }",
            "stories = { columm = \"s\" }",
            "fields.stories: unknown field `columm`, expected one of `column`",
        ),
        (
            "columns = [\"photos\"]",
            "column = \"photos\"",
            "unknown field",
        ),
    ] {
        let line = mistake(from, to);
        assert!(line.contains(said), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

#[test]
fn columns_are_named_once() {
    let mapping = Mapping::parse(MAPPING, "mapping.toml").expect("a mapping");
    let columns = mapping.columns();
    assert_eq!(columns[0], "ref");
    assert_eq!(columns.len(), cells("").len());
    assert_eq!(mapping.column_of("list_price"), Some("price_lakh"));
    assert_eq!(mapping.column_of("facing"), Some("face"));
    assert_eq!(mapping.column_of("tenure"), None);
    assert_eq!(mapping.column_of("nothing"), None);
}
