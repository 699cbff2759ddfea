//! More than sixty files that were made to break a reader: none panics, hangs or fills the memory, and each that holds no
//! article gives a reject with a code.
//!
//! `cargo test --release --test hostile_files -- --nocapture` prints the slowest and the largest.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than this is a hang, even on a busy machine.
const HANG: Duration = Duration::from_mins(1);

/// The most memory that a run may take, in kB.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 500_000;

/// A file's name, its bytes, and the code of the reject that it must give; empty where it holds an article all the same.
type Case = (&'static str, Vec<u8>, &'static str);

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

/// `bytes` without the last few.
fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 12);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn repeat(piece: &str, bytes: usize) -> Vec<u8> {
    piece.repeat(bytes / piece.len()).into_bytes()
}

fn warc(kind: &str, length: &str, block: &[u8]) -> Vec<u8> {
    let head =
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n").as_bytes(), body].concat();
    warc("response", &block.len().to_string(), &block)
}

fn wiki(inside: &str) -> Vec<u8> {
    text(&format!(
        "<mediawiki><page><title>A</title><ns>0</ns><id>1</id><revision><text>{inside}</text></revision></page></mediawiki>"
    ))
}

fn cases() -> Vec<Case> {
    let line = text("{\"text\":\"Rain fell.\"}\n");
    let big = 100 << 20;
    let xz_head = b"\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46".to_vec();
    let utf16 = |text: &str| [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    vec![
        // Compression.
        ("gz-cut.jsonl.gz", cut(gzip(&line.repeat(500))), "A101"),
        ("gz-garbage.gz", [b"\x1f\x8b\x08".as_slice(), &repeat("xyz", 5000)].concat(), "A101"),
        ("gz-bomb.jsonl.gz", gzip(&vec![b' '; big]), "A101"),
        ("gz-bomb-line.jsonl.gz", gzip(&vec![b'x'; big]), "A101"),
        ("gz-in-gz.gz", gzip(&gzip(&line)), "A104"),
        ("gz-empty.gz", gzip(b""), "A103"),
        (
            "gz-wrong-sum.gz",
            {
                let mut b = gzip(b"Rain fell all night.");
                let at = b.len() - 6;
                b[at] ^= 255;
                b
            },
            "A101",
        ),
        ("zst-cut.jsonl.zst", cut(zstd(&line.repeat(500))), "A101"),
        ("zst-garbage.zst", [b"\x28\xb5\x2f\xfd".as_slice(), &repeat("xyz", 5000)].concat(), "A101"),
        ("zst-bomb.jsonl.zst", zstd(&vec![b' '; big]), "A101"),
        ("zst-window.zst", b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00".to_vec(), "A101"),
        ("bz2-cut.bz2", cut(bzip2(&line.repeat(500))), "A101"),
        ("bz2-garbage.bz2", [b"BZh9".as_slice(), &repeat("xyz", 5000)].concat(), "A101"),
        ("bz2-bomb.jsonl.bz2", bzip2(&vec![b' '; big]), "A101"),
        ("xz-head.xz", xz_head.clone(), "A101"),
        (
            "xz-dictionary.xz",
            [&xz_head[..], b"\x02\x00\x21\x01\x28\x00\x00\x00\x73\xdf\x9f\x5b\x01\x00"].concat(),
            "A101",
        ),
        ("xz-garbage.xz", [&xz_head[..], &repeat("xyz", 5000)].concat(), "A101"),
        // JSON Lines.
        ("deep.jsonl", repeat("{\"text\":", 1 << 20), "A110"),
        ("deep-beside.jsonl", [text("{\"a\":"), repeat("[", 1 << 20)].concat(), "A110"),
        ("long-line.jsonl", [text("{\"text\":\""), repeat("x", 40 << 20), text("\"}\n")].concat(), "A107"),
        ("no-utf8.jsonl", b"{\"text\":\"caf\xe9\"}".to_vec(), "A106"),
        ("surrogate.jsonl", text("{\"text\":\"\\ud800\"}"), "A110"),
        ("open-string.jsonl", text("{\"text\":\"Rain"), "A110"),
        ("number.jsonl", text("{\"text\":1e999999}"), "A110"),
        ("list.jsonl", text("{\"text\":[\"Rain\"]}"), "A113"),
        ("other-field.jsonl", text("{\"body\":\"Rain\"}"), "A112"),
        ("zeros.jsonl", vec![0; 1 << 20], "A110"),
        ("many-bad.jsonl", repeat("{\n", 200_000), "A110"),
        ("utf16.jsonl", utf16("{\"text\":\"Rain fell."), "A110"),
        // JSON.
        ("deep.json", repeat("[", 20 << 20), "A107"),
        ("open.json", [text("[{\"text\":\""), repeat("x", 20 << 20)].concat(), "A107"),
        ("numbers.json", [text("["), repeat("1,", 20_000)].concat(), "A111"),
        ("no-comma.json", text("[\"a\" \"b\" }{]["), "A110"),
        // Tables.
        ("open-quote.csv", [text("text\n\""), repeat("x,", 40 << 20)].concat(), "A114"),
        ("cells.csv", text("id,text\n1,a,b,c\n"), "A114"),
        ("columns.csv", [text("id,text\n1"), repeat(",", 1 << 20)].concat(), "A114"),
        ("zeros.csv", vec![0; 5000], "A104"),
        ("no-text.csv", text("id,body\n1,Rain\n"), "A112"),
        ("latin1.csv", b"text\ncaf\xe9\n".to_vec(), "A106"),
        // Pages.
        ("deep.html", repeat("<div>", 2 << 20), "A115"),
        ("deep-bold.html", repeat("<b><p>x", 1 << 20), "A115"),
        ("adoption.html", repeat("<a><table><a>", 200_000), "A115"),
        ("many.html", repeat("<p>a</p>", 3 << 20), "A115"),
        ("large.html", repeat("<p>Rain fell.</p>", 10 << 20), "A107"),
        ("attribute.html", [text("<html><p a=\""), repeat("x", 1 << 20)].concat(), "A115"),
        ("script.html", text("<html><script>Rain fell all night, said the mayor.</script></html>"), "A115"),
        ("comment.html", [text("<html><!--"), repeat("--", 1 << 20)].concat(), "A115"),
        ("entities.html", [text("<html>"), repeat("&#x0;&lt&", 300)].concat(), ""),
        ("svg.html", [text("<html><svg>"), repeat("<g>", 300_000)].concat(), "A115"),
        ("empty.html", text(" \n"), "A103"),
        // Archives.
        ("negative.warc", warc("response", "-5", b""), "A116"),
        ("huge.warc", warc("response", "99999999999999", b"HTTP/1.1 200 OK\r\n\r\n"), "A116"),
        ("no-end.warc", [text("WARC/1.0\r\n"), repeat("A: b\r\n", 1 << 20)].concat(), "A116"),
        ("garbage.warc", [text("WARC/1.0\r\n\r\n"), repeat("xyz\n", 1 << 20)].concat(), "A116"),
        ("cut.warc", cut(response("", &repeat("<p>Rain fell.</p>", 5000))), "A116"),
        ("no-http.warc", warc("response", "4", b"Rain"), "A116"),
        ("chunks.warc", response("Transfer-Encoding: chunked\r\n", b"FFFFFFFFFFFFFFFF\r\n<html>"), "A115"),
        ("bomb.warc", response("Content-Encoding: gzip\r\n", &gzip(&vec![b' '; big])), "A107"),
        ("brotli.warc", response("Content-Encoding: br\r\n", b"\x0b\x02\x80"), "A117"),
        // Wikis.
        (
            "laughs.xml",
            text("<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><mediawiki><page><text>&b;</text>"),
            "A116",
        ),
        ("deep.xml", [text("<mediawiki>"), repeat("<page>", 5 << 20)].concat(), "A116"),
        ("endless.xml", [text("<mediawiki><page><text>"), repeat("x", 40 << 20)].concat(), "A107"),
        ("tag.xml", [text("<mediawiki><page "), repeat("a ", 40 << 20)].concat(), "A107"),
        ("braces.xml", wiki(&"{{[[{|".repeat(200_000)), "A103"),
        ("empty.xml", wiki("{{nothing}}"), "A103"),
        // Parquet.
        ("magic.parquet", text("PAR1"), "A118"),
        ("footer.parquet", b"PAR1\x00\x00\x00\x00\xff\xff\xff\x7fPAR1".to_vec(), "A118"),
        ("garbage.parquet", [text("PAR1"), repeat("xyz", 3000), b"\x28\x23\x00\x00PAR1".to_vec()].concat(), "A118"),
        // Texts.
        ("elf.txt", b"\x7fELF\x02\x01\x01\x00\x00".to_vec(), "A104"),
        ("paper.txt", text("%PDF-1.7\n%abc"), "A104"),
        ("empty.txt", Vec::new(), "A103"),
        ("mark.txt", text("\u{feff}"), "A103"),
        ("blank.txt", repeat(" \t\r\n", 1 << 20), "A103"),
        ("huge.txt", repeat("Rain fell. ", 20 << 20), "A107"),
        ("utf16-odd.txt", [utf16("Rain fell."), vec![0x41]].concat(), ""),
        ("one-word.txt", repeat("x", 1 << 20), ""),
        ("brackets.txt", repeat("([{\"'", 1 << 12), ""),
        ("marks.txt", repeat("e\u{301}\u{323}", 1 << 12), ""),
        ("directions.txt", repeat("\u{202e}\u{200f}Rain", 1 << 12), ""),
        ("emoji.txt", repeat("👩\u{200d}👧\u{fe0f}", 1 << 12), ""),
        ("capitals.txt", repeat("Rain Fell Over Lima ", 1 << 12), ""),
        ("bytes.txt", (1..=255).cycle().take(1 << 12).collect(), ""),
    ]
}

/// Runs the program on one file; gives rejects and records, the exit code, the time and the most memory in kB.
fn run(dir: &Path, name: &str) -> ([Vec<Value>; 2], Option<i32>, Duration, u64) {
    let rejects = dir.join("rejects.jsonl");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_advocoder"))
        .current_dir(dir)
        .args(["extract", name, "--any-language", "--output", "out.jsonl", "--rejects", "rejects.jsonl"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let told = std::thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let mut memory = 0;
    let status = loop {
        let known = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = known.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        memory = memory.max(peak.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < HANG, "{name} hangs");
        std::thread::sleep(Duration::from_millis(5));
    };
    let time = start.elapsed();
    let told = told.join().unwrap().unwrap();
    assert!(!told.contains("panicked") && !told.contains("A130"), "{name}: {told}");
    let rejects = fs::read_to_string(rejects).unwrap();
    let out = fs::read_to_string(dir.join("out.jsonl")).unwrap();
    let records = [rejects, out].map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
    (records, status.code(), time, memory)
}

#[test]
fn hostile_files_are_rejected_with_a_reason() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    let number = cases.len();
    let dir = tempfile::tempdir().unwrap();
    let (mut slowest, mut largest) = ((Duration::ZERO, ""), (0, ""));
    let mut wrong = Vec::new();
    for (name, bytes, code) in cases {
        fs::write(dir.path().join(name), bytes).unwrap();
        let ([rejects, records], status, time, memory) = run(dir.path(), name);
        fs::remove_file(dir.path().join(name)).unwrap();
        slowest = slowest.max((time, name));
        largest = largest.max((memory, name));
        let codes: Vec<_> = rejects.iter().map(|reject| reject["code"].as_str().unwrap()).collect();
        let clean = codes.is_empty() && records.len() == 1 && records[0]["schema"] == "advocoder/1";
        let expected = if code.is_empty() { clean } else { codes.contains(&code) };
        if !expected || status != Some(i32::from(!code.is_empty())) {
            wrong.push(format!(
                "{name}: {code:?} expected, {:?} found, exit code {status:?}",
                codes.iter().take(3).collect::<Vec<_>>()
            ));
        }
        assert!(rejects.iter().all(|reject| !reject["message"].as_str().unwrap().is_empty()));
        #[cfg(target_os = "linux")]
        assert!(memory < MEMORY, "{name} takes {memory} kB");
    }
    println!("{number} files; slowest: {slowest:?}, largest: {largest:?} kB");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
