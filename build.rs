//! Checks the data in `rules/` and `gazetteers/` and writes them in the form that the program embeds.

#[path = "src/container.rs"]
#[allow(dead_code)]
mod container;
#[path = "src/error.rs"]
#[allow(dead_code)]
mod error;
#[path = "src/doc"]
#[allow(dead_code, unused_imports)]
mod doc {
    mod entity;
    mod mention;
    mod relation;
    mod span;
    mod token;
    pub use entity::{Country, EntityId, EntityType};
    pub use mention::MentionId;
    pub use relation::Deprel;
    pub use span::{Byte, Span, Token};
    pub use token::{TokenId, Tokens};
    pub type Label = std::sync::Arc<str>;
}
#[path = "src/gazetteer"]
#[allow(dead_code)]
mod gazetteer {
    pub mod compile;
    pub mod country;
    mod edges;
    pub mod entry;
    pub mod format;
    pub mod load;
    pub mod record;
    mod spelling;
    mod swar;
    pub mod words;
}

#[path = "src/code/rules/path.rs"]
#[allow(dead_code)]
mod path;
#[path = "src/code/rules/file.rs"]
#[allow(dead_code)]
mod rules;

use std::path::{Path, PathBuf};

fn main() {
    for result in [compile_gazetteer(), check_rules()] {
        if let Err(message) = result {
            println!("cargo::error={message}");
        }
    }
}

fn check_rules() -> Result<(), String> {
    println!("cargo::rerun-if-changed=rules");
    let set = rules::RuleSet::read(Path::new("rules")).map_err(|(file, message)| format!("rules/{file}: {message}"))?;
    for (name, file) in &set.files {
        for (act, trigger) in file.act.iter().flat_map(|act| act.triggers.iter().map(move |t| (act, t))) {
            let paths = [
                &trigger.actor,
                &trigger.recipient,
                &trigger.about,
                &trigger.place,
                &act.actor,
                &act.recipient,
                &act.about,
                &act.lent,
            ];
            for paths in paths.into_iter().flatten() {
                path::parse(paths).map_err(|e| format!("rules/{name}.toml: act `{}`: {e}", act.name))?;
            }
        }
    }
    let json = serde_json::to_vec(&set).map_err(|e| e.to_string())?;
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|e| e.to_string())?);
    std::fs::write(out.join("rules.json"), json).map_err(|e| e.to_string())
}

fn compile_gazetteer() -> Result<(), String> {
    println!("cargo::rerun-if-changed=gazetteers");
    let mut paths = Vec::new();
    for file in std::fs::read_dir("gazetteers").map_err(|e| format!("gazetteers: {e}"))? {
        let path = file.map_err(|e| format!("gazetteers: {e}"))?.path();
        if path.extension().is_some_and(|e| e == "tsv") && holds_entries(&path)? {
            paths.push(path);
        }
    }
    paths.sort();
    let mut compiler = gazetteer::compile::Compiler::default();
    gazetteer::load::load(&paths, |entry| compiler.add(entry)).map_err(|e| e.to_string())?;
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let bytes = compiler.finish().map_err(|e| e.to_string())?;
    std::fs::write(out.join("default.gaz"), bytes).map_err(|e| e.to_string())
}

fn holds_entries(path: &Path) -> Result<bool, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(gazetteer::load::has_entries(&text))
}
