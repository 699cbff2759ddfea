//! The files that a run writes: complete, or to be gone on with.
//!
//! A run writes `FILE.part` and notes in `FILE.journal` from time to time how far it is. Started again after it was
//! killed, it cuts the parts to what the journal says and goes on behind the last record that it noted. The last act is to
//! rename the parts, so that a file under its final name is always whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Tally;

/// A file to write.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where; `None` for standard output.
    pub path: Option<PathBuf>,
    /// What stands around and between the articles.
    pub frame: Frame,
    /// Makes the final file from what was written, where that is not the file itself.
    pub finish: Option<fn(&Path, &Path) -> io::Result<()>>,
}

/// What stands before the first, between any two and behind the last piece that articles give.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Before the first.
    pub head: String,
    /// Between two.
    pub between: &'static str,
    /// Behind the last.
    pub tail: &'static str,
}

/// What must be the same for a run to go on: else its output would be made of two halves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The program with the model in it.
    pub program: String,
    /// Gazetteers given.
    pub model: String,
    /// Options that change the output.
    pub options: String,
    /// Names, sizes and times of the input files.
    pub inputs: String,
}

/// Why a run does not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Something has changed since.
    #[error("A201 {journal}: this run was begun with {what}; --restart begins anew", journal = journal.display())]
    Changed {
        /// The journal.
        journal: PathBuf,
        /// What was other.
        what: &'static str,
    },
    /// The journal or a part is not what it should be.
    #[error("A202 {journal}: {message}; --restart begins anew", journal = journal.display())]
    Damaged {
        /// The journal.
        journal: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// The system does not let it write.
    #[error("cannot write {path}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's word.
        #[source]
        source: io::Error,
    },
}

const VERSION: &str = "advocoder-journal/1";

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    version: String,
    fingerprint: Fingerprint,
    /// Counts of all records that are done; their number is how many to pass over.
    tally: Tally,
    /// Of each part: bytes and pieces written.
    parts: Vec<(u64, u64)>,
    /// Whether all is written and only names are to be changed.
    finished: bool,
}

/// The files of a run, open for writing.
#[derive(Debug)]
pub struct Files {
    parts: Vec<Part>,
    journal: Option<(PathBuf, Fingerprint)>,
    every: Duration,
    noted: Instant,
    tally: Tally,
    finished: bool,
    failing: Option<PathBuf>,
}

#[derive(Debug)]
struct Part {
    target: Target,
    /// Where the bytes go: the part, or a device or pipe itself.
    path: Option<PathBuf>,
    out: Out,
    bytes: u64,
    pieces: u64,
}

enum Out {
    File(BufWriter<File>),
    Stdout(BufWriter<io::Stdout>),
    /// Renamed already by the run that is gone on with.
    Done,
}

impl std::fmt::Debug for Out {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Out")
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(out) => out.write(bytes),
            Self::Stdout(out) => out.write(bytes),
            Self::Done => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(out) => out.flush(),
            Self::Stdout(out) => out.flush(),
            Self::Done => Ok(()),
        }
    }
}

/// `path` with `suffix` behind its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Whether `path` is a device or pipe, which is written as it is.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}

