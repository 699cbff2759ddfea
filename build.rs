//! Checks the data in `rules/` and writes them in the form that the program embeds.

#[path = "src/code/rules/file.rs"]
#[allow(dead_code, missing_docs)]
mod file;

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    if let Err(message) = rules() {
        println!("cargo::error={message}");
    }
}

fn rules() -> Result<(), String> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir("rules").map_err(|e| format!("rules: {e}"))? {
        let path = entry.map_err(|e| format!("rules: {e}"))?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            sources.push((name, text));
        }
    }
    let set = file::RuleSet::parse(&sources).map_err(|(file, message)| format!("rules/{file}: {message}"))?;
    let json = serde_json::to_vec(&set).map_err(|e| e.to_string())?;
    let out = std::env::var("OUT_DIR").map_err(|e| e.to_string())?;
    std::fs::write(Path::new(&out).join("rules.json"), json).map_err(|e| e.to_string())
}
