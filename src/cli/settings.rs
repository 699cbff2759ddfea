//! Settings of `extract` from elsewhere than the command line: the file `advocoder.toml` and variables `ADVOCODER_*`.
//!
//! They become the defaults of the command's own options. So the command line goes over them, and an option needs no second
//! place: its name, its values and what is said of wrong ones are those that the command line has of it.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use toml::de::{DeTable, DeValue};

use crate::read::Place;

/// The file that is looked for in the working folder.
const FILE: &str = "advocoder.toml";

/// The command whose settings these are, and the table of the file that has them.
const COMMAND: &str = "extract";

/// What variables begin with.
const PREFIX: &str = "ADVOCODER_";

/// Where settings are looked for.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// File with settings, in place of advocoder.toml in the working folder
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
}

/// A setting of file or environment is wrong.
#[derive(Debug, thiserror::Error)]
#[error("A050 {place}: {message}")]
pub(super) struct Wrong {
    /// `file:line:column`, or the variable.
    place: String,
    message: String,
}

/// The options of a command with what file and environment say of them.
#[derive(Debug)]
pub(super) struct Settings {
    options: Command,
    /// Values and origin of each option that has some, by its id.
    given: BTreeMap<String, (Vec<OsString>, String)>,
}

impl Settings {
    /// What file and environment say of the options of `extract` in `program`, where the command that `matches` are of
    /// reads settings; else nothing.
    ///
    /// # Errors
    /// [`Wrong`], or a file that cannot be read.
    pub(super) fn read(program: &Command, matches: &ArgMatches) -> anyhow::Result<Self> {
        let options = program.find_subcommand(COMMAND).cloned().unwrap_or_default();
        let mut settings = Self { options, given: BTreeMap::new() };
        if let Ok(named) = last(matches).try_get_one::<PathBuf>("config") {
            let named = named.cloned().or_else(|| variable("config").map(PathBuf::from));
            match named {
                Some(path) => settings.add_file(&path)?,
                None if Path::new(FILE).exists() => settings.add_file(Path::new(FILE))?,
                None => {}
            }
            settings.add_environment()?;
        }
        Ok(settings)
    }

    /// `program` with these settings as defaults. It must not have read a command line yet: that fixes its options.
    pub(super) fn as_defaults(&self, program: Command) -> Command {
        let set = |command: Command| {
            self.given.iter().fold(command, |command, (id, (values, _))| {
                command.mut_arg(id, |arg| arg.default_values(values.iter().map(clap::builder::OsStr::from)))
            })
        };
        program.mut_subcommand(COMMAND, set).mut_subcommand("config", |config| config.mut_subcommand("show", set))
    }

    /// Variables that look like settings and are none.
    pub(super) fn unknown_variables(&self) -> Vec<String> {
        let known: Vec<_> = options(&self.options).map(|(_, name)| variable_name(name)).collect();
        let named = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let mut unknown: Vec<_> = named
            .filter(|name| name.starts_with(PREFIX) && !known.contains(name) && *name != variable_name("config"))
            .collect();
        unknown.sort_unstable();
        unknown
    }

