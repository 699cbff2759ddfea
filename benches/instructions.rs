//! Instructions that each stage takes, which other programs on the machine do not change: `cargo bench --bench instructions`.
//!
//! The program runs itself under `valgrind --tool=callgrind`, once a stage, and compares what the stage took with
//! `benches/instructions.toml`: more than 5 % above fails. `-- --bless` writes what was counted there. The text is made up
//! (`benches/common`). Without valgrind it says so and does nothing. The file has counts of both profiles: CI counts in the one
//! of the tests, which is built there anyway (`--profile dev`).

mod common;

use advocoder::doc::Document;
use advocoder::segment::segment;
use advocoder::{Article, Model, Worker};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Bytes of text.
const TEXT: usize = 12_000;
/// How much more than the baseline is a regression.
const LIMIT: f64 = 1.05;
const STAGES: [&str; 5] = ["tokens", "names", "tags", "trees", "events"];
const PROFILE: &str = if cfg!(debug_assertions) { "dev" } else { "release" };

type Counts = BTreeMap<String, BTreeMap<String, u64>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|a| a == "--stage").and_then(|at| arguments.get(at + 1)) {
        Some(stage) => {
            run(stage);
            ExitCode::SUCCESS
        }
        None => compare(arguments.iter().any(|a| a == "--bless")),
    }
}

/// Counts all stages and compares them with the file, or writes them there.
fn compare(bless: bool) -> ExitCode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.toml");
    let mut known: Counts = toml::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap();
    let mut counted = BTreeMap::new();
    for stage in STAGES {
        let Some(count) = count(stage) else {
            println!("valgrind is not installed: no instructions were counted");
            return ExitCode::SUCCESS;
        };
        counted.insert(stage.to_owned(), count);
    }
    let baseline = known.get(PROFILE).cloned().unwrap_or_default();
    let mut worse = false;
    for (stage, &count) in &counted {
        let before = baseline.get(stage).copied().unwrap_or(count);
        let ratio = count as f64 / before as f64;
        worse |= ratio > LIMIT;
        println!(
            "{stage:>8} {count:>12} instructions, {:>8.0} a byte, {ratio:.3} of the baseline",
            count as f64 / TEXT as f64
        );
    }
    if bless {
        known.insert(PROFILE.to_owned(), counted);
        let head = "# Instructions of each stage over the text of benches/instructions.rs, by profile.\n# Written by: cargo bench --bench instructions [--profile dev] -- --bless\n\n";
        std::fs::write(path, head.to_owned() + &toml::to_string(&known).unwrap()).unwrap();
    } else if worse {
        println!(
            "A stage takes over 5 % more instructions. Where that is meant: cargo bench --bench instructions -- --bless"
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Instructions of a stage alone; none without valgrind.
fn count(stage: &str) -> Option<u64> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("callgrind.out");
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*instructions::measured*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["--stage", stage])
        .output()
        .ok()?;
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let counts = std::fs::read_to_string(out).unwrap();
    let total = counts.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    let total = total.and_then(|total| total.trim().parse().ok()).unwrap_or(0);
    assert!(total > 0, "nothing was counted for {stage}");
    Some(total)
}

/// What is counted.
#[inline(never)]
fn measured(stage: impl FnOnce()) {
    black_box(stage)();
}

/// A stage, behind those that it needs. Each runs once before, so that buffers are there.
fn run(stage: &str) {
    let model = Model::embedded().unwrap();
    let names = common::KNOWN.iter().map(|&name| name.to_owned()).collect();
    let text = common::News::new(common::DENSE, names).text(TEXT);
    let article = Article { text: text.clone(), ..Article::default() };
    let mut worker = Worker::new(&model);
    worker.analyse(&article);
    let mut doc = Document::default();
    segment(&text, &mut doc);
    match stage {
        "tokens" => {
            doc.clear();
            measured(|| segment(&text, &mut doc));
        }
        "names" => measured(|| model.gazetteer.find(&text, &mut doc)),
        "tags" => measured(|| model.tagger.tag(&text, &mut doc)),
        "trees" => {
            model.tagger.tag(&text, &mut doc);
            measured(|| model.parser.parse(&text, &mut doc));
        }
        "events" => measured(|| assert!(!worker.analyse(&article).doc.events.is_empty())),
        _ => panic!("no stage {stage}"),
    }
}
