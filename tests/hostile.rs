//! What a program meets in the wild: closed pipes, full disks, huge lines, files that may not be read, dying readers.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn advocoder(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_advocoder"));
    command.args(args).stdin(Stdio::null());
    command
}

/// Exit code, standard output and standard error.
fn told(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn with_stdin(args: &[&str], stdin: &[u8]) -> (Option<i32>, String, String) {
    let mut child =
        advocoder(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // The program may go before it has read all.
        scope.spawn(move || pipe.write_all(stdin).ok());
        told(child.wait_with_output().unwrap())
    })
}

fn lines(count: usize) -> String {
    "{\"text\":\"Rain fell all night.\"}\n".repeat(count)
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("many.jsonl");
    // Bad lines at the start: the code is still 0 when the reader goes.
    fs::write(&path, format!("{{}}\n{}", lines(20_000))).unwrap();
    for threads in ["1", "3"] {
        let mut child = advocoder(&["extract", "--threads", threads])
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("{\"schema\""));
        let (code, _, stderr) = told(child.wait_with_output().unwrap());
        assert_eq!(code, Some(0));
        assert!(stderr.lines().all(|line| line.contains("A112")), "{stderr}");
    }
}

#[test]
fn a_closed_pipe_of_the_schema_is_no_error() {
    let mut child = advocoder(&["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let (code, _, stderr) = told(child.wait_with_output().unwrap());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let output = advocoder(&["extract", "examples/articles"]).stdout(full()).stderr(Stdio::piped()).output().unwrap();
    let (code, _, stderr) = told(output);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("advocoder: cannot write standard output: No space left"), "{stderr}");
    let (code, _, stderr) =
        told(advocoder(&["extract", "examples/articles", "--output", "/dev/full"]).output().unwrap());
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("advocoder: cannot write /dev/full: No space left"), "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_standard_error_is_no_panic() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = advocoder(&["extract", "none.txt", "examples/articles/sports.txt"]).stderr(full).output().unwrap();
    let (code, stdout, _) = told(output);
    assert_eq!(code, Some(1));
    assert_eq!(stdout.lines().count(), 1);
}

#[test]
fn a_line_of_fifty_megabytes_is_one_skipped_record() {
    let mut input = lines(1).into_bytes();
    input.extend_from_slice(b"{\"text\":\"");
    input.resize(input.len() + 50_000_000, b'x');
    input.extend_from_slice(b"\"}\n");
    input.extend_from_slice(lines(1).as_bytes());
    let (code, stdout, stderr) = with_stdin(&["extract"], &input);
    assert_eq!(code, Some(1));
    assert_eq!(stdout.lines().count(), 2);
    assert!(stderr.starts_with("advocoder: <stdin>:2: A107 is larger than 16 MiB"), "{stderr}");
}

#[test]
fn bytes_of_all_kinds_are_no_panic() {
    let any: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for (args, input) in [
        (&["extract"][..], &any[..]),
        (&["extract", "--input-format", "jsonl"], &any),
        (&["extract"], b"{"),
        (&["extract"], b"\xef\xbb\xbf"),
        (&["extract"], b"{\"text\":\"\\ud83d\"}"),
    ] {
        let (code, stdout, stderr) = with_stdin(args, input);
        assert_eq!(code, Some(1), "{stderr}");
        assert_eq!(stdout, "");
        assert!(stderr.lines().all(|line| line.starts_with("advocoder: ")), "{stderr}");
    }
}

#[test]
fn odd_but_valid_texts_are_analysed() {
    let (code, stdout, stderr) = with_stdin(
        &["extract"],
        "{\"text\":\"\"}\n{\"text\":\"\\u0000\"}\n{\"text\":\"\u{feff}\u{202e}\\r\\n\\t\u{10ffff}\"}\n{\"text\":\"((((((((\\\"\\\"''\"}"
            .as_bytes(),
    );
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_leaves_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(dir.path().join(name), "Rain fell.").unwrap();
    }
    let locked = dir.path().join("b.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&locked).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let (code, stdout, stderr) = told(advocoder(&["extract"]).arg(dir.path()).output().unwrap());
    assert_eq!(code, Some(1));
    assert_eq!(stdout.lines().count(), 2);
    assert!(stderr.contains("b.txt: A101 cannot read it: Permission denied"), "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read_leaves_the_others() {
    // Opens, and fails at the first read.
    let broken = Path::new("/proc/self/mem");
    let (code, stdout, stderr) =
        told(advocoder(&["extract"]).arg(broken).arg("examples/articles/sports.txt").output().unwrap());
    assert_eq!(code, Some(1));
    assert_eq!(stdout.lines().count(), 1);
    assert!(stderr.starts_with("advocoder: /proc/self/mem: A101 cannot read it: "), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_utf8_is_read() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(OsStr::from_bytes(b"caf\xe9.txt"));
    if fs::write(&path, "Rain fell.").is_err() {
        eprintln!("skipped: the file system wants UTF-8");
        return;
    }
    let (code, stdout, stderr) = told(advocoder(&["extract"]).arg(dir.path()).output().unwrap());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(stdout.contains("caf\u{fffd}.txt"));
}
