//! README.md: its commands run, and its reference has every field of the output.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use advocoder::write::{event, record};
use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of README.md's shell blocks, block by block.
fn blocks() -> Vec<Vec<String>> {
    let readme = read("README.md");
    let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.map(|block| block.lines().map(str::to_owned).collect()).collect()
}

#[test]
fn the_first_screen_sets_up_with_two_commands() {
    let first = blocks().remove(0);
    let [extract, test] = &first[..] else { panic!("{first:?}") };
    assert_eq!(test, "cargo test");
    assert!(read(".ci/run").lines().any(|line| line == format!("step {test}")), ".ci/run runs other tests");
    let args: Vec<_> = extract.strip_prefix("cargo run --release -- ").unwrap().split(' ').collect();
    let output = Command::new(env!("CARGO_BIN_EXE_advocoder")).args(&args).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["doc"]["id"], args[2]);
    let line = read("README.md").lines().position(|line| line == extract).unwrap();
    assert!(line < 20, "the commands are not on the first screen");
}

/// Each command of README.md runs on stand-ins for the files it names.
#[cfg(unix)]
#[test]
fn commands_run() {
    let dir = tempfile::tempdir().unwrap();
    let lines = "{\"text\":\"Rain fell.\",\"body\":\"Rain fell.\"}\n";
    fs::create_dir(dir.path().join("news")).unwrap();
    fs::write(dir.path().join("news/a.txt"), "Rain fell.").unwrap();
    fs::write(dir.path().join("article.txt"), "Rain fell.").unwrap();
    fs::write(dir.path().join("more.jsonl"), lines).unwrap();
    let packed = flate2::read::GzEncoder::new(lines.as_bytes(), flate2::Compression::fast());
    let mut dump = fs::File::create(dir.path().join("dump.jsonl.gz")).unwrap();
    std::io::copy(&mut { packed }, &mut dump).unwrap();
    std::os::unix::fs::symlink(Path::new("examples").canonicalize().unwrap(), dir.path().join("examples")).unwrap();
    let program = env!("CARGO_BIN_EXE_advocoder");
    let mut ran = 0;
    for line in blocks().into_iter().flatten().filter(|line| line.contains("advocoder ")) {
        // Other programs may not be installed.
        let own = line.split(" | jq").next().unwrap();
        let own = own.replace("advocoder ", &format!("'{program}' "));
        let output = Command::new("sh").args(["-c", &own]).current_dir(dir.path()).output().unwrap();
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
        ran += 1;
    }
    assert!(ran >= 9, "{ran}");
}

#[test]
fn every_field_is_in_the_reference() {
    let readme = read("README.md");
    let reference = readme.split("## Reference of the output").nth(1).unwrap();
    for schema in [record::schema(), event::schema()] {
        let mut fields = BTreeSet::new();
        properties(schema.as_value(), &mut fields);
        assert!(fields.len() > 20);
        for field in fields {
            assert!(reference.contains(&format!("`{field}`")), "{field}");
        }
    }
}

fn properties(schema: &Value, fields: &mut BTreeSet<String>) {
    if let Some(own) = schema.get("properties").and_then(Value::as_object) {
        fields.extend(own.keys().cloned());
    }
    if let Some(parts) = schema.get("$defs").and_then(Value::as_object) {
        parts.values().for_each(|part| properties(part, fields));
    }
}