impl Files {
    /// Opens the parts of `targets`. With a fingerprint and at least one file among them, a journal is kept beside the
    /// first file, and a run that left one is gone on with, unless `restart`.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn open(
        targets: Vec<Target>,
        fingerprint: Option<Fingerprint>,
        restart: bool,
        every: Duration,
    ) -> Result<Self, Refusal> {
        let regular = |target: &&Target| target.path.as_deref().is_some_and(|path| !is_device(path));
        let first = targets.iter().find(regular).and_then(|target| target.path.clone());
        // Only where all that is written can be cut: what went to a pipe cannot be taken back.
        let all = targets.iter().all(|target| regular(&target));
        let journal = first.filter(|_| all).map(|path| beside(&path, ".journal")).zip(fingerprint);
        let before = match &journal {
            Some((path, _)) if restart => {
                remove(path)?;
                None
            }
            Some((path, fingerprint)) => Journal::read(path, fingerprint, targets.len())?,
            None => None,
        };
        let mut parts = Vec::with_capacity(targets.len());
        for (at, target) in targets.into_iter().enumerate() {
            let noted = before.as_ref().and_then(|journal| Some((journal.parts.get(at)?, journal.finished)));
            let part = match (noted, &journal) {
                (Some((&(bytes, pieces), finished)), Some((journal, _))) => {
                    Part::reopen(target, bytes, pieces, finished, journal)?
                }
                _ => Part::create(target)?,
            };
            parts.push(part);
        }
        let (tally, finished) = before.map(|journal| (journal.tally, journal.finished)).unwrap_or_default();
        let mut files = Self { parts, journal, every, noted: Instant::now(), tally, finished, failing: None };
        if files.tally.records == 0 {
            // From here on an interrupted run is known as one.
            let tally = Tally::default();
            let path = files.journal.as_ref().map(|(path, _)| path.clone()).unwrap_or_default();
            files.note(&tally).map_err(|source| Refusal::Io { path, source })?;
        }
        Ok(files)
    }

    /// The counts of the run that is gone on with; all zero at the start of a new one.
    pub fn resumed(&self) -> &Tally {
        &self.tally
    }

    /// Number of files.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether the run that is gone on with had written everything.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The files that are being written, which must not be read.
    pub fn own(&self) -> Vec<PathBuf> {
        let parts = self.parts.iter().flat_map(|part| part.path.iter().chain(&part.target.path)).cloned();
        parts.chain(self.journal.iter().map(|(path, _)| path.clone())).collect()
    }

    /// The file whose writing failed; `None` is standard output.
    pub fn failing(&self) -> Option<&Path> {
        self.failing.as_deref()
    }

    /// Writes one piece to each file; an empty one is none.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&mut self, pieces: &[Vec<u8>]) -> io::Result<()> {
        for (part, piece) in self.parts.iter_mut().zip(pieces).filter(|(_, piece)| !piece.is_empty()) {
            part.write(piece).inspect_err(|_| self.failing.clone_from(&part.target.path))?;
        }
        Ok(())
    }

    /// Sends all to where a person or the next program sees it.
    ///
    /// # Errors
    /// The system's.
    pub fn flush(&mut self) -> io::Result<()> {
        for part in &mut self.parts {
            part.out.flush().inspect_err(|_| self.failing.clone_from(&part.target.path))?;
        }
        Ok(())
    }

    /// Notes that all records of `tally` are done, if it is time to.
    ///
    /// # Errors
    /// The system's. The journal then stands as it was.
    pub fn checkpoint(&mut self, tally: &Tally) -> io::Result<()> {
        if self.journal.is_none() || self.noted.elapsed() < self.every {
            return Ok(());
        }
        self.note(tally)
    }

    /// Brings everything to the disk, then the note of it.
    fn note(&mut self, tally: &Tally) -> io::Result<()> {
        let Some((path, fingerprint)) = &self.journal else { return Ok(()) };
        for part in &mut self.parts {
            part.sync().inspect_err(|_| self.failing.clone_from(&part.target.path))?;
        }
        let journal = Journal {
            version: VERSION.to_owned(),
            fingerprint: fingerprint.clone(),
            tally: tally.clone(),
            parts: self.parts.iter().map(|part| (part.bytes, part.pieces)).collect(),
            finished: self.finished,
        };
        journal.write(path).inspect_err(|_| self.failing = Some(path.clone()))?;
        self.noted = Instant::now();
        Ok(())
    }

    /// Closes all files and gives them their names.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(&mut self, tally: &Tally) -> io::Result<()> {
        if !self.finished {
            for part in &mut self.parts {
                part.write_tail().inspect_err(|_| self.failing.clone_from(&part.target.path))?;
            }
            self.finished = true;
            self.note(tally)?;
        }
        for part in &mut self.parts {
            part.rename().inspect_err(|_| self.failing.clone_from(&part.target.path))?;
        }
        if let Some((path, _)) = &self.journal {
            fs::remove_file(path).inspect_err(|_| self.failing = Some(path.clone()))?;
        }
        Ok(())
    }
}

