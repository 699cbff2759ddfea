//! The recipes of `docs/recipes.md` run, and print what stands below them. jq, and Python with duckdb and pandas, must be
//! there (`PYTHON` names the interpreter); what is not there is skipped.
//!
//! `RECIPES=update cargo test --release --test recipes` writes what they print into the document.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

const DOCUMENT: &str = "docs/recipes.md";

/// A block of the document and, where one follows, the block with what it prints.
struct Recipe {
    language: String,
    code: String,
    printed: String,
}

fn recipes(document: &str) -> Vec<Recipe> {
    let mut recipes: Vec<Recipe> = Vec::new();
    for block in document.split("```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').unwrap();
        if language == "text" {
            text.clone_into(&mut recipes.last_mut().unwrap().printed);
        } else {
            recipes.push(Recipe { language: language.to_owned(), code: text.to_owned(), printed: String::new() });
        }
    }
    recipes
}

fn runs(program: &str, args: &[&str]) -> bool {
    let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let there = status.is_ok_and(|status| status.success());
    if !there {
        eprintln!("skipped: {program} {} does not run", args.join(" "));
    }
    there
}

fn run(recipe: &Recipe, python: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_advocoder")).parent().unwrap();
    let path =
        env::join_paths([program.into()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap()))).unwrap();
    let sql = "import sys, duckdb; print(duckdb.sql(sys.argv[1]))";
    let mut command = match recipe.language.as_str() {
        "sh" => Command::new("sh"),
        "sql" | "python" => Command::new(python),
        other => panic!("no recipe is in {other}"),
    };
    match recipe.language.as_str() {
        "sql" => command.args(["-c", sql, &recipe.code]),
        _ => command.args(["-c", &recipe.code]),
    };
    let output = command.current_dir(folder).env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{}\n{}", recipe.code, String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[test]
fn recipes_print_what_stands_below_them() {
    let mut document = fs::read_to_string(DOCUMENT).unwrap();
    let recipes = recipes(&document);
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (jq, tables) = (runs("jq", &["--version"]), runs(&python, &["-c", "import duckdb, pandas"]));
    let dir = tempfile::tempdir().unwrap();
    let (mut wrong, mut ran) = (Vec::new(), 0);
    for recipe in &recipes {
        let there = if recipe.language == "sh" { jq || !recipe.code.starts_with("jq ") } else { tables };
        if !there {
            continue;
        }
        let printed = run(recipe, &python, dir.path());
        assert!(printed.len() > 1, "{} prints nothing", recipe.code);
        ran += 1;
        if printed != recipe.printed {
            let block = |printed: &str| format!("```{}\n{}```\n\n```text\n{printed}```", recipe.language, recipe.code);
            document = document.replace(&block(&recipe.printed), &block(&printed));
            wrong.push(format!("{}prints\n{printed}and not\n{}", recipe.code, recipe.printed));
        }
    }
    println!("{ran} of {} recipes ran", recipes.len());
    if env::var("RECIPES").is_ok_and(|wish| wish == "update") {
        fs::write(DOCUMENT, document).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}\nRECIPES=update writes it into {DOCUMENT}", wrong.join("\n"));
    }
}
