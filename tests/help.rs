//! What the program tells of itself: completions, manual pages and help name every command and option, and colours stay
//! away where they are not wanted.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};

use regex::Regex;

fn advocoder(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_advocoder"));
    command.args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

fn text(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn told(args: &[&str]) -> String {
    text(advocoder(args).output().unwrap())
}

/// The commands that `--help` lists, without `help` itself.
fn commands() -> Vec<String> {
    let row = Regex::new(r"(?m)^  ([a-z]+)  +[A-Z]").unwrap();
    let commands: Vec<_> = row.captures_iter(&told(&["--help"])).map(|found| found[1].to_owned()).collect();
    assert!(commands.len() > 10, "{commands:?}");
    commands.into_iter().filter(|command| command != "help").collect()
}

/// The long options in the help of `command`.
fn options(command: &str) -> BTreeSet<String> {
    let option = Regex::new(r"(?m)^ +(?:-[a-z], )?--([a-z-]+)").unwrap();
    option.captures_iter(&told(&[command, "--help"])).map(|found| found[1].to_owned()).collect()
}

#[test]
fn completions_know_every_command_and_option() {
    let bash = told(&["completions", "bash"]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = told(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
            // PowerShell and others write the dashes apart from the name.
            for option in options(&command) {
                assert!(script.contains(&option), "{shell}: {command} --{option}");
            }
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bash).unwrap();
    match Command::new("bash").arg("-n").arg(file.path()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("skipped: bash is not there ({error})"),
    }
}

#[test]
fn manual_pages_know_every_command_and_option() {
    let dir = tempfile::tempdir().unwrap();
    told(&["man", dir.path().to_str().unwrap()]);
    assert_eq!(fs::read_to_string(dir.path().join("advocoder.1")).unwrap(), told(&["man"]));
    for command in commands() {
        let path = dir.path().join(format!("advocoder-{command}.1"));
        let page = fs::read_to_string(&path).unwrap().replace("\\-", "-");
        for option in options(&command) {
            assert!(page.contains(&format!("--{option}")), "{command} --{option}");
        }
        match Command::new("groff").args(["-k", "-man", "-ww", "-Tutf8", "-z"]).arg(&path).output() {
            Ok(output) => assert!(output.stderr.is_empty(), "{command}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => eprintln!("skipped: groff is not there ({error})"),
        }
    }
}

#[test]
fn no_color_is_honoured() {
    let colours = |name: &str, value: &str| {
        text(advocoder(&["--help"]).env("CLICOLOR_FORCE", "1").env(name, value).output().unwrap()).contains('\u{1b}')
    };
    assert!(colours("NO_COLOR", ""), "an empty variable is none");
    assert!(!colours("NO_COLOR", "1"));
    assert!(!told(&["--help"]).contains('\u{1b}'), "colours in a pipe");
}
