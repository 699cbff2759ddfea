//! A run that is killed and started again ends with the same files, to the byte, as one that was not.

#![cfg(unix)]

#[path = "../examples/make_dump.rs"]
#[allow(clippy::all, clippy::pedantic)]
mod make_dump;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use make_dump::Dice;

/// How often a run is killed.
const KILLS: usize = 20;

/// Input with good, bad and foreign records, in three files.
fn input(dir: &Path) {
    let news = dir.join("news");
    fs::create_dir(&news).unwrap();
    let mut lines = Vec::new();
    make_dump::write(25_000, 7, &mut lines).unwrap();
    let mut mixed = Vec::new();
    for (at, line) in lines.split_inclusive(|&byte| byte == b'\n').enumerate() {
        mixed.extend_from_slice(line);
        if at % 2 == 1 {
            mixed.extend_from_slice(b"{\"text\": 7}\nnot JSON\n");
            mixed.extend_from_slice("{\"text\":\"Die Polizei hat am Montag in Berlin drei Journalisten festgenommen, sagte eine Sprecherin.\"}\n".as_bytes());
        }
    }
    fs::write(news.join("a.jsonl.zst"), zstd::encode_all(&*mixed, 3).unwrap()).unwrap();
    fs::write(news.join("b.txt"), "Police arrested two reporters in Lima.").unwrap();
    fs::write(news.join("c.csv"), "id,text\n1,Amnesty International condemned the arrests in Tunis.\n2\n").unwrap();
}

fn command(dir: &Path, out: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_advocoder"));
    command.current_dir(dir).args(["extract", "news", "--checkpoint", "0.01", "--format", "json"]);
    for (option, name) in [("--output", "out.json"), ("--rejects", "rejects.jsonl"), ("--tables", "tables")] {
        command.arg(option).arg(format!("{out}/{name}"));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// All files below `dir` with their content.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, content)| (format!("{name}/{below}"), content)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn killed_runs_end_like_those_that_were_not() {
    let dir = tempfile::tempdir().unwrap();
    input(dir.path());
    fs::create_dir(dir.path().join("whole")).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(command(dir.path(), "whole").status().unwrap().code(), Some(1));
    let whole = start.elapsed();
    let expected = files(&dir.path().join("whole"));
    assert_eq!(expected.len(), 7, "{:?}", expected.keys());
    assert!(expected["out.json"].len() > 100_000);
    assert!(expected["rejects.jsonl"].split(|&byte| byte == b'\n').count() > 9);

    let (mut kills, mut resumed, mut round, mut dice) = (0, 0, 0, Dice(11));
    // On a busy machine most are killed before they have noted anything; then more are.
    while kills < KILLS || resumed <= 3 {
        round += 1;
        assert!(
            round < 9 * KILLS,
            "runs end before they are killed, or leave nothing to go on with: {resumed} of {kills}"
        );
        let out = format!("round{round}");
        fs::create_dir(dir.path().join(&out)).unwrap();
        loop {
            let mut child = command(dir.path(), &out).spawn().unwrap();
            let wait = 1 + dice.roll() % (whole.as_millis() as u64);
            std::thread::sleep(Duration::from_millis(wait));
            if child.try_wait().unwrap().is_some() {
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            let journal = fs::read_to_string(dir.path().join(&out).join("out.json.journal")).unwrap_or_default();
            resumed += usize::from(journal.contains("\"records\":") && !journal.contains("\"records\":0,"));
            if kills >= KILLS {
                command(dir.path(), &out).status().unwrap();
                break;
            }
        }
        assert!(files(&dir.path().join(&out)) == expected, "round {round} differs");
    }
    println!("{resumed} of {kills} kills left something to go on with");
}

#[test]
fn a_changed_input_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    input(dir.path());
    fs::create_dir(dir.path().join("out")).unwrap();
    let mut child = command(dir.path(), "out").spawn().unwrap();
    while !dir.path().join("out/out.json.journal").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the run ended without a journal");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    fs::write(dir.path().join("news/b.txt"), "Rain fell.").unwrap();
    let refused = command(dir.path(), "out").stderr(Stdio::piped()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(message.contains("A201 out/out.json.journal: this run was begun with other input files"), "{message}");
    let other = command(dir.path(), "out").args(["--offsets", "chars"]).stderr(Stdio::piped()).output().unwrap();
    assert!(String::from_utf8(other.stderr).unwrap().contains("A201"));
    assert_eq!(command(dir.path(), "out").arg("--restart").status().unwrap().code(), Some(1));
    assert_eq!(files(&dir.path().join("out")).len(), 7);
}