impl Part {
    fn create(target: Target) -> Result<Self, Refusal> {
        let path = target.path.as_ref().map(|path| if is_device(path) { path.clone() } else { beside(path, ".part") });
        let out = match (&path, &target.path) {
            (Some(path), Some(named)) => {
                let failed = |source| Refusal::Io { path: named.clone(), source };
                Out::File(BufWriter::with_capacity(1 << 16, File::create(path).map_err(failed)?))
            }
            _ => Out::Stdout(BufWriter::with_capacity(1 << 16, io::stdout())),
        };
        let mut part = Self { target, path, out, bytes: 0, pieces: 0 };
        let head = part.target.frame.head.clone();
        part.put(head.as_bytes())
            .map_err(|source| Refusal::Io { path: part.target.path.clone().unwrap_or_default(), source })?;
        Ok(part)
    }

    /// Cuts what was written behind the note.
    fn reopen(target: Target, bytes: u64, pieces: u64, finished: bool, journal: &Path) -> Result<Self, Refusal> {
        let damaged = |message| Refusal::Damaged { journal: journal.to_path_buf(), message };
        let Some(named) = target.path.clone() else { return Err(damaged("it is of another output".to_owned())) };
        let path = beside(&named, ".part");
        if finished && !path.exists() {
            return Ok(Self { target, path: Some(path), out: Out::Done, bytes, pieces });
        }
        let failed = |source| Refusal::Io { path: path.clone(), source };
        let mut file = match File::options().read(true).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(format!("{} is gone", path.display())));
            }
            other => other.map_err(failed)?,
        };
        let length = file.metadata().map_err(failed)?.len();
        if length < bytes {
            return Err(damaged(format!("{} has {length} bytes, fewer than the {bytes} noted", path.display())));
        }
        file.set_len(bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let out = Out::File(BufWriter::with_capacity(1 << 16, file));
        Ok(Self { target, path: Some(path), out, bytes, pieces })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.pieces > 0 {
            self.put(self.target.frame.between.as_bytes())?;
        }
        self.pieces += 1;
        self.put(piece)
    }

    fn write_tail(&mut self) -> io::Result<()> {
        self.put(self.target.frame.tail.as_bytes())?;
        self.out.flush()
    }

    fn sync(&mut self) -> io::Result<()> {
        self.out.flush()?;
        match &self.out {
            // A device has nothing to bring to the disk.
            Out::File(out) if self.path != self.target.path => out.get_ref().sync_data(),
            _ => Ok(()),
        }
    }

    fn rename(&mut self) -> io::Result<()> {
        self.sync()?;
        let (Some(part), Some(named)) = (&self.path, &self.target.path) else { return Ok(()) };
        if matches!(self.out, Out::Done) || part == named {
            return Ok(());
        }
        match self.target.finish {
            None => fs::rename(part, named)?,
            Some(finish) => {
                let made = beside(named, ".tmp");
                finish(part, &made)?;
                fs::rename(&made, named)?;
                fs::remove_file(part)?;
            }
        }
        self.out = Out::Done;
        sync_directory(named)
    }
}

/// Brings a change of names to the disk.
fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(parent)?.sync_all() } else { Ok(()) }
}

fn remove(path: &Path) -> Result<(), Refusal> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Refusal::Io { path: path.to_path_buf(), source: error })
        }
        _ => Ok(()),
    }
}

