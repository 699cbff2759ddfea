//! Compressed input: gzip (also of many members, as in `.warc.gz`), Zstandard (also of many frames), bzip2 and xz, known
//! by their first bytes and unpacked while they are read.
//!
//! A file that unpacks to far more than it holds is no archive of texts but a trap: [`Guard`] stops it.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much may be unpacked before the ratio is looked at, in bytes.
const FREE: u64 = 64 << 20;

/// How many bytes one compressed byte may become. Newspaper text unpacks to three to ten times its size, repetitive JSON
/// to some fifty.
const RATIO: u64 = 200;

/// The largest window of Zstandard and dictionary of xz, in bytes: what `zstd --long=27` and `xz -9` write.
const WINDOW: u32 = 128 << 20;

/// A way to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Compression {
    const ALL: [(Self, &'static [u8], &'static str); 4] = [
        (Self::Gzip, b"\x1f\x8b\x08", "gz"),
        (Self::Zstd, b"\x28\xb5\x2f\xfd", "zst"),
        (Self::Bzip2, b"BZh", "bz2"),
        (Self::Xz, b"\xfd7zXZ\0", "xz"),
    ];

    /// The way that `head`, the first bytes of a file, was compressed.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        Self::ALL.iter().find(|(_, magic, _)| head.starts_with(magic)).map(|&(this, ..)| this)
    }

    /// Whether more bytes behind `head` could make it the start of a compressed file.
    pub(super) fn may_follow(head: &[u8]) -> bool {
        Self::ALL.iter().any(|(_, magic, _)| magic.len() > head.len() && magic.starts_with(head))
    }

    /// Whether `extension` (in lower case) is that of a compressed file.
    pub(super) fn is_extension(extension: &str) -> bool {
        Self::ALL.iter().any(|&(.., known)| known == extension)
    }

    /// The extension of its files.
    pub(super) fn extension(self) -> &'static str {
        Self::ALL.iter().find(|(this, ..)| *this == self).map_or("", |&(.., extension)| extension)
    }

    /// Unpacks `bytes`.
    pub(super) fn unpack(self, bytes: Box<dyn BufRead + Send>) -> io::Result<Box<dyn Read + Send>> {
        let packed = Arc::new(AtomicU64::new(0));
        let bytes = io::BufReader::with_capacity(1 << 16, Counted { inner: bytes, count: Arc::clone(&packed) });
        let inner: Box<dyn Read + Send> = match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes)?;
                decoder.window_log_max(WINDOW.ilog2())?;
                Box::new(decoder)
            }
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(bytes)),
            Self::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(bytes, true, WINDOW >> 10)),
        };
        Ok(Box::new(Guard { inner, packed, unpacked: 0 }))
    }
}

/// Counts the bytes that are read.
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Fails once far more comes out than went in.
struct Guard<R> {
    inner: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.unpacked += read as u64;
        if self.unpacked > FREE && self.unpacked / RATIO > self.packed.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!(
                "it unpacks to more than {RATIO} times its size, which no archive of texts does"
            )));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Cursor, Write};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut out = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ::zstd::encode_all(text, 3).unwrap()
    }

    /// `Rain fell all night.` by xz 5.4, in two streams.
    const XZ: &str = "fd377a585a000004e6d6b4460200210116000000742fe5a3010009526169";

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let way = Compression::of(bytes).ok_or(io::ErrorKind::InvalidData)?;
        way.unpack(Box::new(Cursor::new(bytes.to_vec())))?.take(1 << 24).read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn what_was_packed_in_pieces_comes_out_as_one() {
        for pack in [gzip, bzip2, zstd] {
            let twice = [pack(b"Rain fell "), pack(b""), pack("all night, \u{1f327}.".as_bytes())].concat();
            assert_eq!(unpacked(&twice).unwrap(), "Rain fell all night, \u{1f327}.".as_bytes());
        }
    }

    #[test]
    fn a_file_that_ends_too_early_is_an_error() {
        for pack in [gzip, bzip2, zstd] {
            let whole = pack(&b"Rain fell all night. ".repeat(500));
            assert!(unpacked(&whole[..whole.len() - 9]).is_err());
        }
        let xz: Vec<u8> = (0..XZ.len()).step_by(2).map(|at| u8::from_str_radix(&XZ[at..at + 2], 16).unwrap()).collect();
        assert_eq!(Compression::of(&xz), Some(Compression::Xz));
        assert!(unpacked(&xz).is_err());
    }

    #[test]
    fn a_bomb_is_stopped() {
        let bomb = zstd(&vec![b'x'; 80 << 20]);
        assert!(bomb.len() < 100_000);
        let mut stream = Compression::Zstd.unpack(Box::new(Cursor::new(bomb))).unwrap();
        let error = io::copy(&mut stream, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
    }

    #[test]
    fn magic_numbers() {
        assert_eq!(Compression::of(b"BZ"), None);
        assert!(Compression::may_follow(b"BZ"));
        assert!(!Compression::may_follow(b"BZh9"));
        assert!(!Compression::may_follow(b"The"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn damage_is_an_error_and_no_panic(
            text in proptest::collection::vec(any::<u8>(), 0..2000), at in any::<prop::sample::Index>(), byte in any::<u8>()
        ) {
            for pack in [gzip, bzip2, zstd] {
                let mut bytes = pack(&text);
                let at = at.index(bytes.len());
                bytes[at] = byte;
                let _ = unpacked(&bytes);
            }
        }

        #[test]
        fn foreign_bytes_are_no_panic(text in proptest::collection::vec(any::<u8>(), 0..500)) {
            for (_, magic, _) in Compression::ALL {
                let _ = unpacked(&[magic, &text].concat());
            }
        }
    }
}
