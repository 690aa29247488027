//! What a sandbox sees of the outside: a trait that the host implements.

use std::io;

/// Output, input, time, files. Every call may be refused.
pub trait Io: Send {
    /// Writes to standard output (`stderr`: to standard error), buffered by the host as it likes.
    fn write(&mut self, stderr: bool, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written visible.
    fn flush(&mut self) -> io::Result<()>;
    /// A line from standard input with its line end; empty at the end.
    fn read_line(&mut self) -> io::Result<Vec<u8>>;
    /// Reads a file that an import or `open` names.
    fn read_file(&mut self, path: &str) -> io::Result<Vec<u8>>;
    /// Writes a file (`append`: at its end).
    fn write_file(&mut self, path: &str, bytes: &[u8], append: bool) -> io::Result<()>;
    /// Whether a file is there.
    fn is_file(&mut self, path: &str) -> bool;
    /// Whether a folder is there.
    fn is_dir(&mut self, path: &str) -> bool;
    /// Nanoseconds since the Unix epoch.
    fn wall_clock(&mut self) -> u128;
    /// Nanoseconds since some fixed point, never going back.
    fn monotonic(&mut self) -> u128;
    /// Nanoseconds of processor time.
    fn cpu_time(&mut self) -> u128 {
        self.monotonic()
    }
    /// Suspends the program.
    fn sleep(&mut self, nanoseconds: u64);
    /// Random bytes.
    fn entropy(&mut self, bytes: &mut [u8]);
    /// Whether an interrupt (Ctrl-C) came since the last look.
    fn take_interrupt(&mut self) -> bool {
        false
    }
}

/// An [`Io`] that keeps what is written and has nothing to read: for tests.
#[derive(Default)]
pub struct Captured {
    pub out: Vec<u8>,
    pub err: Vec<u8>,
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "this sandbox has no files")
}

impl Io for Captured {
    fn write(&mut self, stderr: bool, bytes: &[u8]) -> io::Result<()> {
        if stderr { &mut self.err } else { &mut self.out }.extend_from_slice(bytes);
        Ok(())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn read_file(&mut self, _: &str) -> io::Result<Vec<u8>> {
        Err(refused())
    }
    fn write_file(&mut self, _: &str, _: &[u8], _: bool) -> io::Result<()> {
        Err(refused())
    }
    fn is_file(&mut self, _: &str) -> bool {
        false
    }
    fn is_dir(&mut self, _: &str) -> bool {
        false
    }
    fn wall_clock(&mut self) -> u128 {
        0
    }
    fn monotonic(&mut self) -> u128 {
        0
    }
    fn sleep(&mut self, _: u64) {}
    fn entropy(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Open files, by handle.
#[derive(Default)]
pub struct Files {
    /// Content being read or written, and where.
    pub open: Vec<Option<OpenFile>>,
}

/// An open text file: read whole at `open`, written whole at `close`.
pub struct OpenFile {
    pub path: String,
    pub content: Vec<u8>,
    pub position: usize,
    pub writable: bool,
    pub append: bool,
    /// Read as bytes.
    pub binary: bool,
}