impl Journal {
    /// The journal of a run that may be gone on with; `None` where there is none.
    fn read(path: &Path, fingerprint: &Fingerprint, parts: usize) -> Result<Option<Self>, Refusal> {
        let mut text = String::new();
        match File::open(path).and_then(|mut file| file.read_to_string(&mut text)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|source| Refusal::Io { path: path.to_path_buf(), source })?,
        };
        let damaged = |message: String| Refusal::Damaged { journal: path.to_path_buf(), message };
        let journal: Self =
            serde_json::from_str(&text).map_err(|error| damaged(format!("it cannot be read ({error})")))?;
        if journal.version != VERSION {
            return Err(damaged(format!("it is of another version ({})", journal.version)));
        }
        let Fingerprint { program, model, options, inputs } = &journal.fingerprint;
        let differences = [
            (program != &fingerprint.program, "another version of the program"),
            (model != &fingerprint.model, "another gazetteer"),
            (options != &fingerprint.options || journal.parts.len() != parts, "other options"),
            (inputs != &fingerprint.inputs, "other input files, or some have changed"),
        ];
        match differences.iter().find(|(differs, _)| *differs) {
            Some(&(_, what)) => Err(Refusal::Changed { journal: path.to_path_buf(), what }),
            None => Ok(Some(journal)),
        }
    }

    /// Replaces the journal in one step.
    fn write(&self, path: &Path) -> io::Result<()> {
        let new = beside(path, ".tmp");
        let mut file = File::create(&new)?;
        serde_json::to_writer(&mut file, self)?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        fs::rename(&new, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(inputs: &str) -> Fingerprint {
        let [program, model, options] = ["p", "m", "o"].map(str::to_owned);
        Fingerprint { program, model, options, inputs: inputs.into() }
    }

    fn target(path: &Path) -> Target {
        let frame = Frame { head: "[".into(), between: ",", tail: "]" };
        Target { path: Some(path.to_path_buf()), frame, finish: None }
    }

    fn open(path: &Path, restart: bool) -> Result<Files, Refusal> {
        Files::open(vec![target(path)], Some(fingerprint("i")), restart, Duration::ZERO)
    }

    fn tally(records: u64) -> Tally {
        Tally { records, analysed: records, ..Tally::default() }
    }

    #[test]
    fn a_run_that_was_cut_off_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.json");
        let mut files = open(&path, false).unwrap();
        for (n, piece) in [b"1", b"2"].into_iter().enumerate() {
            files.write(&[piece.to_vec()]).unwrap();
            files.checkpoint(&tally(n as u64 + 1)).unwrap();
        }
        files.write(&[b"not noted".to_vec()]).unwrap();
        files.flush().unwrap();
        drop(files);
        assert!(!path.exists());
        let mut files = open(&path, false).unwrap();
        assert_eq!(files.resumed(), &tally(2));
        files.write(&[Vec::new()]).unwrap();
        files.write(&[b"3".to_vec()]).unwrap();
        files.finish(&tally(3)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[1,2,3]");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "journal and part are gone");
    }

    #[test]
    fn what_has_changed_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.json");
        drop(open(&path, false).unwrap());
        let other = Files::open(vec![target(&path)], Some(fingerprint("j")), false, Duration::ZERO);
        assert!(other.unwrap_err().to_string().contains("A201"));
        fs::write(dir.path().join("out.json.part"), "").unwrap();
        assert!(open(&path, false).unwrap_err().to_string().contains("A202"));
        fs::write(dir.path().join("out.json.journal"), "{").unwrap();
        assert!(open(&path, false).unwrap_err().to_string().contains("A202"));
        open(&path, true).unwrap().finish(&tally(0)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[]");
    }

    #[test]
    fn names_are_changed_after_a_crash_between_two() {
        let dir = tempfile::tempdir().unwrap();
        let paths = ["a", "b"].map(|name| dir.path().join(name));
        let open = || {
            Files::open(paths.iter().map(|path| target(path)).collect(), Some(fingerprint("i")), false, Duration::ZERO)
        };
        let mut files = open().unwrap();
        files.write(&[b"1".to_vec(), b"2".to_vec()]).unwrap();
        for part in &mut files.parts {
            part.write_tail().unwrap();
        }
        files.finished = true;
        files.note(&tally(1)).unwrap();
        files.parts[0].rename().unwrap();
        drop(files);
        let mut files = open().unwrap();
        assert!(files.is_finished());
        files.finish(&tally(1)).unwrap();
        assert_eq!(paths.each_ref().map(|path| fs::read_to_string(path).unwrap()), ["[1]", "[2]"]);
    }
}
