//! Compiles `gazetteers/*.tsv` into the gazetteer that the program embeds.

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
    pub mod entry;
    pub mod format;
    pub mod load;
    pub mod words;
}

use std::path::{Path, PathBuf};

fn main() {
    if let Err(message) = compile_gazetteer() {
        println!("cargo::error={message}");
    }
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
    gazetteer::load::load(&paths, |entry| compiler.add(&entry)).map_err(|e| e.to_string())?;
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|e| e.to_string())?);
    std::fs::write(out.join("default.gaz"), compiler.finish()).map_err(|e| e.to_string())
}

fn holds_entries(path: &Path) -> Result<bool, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(gazetteer::load::has_entries(&text))
}
