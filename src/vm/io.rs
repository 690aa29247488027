//! What a sandbox sees of the outside: a trait that the host implements.

use std::io;
use std::sync::Arc;

use super::control::Control;

use crate::heap::Res;
use crate::vm::Vm;

/// Output, input, time, files. Every call may be refused.
pub trait Io: Send {
    /// Writes to standard output (`stderr`: to standard error), buffered by the host as it likes.
    fn write(&mut self, stderr: bool, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written visible.
    fn flush(&mut self) -> io::Result<()>;
    /// A line from standard input with its line end, or the first `most` bytes of what is left of it; empty at the end.
    fn read_line(&mut self, most: usize) -> io::Result<Vec<u8>>;
    /// Whether output is kept in memory: it counts as the program's then.
    fn keeps_output(&self) -> bool {
        false
    }
    /// Reads a file that an import, a traceback or `open` names; [`io::ErrorKind::FileTooLarge`] if it has more than `most` bytes, of
    /// which no more are taken in.
    fn read_file(&mut self, path: &str, most: u64) -> io::Result<Vec<u8>>;
    /// Writes a file.
    fn write_file(&mut self, path: &str, bytes: &[u8], creation: Creation) -> io::Result<()>;
    /// Whether there is a file that [`Io::read_file`] would read.
    fn is_file(&mut self, path: &str) -> bool;
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
    /// How other threads interrupt and stop the program.
    fn control(&self) -> Arc<Control> {
        Arc::default()
    }
}

/// What becomes of what a file held when it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// It must not be there.
    New,
    /// It is emptied.
    Empty,
    /// It stays, and what is written comes behind it.
    Append,
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
    fn read_line(&mut self, _: usize) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn read_file(&mut self, _: &str, _: u64) -> io::Result<Vec<u8>> {
        Err(refused())
    }
    fn write_file(&mut self, _: &str, _: &[u8], _: Creation) -> io::Result<()> {
        Err(refused())
    }
    fn is_file(&mut self, _: &str) -> bool {
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

impl Vm {
    /// The content of a file for the program; the host's error if there is none for it. Raises MemoryError where it has more bytes
    /// than the program may still take.
    pub fn read_file(&mut self, path: &str) -> Res<io::Result<Vec<u8>>> {
        match self.io.read_file(path, self.heap.room()) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(self.memory_error()),
            read => Ok(read),
        }
    }
}

/// Files that are being written, by handle: a heap object names one.
#[derive(Default)]
pub struct Files {
    pub open: Vec<Option<Written>>,
    /// Bytes in their buffers.
    pub buffered: usize,
}

/// A file that is being written.
pub struct Written {
    pub path: String,
    /// What has not been written to it yet.
    pub buffer: Vec<u8>,
}
