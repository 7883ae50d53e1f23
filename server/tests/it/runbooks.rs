//! Commands in the runbooks are commands of this program.

use clap::Parser as _;
use durbar_server::cli::CommandLine;
use std::{fs, path::Path};

/// Every line of a block of code that runs the program, and every such command in a text.
fn commands(page: &str) -> Vec<String> {
    let lines = page.lines().map(str::trim);
    let in_blocks = lines
        .filter(|line| line.starts_with("durbar "))
        .map(str::to_owned);
    let in_text = page.split('`').skip(1).step_by(2);
    let in_text = in_text.filter(|code| code.starts_with("durbar ") && code.contains(" --"));
    in_blocks.chain(in_text.map(str::to_owned)).collect()
}

/// Words as a shell takes them, as far as these pages need it.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[test]
fn every_command_in_the_runbooks_is_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/runbooks");
    let mut found = 0;
    for entry in fs::read_dir(folder).expect("the runbooks") {
        let path = entry.expect("an entry").path();
        let page = fs::read_to_string(&path).expect("a page");
        for command in commands(&page) {
            let parsed = CommandLine::try_parse_from(words(&command));
            assert!(
                parsed.is_ok(),
                "{}: {command}: {:?}",
                path.display(),
                parsed.err()
            );
            found += 1;
        }
    }
    assert!(found > 15, "{found} commands");
}
