//! Which files are read: those named, and those in the directories named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::vec::IntoIter;

use super::{Place, Problem, Trouble};

/// An input to open.
#[derive(Debug)]
pub enum Found {
    /// Standard input.
    StandardInput,
    /// A file.
    File(PathBuf),
}

impl Found {
    /// Its name in messages and records.
    pub fn name(&self) -> Arc<str> {
        match self {
            Self::StandardInput => "-".into(),
            Self::File(path) => path.to_string_lossy().into(),
        }
    }
}

/// The files to read, in order. Of a directory: every regular file below it, in the order of file names as bytes;
/// hidden ones (`.name`) are left out, links to files are followed and links to directories are not, so that no cycle
/// arises.
#[derive(Debug)]
pub struct Walk {
    named: IntoIter<PathBuf>,
    /// Entries still to come of each directory on the way down.
    open: Vec<IntoIter<PathBuf>>,
    skip: Vec<PathBuf>,
}

impl Walk {
    /// Those of `paths`, without the files `skip` in directories.
    pub fn new(paths: impl Iterator<Item = PathBuf>, skip: &[PathBuf]) -> Self {
        let skip = skip.iter().filter_map(|path| path.canonicalize().ok()).collect();
        Self { named: paths.collect::<Vec<_>>().into_iter(), open: Vec::new(), skip }
    }

    /// A path of the command line: pipes and devices are as good as files.
    fn named(&mut self, path: PathBuf) -> io::Result<Option<Found>> {
        if path.as_os_str() == "-" {
            return Ok(Some(Found::StandardInput));
        }
        if fs::metadata(&path)?.is_dir() {
            self.open.push(entries(&path)?);
            return Ok(None);
        }
        Ok(Some(Found::File(path)))
    }

    /// A path in a directory; `Ok(Err(_))` when it is nothing that can be read as a file.
    fn below(&mut self, path: PathBuf) -> io::Result<Result<Option<Found>, Trouble>> {
        let own = fs::symlink_metadata(&path)?.file_type();
        if own.is_dir() {
            self.open.push(entries(&path)?);
            return Ok(Ok(None));
        }
        let target = if own.is_symlink() { fs::metadata(&path)?.file_type() } else { own };
        let skipped =
            |path: &Path| !self.skip.is_empty() && path.canonicalize().is_ok_and(|at| self.skip.contains(&at));
        if target.is_dir() || skipped(&path) {
            return Ok(Ok(None));
        }
        Ok(if target.is_file() { Ok(Some(Found::File(path))) } else { Err(Trouble::NotRegular) })
    }
}

fn entries(directory: &Path) -> io::Result<IntoIter<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names.into_iter().map(|name| directory.join(name)).collect::<Vec<_>>().into_iter())
}

impl Iterator for Walk {
    type Item = Result<Found, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, found) = if let Some(entries) = self.open.last_mut() {
                let Some(path) = entries.next() else {
                    self.open.pop();
                    continue;
                };
                (path.clone(), self.below(path))
            } else {
                let path = self.named.next()?;
                (path.clone(), self.named(path).map(Ok))
            };
            let trouble = match found {
                Ok(Ok(None)) => continue,
                Ok(Ok(Some(found))) => return Some(Ok(found)),
                Ok(Err(trouble)) => trouble,
                Err(error) => Trouble::Unreadable(error.to_string()),
            };
            return Some(Err(Problem { place: Place::file(path.to_string_lossy()), trouble }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path, skip: &[PathBuf]) -> Vec<String> {
        let strip = |name: &str| name.replace(&format!("{}/", root.display()), "");
        Walk::new([root.to_path_buf()].into_iter(), skip)
            .map(|found| match found {
                Ok(found) => strip(&found.name()),
                Err(problem) => format!("! {}", strip(&problem.to_string())),
            })
            .collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for path in ["b.txt", "a/2.txt", "a/10.txt", "a/sub/x.txt", "Z.txt", ".hidden/x.txt", "a/.DS_Store", "é.txt"] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "x").unwrap();
        }
        fs::create_dir(root.join("empty")).unwrap();
        assert_eq!(names(root, &[]), ["Z.txt", "a/10.txt", "a/2.txt", "a/sub/x.txt", "b.txt", "é.txt"]);
        assert_eq!(names(root, &[root.join("a/../b.txt")]).len(), 5);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_do_no_harm() {
        use std::os::unix::{fs::symlink, net::UnixListener};
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::write(root.join("a.txt"), "x").unwrap();
        symlink(root, root.join("cycle")).unwrap();
        symlink(root.join("a.txt"), root.join("link.txt")).unwrap();
        symlink(root.join("gone.txt"), root.join("broken.txt")).unwrap();
        let _socket = UnixListener::bind(root.join("socket")).unwrap();
        let names = names(root, &[]);
        assert_eq!(names.len(), 4, "{names:?}");
        assert_eq!(names[0], "a.txt");
        assert!(names[1].starts_with("! broken.txt: A101"), "{names:?}");
        assert_eq!(names[2..], ["link.txt", "! socket: A102 is no regular file"]);
    }

    #[test]
    fn a_missing_path_is_told_and_the_next_one_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), "x").unwrap();
        let paths = ["none.txt", "-"].map(|p| if p == "-" { p.into() } else { dir.path().join(p) });
        let found: Vec<_> = Walk::new(paths.into_iter(), &[]).collect();
        assert!(found[0].as_ref().is_err_and(|p| p.to_string().contains("none.txt: A101")));
        assert!(matches!(found[1], Ok(Found::StandardInput)));
    }
}