    fn add_file(&mut self, path: &Path) -> anyhow::Result<()> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read the settings in {}", path.display()))?;
        let file: Arc<str> = path.display().to_string().into();
        let place = |at: usize| Place::behind(&file, 1, &text.as_bytes()[..at]).to_string();
        let wrong = |at: usize, message: String| Wrong { place: place(at), message };
        let table = DeTable::parse(&text)
            .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        for (name, value) in table.get_ref() {
            let at = name.span().start;
            let name = name.get_ref();
            let Some(settings) = value.get_ref().as_table().filter(|_| name == COMMAND) else {
                let message = match self.option(name) {
                    Ok(_) => format!("{name} must stand below a line [{COMMAND}]"),
                    Err(_) => format!("{name:?} is no table of settings; there is one, [{COMMAND}]"),
                };
                return Err(wrong(at, message).into());
            };
            for (key, value) in settings {
                let arg = self.option(key.get_ref()).map_err(|message| wrong(key.span().start, message))?;
                let at = value.span().start;
                let mut values = values(&arg, value.get_ref()).map_err(|message| wrong(at, message))?;
                self.check(&arg, &values).map_err(|message| wrong(at, message))?;
                if arg.get_value_hint() == ValueHint::AnyPath {
                    // Paths are as seen from the file, so that it can be used from any folder.
                    let folder = path.parent().unwrap_or(Path::new(""));
                    values = values.iter().map(|value| folder.join(value).into_os_string()).collect();
                }
                self.given.insert(arg.get_id().to_string(), (values, place(key.span().start)));
            }
        }
        Ok(())
    }

    fn add_environment(&mut self) -> Result<(), Wrong> {
        let options = self.options.clone();
        for (arg, name) in self::options(&options) {
            let Some(value) = variable(name) else { continue };
            let place = variable_name(name);
            let wrong = |message| Wrong { place: place.clone(), message };
            let values = if takes_value(arg) {
                match (takes_many(arg), arg.get_value_hint()) {
                    (true, ValueHint::AnyPath) => env::split_paths(&value).map(PathBuf::into_os_string).collect(),
                    _ => vec![value],
                }
            } else {
                match value.to_string_lossy().to_ascii_lowercase().as_str() {
                    "true" | "1" | "yes" | "on" => vec!["true".into()],
                    "false" | "0" | "no" | "off" => vec!["false".into()],
                    other => return Err(wrong(format!("{other:?} is neither true nor false"))),
                }
            };
            self.check(arg, &values).map_err(wrong)?;
            self.given.insert(arg.get_id().to_string(), (values, place));
        }
        Ok(())
    }

    /// The option called `name`, or what to say where there is none.
    fn option(&self, name: &str) -> Result<Arg, String> {
        let found = options(&self.options).find(|(_, own)| *own == name).map(|(arg, _)| arg.clone());
        found.ok_or_else(|| {
            let similar = self.options.clone().no_binary_name(true).try_get_matches_from([format!("--{name}=x")]);
            let similar = similar.err().and_then(|error| match error.get(clap::error::ContextKind::SuggestedArg) {
                Some(clap::error::ContextValue::String(option)) => Some(format!(
                    "{:?} is like it",
                    option.trim_start_matches('-').split(' ').next().unwrap_or_default()
                )),
                _ => None,
            });
            let similar = similar.unwrap_or_else(|| "`advocoder config show` lists them".to_owned());
            format!("there is no setting {name:?}; {similar}")
        })
    }

    /// Lets the command line say whether `values` are good for `arg`.
    fn check(&self, arg: &Arg, values: &[OsString]) -> Result<(), String> {
        if !takes_value(arg) {
            return Ok(());
        }
        let words = values.iter().map(|value| {
            let mut word = OsString::from(format!("--{}=", arg.get_long().unwrap_or_default()));
            word.push(value);
            word
        });
        let Err(error) = self.options.clone().no_binary_name(true).try_get_matches_from(words) else { return Ok(()) };
        let error = error.to_string();
        let parts = error.split("\n\n").take_while(|part| !part.starts_with("For more") && !part.starts_with("Usage"));
        let parts: Vec<_> = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        Err(parts.join("; ").trim_start_matches("error: ").to_owned())
    }
}

/// Settings with what the command line made of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub(super) settings: &'a Settings,
    pub(super) matches: &'a ArgMatches,
}

impl Told<'_> {
    /// Writes the settings as a file `advocoder.toml`, each with its origin.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let matches = last(self.matches);
        writeln!(out, "[{COMMAND}]")?;
        let mut rows: Vec<(String, String, String)> = Vec::new();
        for (arg, name) in options(&self.settings.options) {
            let id = arg.get_id().as_str();
            let values =
                matches.get_raw(id).map(|values| values.map(|value| value.to_string_lossy()).collect::<Vec<_>>());
            let line = match &values {
                None => format!("# {name} ="),
                Some(values) if takes_many(arg) => {
                    format!("{name} = [{}]", values.iter().map(|value| literal(value)).collect::<Vec<_>>().join(", "))
                }
                Some(values) => format!("{name} = {}", values.iter().map(|value| literal(value)).collect::<String>()),
            };
            let origin = match (matches.value_source(id), self.settings.given.get(id)) {
                (Some(ValueSource::CommandLine), _) => "command line",
                (Some(_), Some((_, origin))) => origin,
                (Some(_), None) => "default",
                (None, _) => "not set",
            };
            rows.push((arg.get_help_heading().unwrap_or_default().to_owned(), line, origin.to_owned()));
        }
        // Options of one heading are not all in one place.
        let mut headings: Vec<&str> = Vec::new();
        for (heading, ..) in &rows {
            if !headings.contains(&heading.as_str()) {
                headings.push(heading);
            }
        }
        for heading in headings {
            writeln!(out, "\n# {heading}")?;
            for (_, line, origin) in rows.iter().filter(|row| row.0 == heading) {
                writeln!(out, "{line:30}  # {origin}")?;
            }
        }
        Ok(())
    }
}

