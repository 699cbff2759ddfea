//! The programs that the formats are for read them: pyarrow, pandas, DuckDB, followthemoney, networkx. Skipped where Python has
//! them not: `pip install -r tests/interop/requirements.txt`; `PYTHON` names the interpreter.

use std::process::Command;

#[test]
fn other_programs_read_what_is_written() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let forms = [
        ("parquet", "events.parquet"),
        ("parquet-articles", "articles.parquet"),
        ("ftm", "ftm.jsonl"),
        ("graphml", "graph.graphml"),
        ("geojson", "places.geojson"),
        ("csv", "events.csv"),
    ];
    for (format, name) in forms {
        let mut command = Command::new(env!("CARGO_BIN_EXE_advocoder"));
        command
            .args(["extract", "examples/articles", "examples/articles.jsonl", "--format", format, "--output"])
            .arg(path(name));
        assert!(
            command
                .args((format == "csv").then(|| [String::from("--tables"), path("tables")]).into_iter().flatten())
                .status()
                .unwrap()
                .success()
        );
    }
    let output = match Command::new(&python).args(["tests/interop/check.py"]).arg(dir.path()).output() {
        Ok(output) if output.status.code() != Some(77) => output,
        other => {
            eprintln!("skipped: {python} has not the modules ({other:?})");
            return;
        }
    };
    let [told, wrong] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{told}\n{wrong}");
    println!("{told}");
}
