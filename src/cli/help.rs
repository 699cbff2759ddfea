//! What `--help` says beside the options: commands in groups, examples, exit codes.

use clap::Command;

/// Commands by what one comes with.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Texts", &["extract", "analyse", "explain"]),
    ("Results", &["actors", "dedup", "schema"]),
    ("Names and figures", &["gazetteer", "eval"]),
    ("The program", &["config", "completions", "man", "help"]),
];

/// Commands that show examples, with them. A test reads each as a command line.
const EXAMPLES: [(&str, &str); 6] = [
    (
        "",
        "
  advocoder extract news/ dump.jsonl.gz --output records.jsonl
  advocoder extract --emit events article.txt
  advocoder explain article.txt
  advocoder actors records.jsonl --output actors.tsv",
    ),
    (
        "extract",
        "
  advocoder extract article.txt                           one text, to standard output
  advocoder extract news/ --format csv --output events.csv
  advocoder extract dump.jsonl.gz --text-field body --date-field published --output records.jsonl
  advocoder extract dump.jsonl.zst --output out.jsonl --rejects bad.jsonl --summary run.json
  advocoder extract --emit events --types PROTEST,COERCE --min-confidence 0.6 news/
  advocoder extract --sample 200 --seed 1 dump.jsonl.gz   to look at some before all
  advocoder extract --dry-run news/                       what would be read, and how",
    ),
    (
        "analyse",
        "
  advocoder analyse article.txt --output article.conllu",
    ),
    (
        "explain",
        "
  advocoder explain article.txt
  advocoder explain --rules my-rules dump.jsonl --sample 5",
    ),
    (
        "actors",
        "
  advocoder actors records.jsonl > actors.tsv
  advocoder actors records.jsonl --types ORG --format csv --map map.csv --output actors.csv",
    ),
    (
        "dedup",
        "
  advocoder dedup records.jsonl > grouped.jsonl
  advocoder dedup --window 7 records.jsonl > grouped.jsonl",
    ),
];

const BATCH: &str = "
  0  done; also when the reader of a pipe closed it
  1  done, but some records were rejected
  2  wrong usage, a failure that ended the run, or the first problem under --strict";

const OTHERS: &str = "
  0  done
  2  wrong usage, a line that is wrong, or another failure";

/// Commands that end with 1 when records were rejected.
const BATCHES: [&str; 5] = ["", "extract", "analyse", "explain", "actors"];

/// `program` with groups, examples and exit codes in its help.
pub(super) fn dress(program: Command) -> Command {
    let groups = groups(&program);
    let program = program.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}{{options}}{{after-help}}"
    ));
    let names: Vec<_> = program.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let program =
        names.iter().fold(program, |program, name| program.mut_subcommand(name, |command| add(command, name)));
    add(program, "")
}

/// The end of the help of the command `name`.
fn add(command: Command, name: &str) -> Command {
    let header = *command.get_styles().get_header();
    let mut text = String::new();
    let mut part = |title: &str, lines: &str| {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        text.push_str(&format!("{gap}{header}{title}{header:#}{lines}"));
    };
    if let Some((_, examples)) = EXAMPLES.iter().find(|(of, _)| *of == name) {
        part("Examples:", examples);
    }
    if BATCHES.contains(&name) {
        part("Exit codes:", BATCH);
    } else if name == "dedup" {
        part("Exit codes:", OTHERS);
    }
    if text.is_empty() { command } else { command.after_help(text) }
}

fn groups(program: &Command) -> String {
    let styles = program.get_styles();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let about = |name: &str| match program.find_subcommand(name).and_then(Command::get_about) {
        Some(about) => about.to_string(),
        None => "Print this message or the help of a command".to_owned(),
    };
    let row = |name: &&str| format!("  {literal}{name:<11}{literal:#}  {}\n", about(name));
    let group = |(title, names): (&str, &[&str])| {
        format!("{header}{title}:{header:#}\n{}\n", names.iter().map(row).collect::<String>())
    };
    GROUPS.into_iter().map(group).collect::<String>() + &format!("{header}Options:{header:#}\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::program;
    use super::*;

    #[test]
    fn every_command_is_in_one_group() {
        let grouped: Vec<_> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let program = program();
        let mut own: BTreeSet<_> = program.get_subcommands().map(Command::get_name).collect();
        own.insert("help");
        assert_eq!(grouped.iter().copied().collect::<BTreeSet<_>>(), own);
        assert_eq!(grouped.len(), own.len());
    }

    #[test]
    fn examples_are_good_command_lines() {
        for (name, examples) in EXAMPLES {
            for line in examples.lines().filter(|line| !line.is_empty()) {
                let words = line.trim().split(" > ").next().unwrap_or_default();
                // What stands behind wide space tells what the line is for.
                let words = words.split("  ").next().unwrap_or_default().split(' ');
                let result = program().try_get_matches_from(words);
                assert!(result.is_ok(), "{line}: {}", result.unwrap_err());
                assert!(line.starts_with(format!("  advocoder {name}").trim_end()), "{line} is shown for {name}");
            }
        }
    }
}
