//! Turns the files of `messages/en` and `messages/ne` into functions.
//!
//! All files of a language are one table, whichever file a key is in. A table becomes a module and a key a function of the language: a text without
//! `{arguments}` gives `&'static str`, one with them takes each as `impl Display`, in the
//! order in which the English text first names them; a table
//! of `one` and `other` takes a count first. A table under `label` implements `Label` for
//! the domain type of its name. A key missing in one language, or with other arguments
//! there, stops the build. Texts no page uses are left out of the WASM by the linker.

use std::{
    collections::BTreeSet,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

fn main() {
    let folder =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("messages");
    let (english, nepali) = (read(&folder, "en"), read(&folder, "ne"));
    let mut code = String::new();
    write_module(&mut code, &english, &nepali, "");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("messages.rs");
    fs::write(target, code).expect("the build folder can be written");
}

fn read(folder: &Path, language: &str) -> Table {
    let folder = folder.join(language);
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut whole = Table::new();
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let part = text
            .parse()
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        add(&mut whole, part, &path);
    }
    whole
}

/// Adds the keys of a file; none may be in two files.
fn add(whole: &mut Table, part: Table, path: &Path) {
    for (key, value) in part {
        match (whole.get_mut(&key), value) {
            (None, value) => {
                whole.insert(key, value);
            }
            (Some(Value::Table(whole)), Value::Table(part)) => add(whole, part, path),
            _ => panic!("{}: {key} is in another file too", path.display()),
        }
    }
}

fn write_module(code: &mut String, english: &Table, nepali: &Table, path: &str) {
    if let Some(key) = nepali.keys().find(|key| !english.contains_key(*key)) {
        panic!("ne has {path}{key}, en hasn't");
    }
    for (key, en) in english {
        let name = format!("{path}{key}");
        let ne = nepali.get(key).unwrap_or_else(|| panic!("ne lacks {name}"));
        match (en, ne) {
            (Value::String(en), Value::String(ne)) => write_text(code, &name, key, en, ne),
            (Value::Table(en), Value::Table(ne)) if en.contains_key("other") => {
                write_plural(code, &name, key, en, ne)
            }
            (Value::Table(en), Value::Table(ne)) if path == "label." => {
                write_labels(code, &name, key, en, ne)
            }
            (Value::Table(en), Value::Table(ne)) if key == "label" => {
                write_module(code, en, ne, "label.")
            }
            (Value::Table(en), Value::Table(ne)) => {
                let _ = writeln!(
                    code,
                    "/// Words of `{name}`.\npub mod {key} {{\nuse super::*;"
                );
                write_module(code, en, ne, &format!("{name}."));
                code.push_str("}\n");
            }
            _ => panic!("{name} is not the same kind in both languages"),
        }
    }
}

fn write_text(code: &mut String, name: &str, key: &str, en: &str, ne: &str) {
    let arguments = arguments_of(en);
    assert_same_arguments(name, &arguments, ne);
    if arguments.is_empty() {
        let _ = writeln!(
            code,
            "/// {en:?}\npub fn {key}(locale: Locale) -> &'static str {{\n match locale {{ Locale::En => {en:?}, Locale::Ne => {ne:?} }}\n}}"
        );
        return;
    }
    let parameters: String = arguments
        .iter()
        .map(|argument| format!(", {argument}: impl std::fmt::Display"))
        .collect();
    let _ = writeln!(
        code,
        "/// {en:?}\npub fn {key}(locale: Locale{parameters}) -> String {{\n match locale {{ Locale::En => format!({en:?}), Locale::Ne => format!({ne:?}) }}\n}}"
    );
}

fn write_plural(code: &mut String, name: &str, key: &str, en: &Table, ne: &Table) {
    let form = |table: &Table, form: &str| match table.get(form) {
        Some(Value::String(text)) => text.clone(),
        _ => panic!("{name} lacks the form {form:?} in one language"),
    };
    let forms = [
        form(en, "one"),
        form(en, "other"),
        form(ne, "one"),
        form(ne, "other"),
    ];
    let mut arguments = arguments_of(&forms.join(" "));
    arguments.retain(|argument| argument != "count");
    let parameters: String = arguments
        .iter()
        .map(|argument| format!(", {argument}: impl std::fmt::Display"))
        .collect();
    let [en_one, en_other, ne_one, ne_other] = forms;
    let _ = writeln!(
        code,
        "/// {en_other:?}\npub fn {key}(locale: Locale, number: u64{parameters}) -> String {{\n\
         let count = durbar_domain::format::number(number, locale); let _ = &count;\n\
         match (locale, number) {{ (Locale::En, 1) => format!({en_one:?}), (Locale::En, _) => format!({en_other:?}), \
         (Locale::Ne, 1) => format!({ne_one:?}), (Locale::Ne, _) => format!({ne_other:?}) }}\n}}"
    );
}

/// One arm for each variant, so that a variant without a word doesn't compile.
fn write_labels(code: &mut String, name: &str, key: &str, en: &Table, ne: &Table) {
    let mut arms = [String::new(), String::new()];
    for ((arms, table), other) in arms.iter_mut().zip([en, ne]).zip([ne, en]) {
        for (variant, word) in table {
            let word = word
                .as_str()
                .unwrap_or_else(|| panic!("{name}.{variant} is not a text"));
            assert!(
                other.contains_key(variant),
                "{name}.{variant} is missing in one language"
            );
            let _ = writeln!(arms, "Self::{variant} => {word:?},");
        }
    }
    let [en_arms, ne_arms] = arms;
    let _ = writeln!(
        code,
        "impl Label for {key} {{\n fn label(self, locale: Locale) -> &'static str {{\n match locale {{ \
         Locale::En => match self {{ {en_arms} }}, Locale::Ne => match self {{ {ne_arms} }} }}\n }}\n}}"
    );
}

fn assert_same_arguments(name: &str, english: &[String], nepali: &str) {
    let sorted = |arguments: &[String]| arguments.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        sorted(english),
        sorted(&arguments_of(nepali)),
        "{name} takes other arguments in Nepali"
    );
}

/// The arguments in the order in which the text first names them.
fn arguments_of(text: &str) -> Vec<String> {
    let mut arguments: Vec<String> = Vec::new();
    for opened in text.split('{').skip(1) {
        let argument = opened.split('}').next().unwrap_or_default().to_owned();
        if !arguments.contains(&argument) {
            arguments.push(argument);
        }
    }
    arguments
}