/// The options that can be set, with their names.
fn options(command: &Command) -> impl Iterator<Item = (&Arg, &str)> {
    let named = command.get_arguments().filter_map(|arg| Some((arg, arg.get_long()?)));
    named.filter(|(arg, name)| *name != "config" && !matches!(arg.get_action(), ArgAction::Help | ArgAction::Version))
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

fn takes_many(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

/// The matches of the innermost subcommand.
fn last(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| last(inner))
}

fn variable_name(option: &str) -> String {
    format!("{PREFIX}{}", option.to_ascii_uppercase().replace('-', "_"))
}

/// The variable of `option`, where it holds something.
fn variable(option: &str) -> Option<OsString> {
    env::var_os(variable_name(option)).filter(|value| !value.is_empty())
}

/// A value of the command line as TOML.
fn literal(value: &str) -> String {
    let bare = matches!(value, "true" | "false")
        || value.parse::<i64>().is_ok_and(|number| number.to_string() == value)
        || value.contains('.') && value.parse::<f64>().is_ok_and(|number| number.to_string() == value);
    if bare { value.to_owned() } else { toml::Value::String(value.to_owned()).to_string() }
}

/// A value of the file as words of the command line.
fn values(arg: &Arg, value: &DeValue<'_>) -> Result<Vec<OsString>, String> {
    let name = arg.get_long().unwrap_or_default();
    match (value, takes_value(arg)) {
        (DeValue::Boolean(yes), false) => Ok(vec![yes.to_string().into()]),
        (other, false) => Err(format!("{name} must be true or false, but this is of type {}", other.type_str())),
        (DeValue::Array(items), true) if takes_many(arg) => {
            items.iter().map(|item| scalar(name, item.get_ref())).collect()
        }
        (other, true) => Ok(vec![scalar(name, other)?]),
    }
}

fn scalar(name: &str, value: &DeValue<'_>) -> Result<OsString, String> {
    Ok(match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => number.to_string().into(),
            Err(_) => return Err(format!("{name} is too large a number")),
        },
        DeValue::Float(number) => number.as_str().into(),
        DeValue::Datetime(date) => date.to_string().into(),
        other => return Err(format!("{name} must be one text or number, but this is of type {}", other.type_str())),
    })
}

#[cfg(test)]
mod tests {
    use super::super::program;
    use super::*;

    #[test]
    fn every_flag_can_be_set_in_the_file() {
        let mut program = program();
        let arguments = ["advocoder", "extract"];
        let matches = program.try_get_matches_from_mut(arguments).unwrap();
        let mut settings = Settings::read(&program, &matches).unwrap();
        let flags: Vec<_> = options(&settings.options).filter(|(arg, _)| !takes_value(arg)).collect();
        let flags: Vec<_> = flags.into_iter().map(|(arg, name)| (arg.get_id().to_string(), name.to_owned())).collect();
        assert!(flags.len() > 5);
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("s.toml");
        let lines: Vec<_> = flags.iter().map(|(_, name)| format!("{name} = true\n")).collect();
        fs::write(&file, format!("[extract]\n{}", lines.concat())).unwrap();
        settings.add_file(&file).unwrap();
        let matches = settings.as_defaults(super::super::program()).try_get_matches_from(arguments).unwrap();
        assert!(flags.iter().all(|(id, _)| last(&matches).get_flag(id)));
    }

    #[test]
    fn values_are_written_so_that_they_read_as_they_were() {
        for value in ["", "true", "7", "0.60", "0.6", "007", "2021-06-14", "a\"b\\c", "fields.body", "1e3", "line\nend"]
        {
            let text = format!("x = {}", literal(value));
            let table = DeTable::parse(&text).unwrap();
            let back = match table.get_ref().values().next().unwrap().get_ref() {
                DeValue::Boolean(yes) => yes.to_string().into(),
                other => scalar("x", other).unwrap(),
            };
            assert_eq!(back, OsString::from(value), "{text}");
        }
    }
}
