//! The `durbar` program.

use clap::Parser as _;
use durbar_server::{
    cli::{CommandLine, one_line},
    error::StartError,
    run,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match CommandLine::try_parse() {
        Ok(line) => line.into_command(),
        // Help and version are errors to clap; they go to standard output.
        Err(error) if !error.use_stderr() => {
            let printed = error.print();
            return if printed.is_ok() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
        }
        Err(error) => return refuse(&StartError::Setting(one_line(&error))),
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error),
    }
}

/// One line on standard error, and the exit code that goes with it.
fn refuse(error: &StartError) -> ExitCode {
    eprintln!("durbar: {}", error.line());
    ExitCode::from(error.exit_code())
}
