//! The documents: their links lead somewhere, their codes and folders are those of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#]+)\)").unwrap();
    let mut seen = 0;
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/errors.md",
        "docs/settings.md",
        "docs/batch.md",
    ] {
        let text = read(document);
        let folder = Path::new(document).parent().unwrap();
        for target in link.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
            assert!(target.starts_with("https://") || folder.join(target).exists(), "{document}: {target}");
            seen += 1;
        }
    }
    assert!(seen > 10);
}

#[test]
fn every_code_is_explained() {
    let in_source = Regex::new(r#"error\("(A\d{3}) "#).unwrap();
    let heading = Regex::new(r"(?m)^### (A\d{3})$").unwrap();
    let codes = |text: &str, pattern: &Regex| -> Vec<String> {
        pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
    };
    let files = ["src/error.rs", "src/read/problem.rs", "src/run/files.rs", "src/cli/settings.rs"];
    let source = codes(&files.map(read).concat(), &in_source);
    let unique: BTreeSet<_> = source.iter().cloned().collect();
    assert_eq!(source.len(), unique.len(), "a code has two meanings: {source:?}");
    let explained: BTreeSet<_> = codes(&read("docs/errors.md"), &heading).into_iter().collect();
    assert_eq!(explained, unique);
}

#[test]
fn every_folder_has_its_heading() {
    let architecture = read("ARCHITECTURE.md");
    for entry in fs::read_dir("src").unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let heading = format!("\n## src/{}\n", entry.file_name().into_string().unwrap());
        assert!(architecture.contains(&heading), "{heading}");
    }
}
