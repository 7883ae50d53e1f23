//! A mistake on the command line as one line that names the setting.

use super::CommandLine;
use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue},
};

/// The error in one line, with the variable that may have brought the value.
pub fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("a setting is wrong");
    let line = first.strip_prefix("error: ").unwrap_or(first);
    // What is missing stands below, a line each.
    let line = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(missing)) => format!("{line} {}", missing.join(", ")),
        _ => line.to_owned(),
    };
    match variable(error) {
        Some(variable) => format!("{line} (variable {variable})"),
        None => line,
    }
}

/// The variable of the flag that an error is about.
fn variable(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let long = argument
        .split([' ', '='])
        .next()?
        .strip_prefix("--")?
        .to_owned();
    let command = CommandLine::command();
    let commands = std::iter::once(&command).chain(command.get_subcommands());
    let mut flags = commands.flat_map(|command| command.get_arguments());
    let flag = flags.find(|flag| flag.get_long() == Some(&long))?;
    Some(flag.get_env()?.to_string_lossy().into_owned())
}
