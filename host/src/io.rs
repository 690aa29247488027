//! The outside as the command line gives it: the process's standard streams, its files and clocks, and Ctrl-C.

use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Stdin, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use mimeo::vm::Io;
use mimeo::vm::control::{Control, INTERRUPT, STOP};
use mimeo::vm::io::Creation;

use crate::files::Gate;
use crate::watch;

/// The payload of the unwinding that ends a run whose reader has gone away: the boundary ends it without a word.
#[derive(Debug)]
pub struct ClosedPipe;

/// How other threads interrupt and stop a sandbox. It sees the request at its next safepoint, in compiled code too.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Control>);

impl Interrupt {
    /// Asks for KeyboardInterrupt; false if the last one asked for has not been seen yet.
    pub fn raise(&self) -> bool {
        self.ask(INTERRUPT)
    }

    /// Ends the program, whatever it catches ([`Ending::Stopped`](crate::sandbox::Ending::Stopped)).
    pub fn stop(&self) {
        self.ask(STOP);
    }

    fn ask(&self, what: u32) -> bool {
        let new = self.0.ask(what);
        watch::remind(&self.0);
        new
    }
}

/// Where standard output and standard error go, and where standard input comes from.
pub enum Streams {
    /// The process's own.
    Process,
    /// What is written is kept, for whoever holds the other end; input is given.
    Captured(Captured, io::Cursor<Vec<u8>>),
}

/// What a program wrote.
#[derive(Clone, Default)]
pub struct Captured(Arc<Mutex<(Vec<u8>, Vec<u8>)>>);

impl Captured {
    /// Takes what was written so far: standard output, standard error.
    pub fn take(&self) -> (Vec<u8>, Vec<u8>) {
        self.0.lock().map(|mut both| std::mem::take(&mut *both)).unwrap_or_default()
    }
}

/// Bytes of output kept before they are written.
const BUFFER: usize = 64 << 10;

/// An [`Io`] on the operating system.
pub struct SystemIo {
    streams: Streams,
    out: Vec<u8>,
    /// A terminal gets each line at once.
    by_line: bool,
    input: Option<BufReader<Stdin>>,
    files: Gate,
    interrupt: Interrupt,
    start: Instant,
}

impl SystemIo {
    /// The process's streams and clocks; no files.
    pub fn new(streams: Streams, interrupt: Interrupt) -> SystemIo {
        let by_line = matches!(streams, Streams::Process) && io::stdout().is_terminal();
        SystemIo {
            streams,
            out: Vec::new(),
            by_line,
            input: None,
            files: Gate::default(),
            interrupt,
            start: Instant::now(),
        }
    }

    /// Lets the program read and write any regular file.
    pub fn allow_files(mut self, allow: bool) -> Self {
        self.files.allow_everything(allow);
        self
    }

    /// Relative paths start at `folder`.
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.files.start_at(folder.into());
        self
    }

    /// Modules may be imported from `folder` and below; nothing that becomes of the folder's name later changes which it is.
    pub fn import_from(mut self, folder: impl Into<PathBuf>) -> Self {
        self.files.import_from(folder.into());
        self
    }

    fn write_out(&mut self, bytes: &[u8]) -> io::Result<()> {
        let result = match &mut self.streams {
            Streams::Process => write_process(io::stdout().lock(), bytes, &self.interrupt),
            Streams::Captured(captured, _) => {
                if let Ok(mut both) = captured.0.lock() {
                    both.0.extend_from_slice(bytes);
                }
                Ok(())
            }
        };
        quiet_if_closed(result)
    }
}

/// Ends the run if the other end of the pipe is closed: there is nobody to tell.
fn quiet_if_closed<T>(result: io::Result<T>) -> io::Result<T> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            std::panic::resume_unwind(Box::new(ClosedPipe))
        }
        other => other,
    }
}

impl Io for SystemIo {
    fn write(&mut self, stderr: bool, bytes: &[u8]) -> io::Result<()> {
        if stderr {
            return match &mut self.streams {
                Streams::Process => write_process(io::stderr().lock(), bytes, &self.interrupt),
                Streams::Captured(captured, _) => {
                    if let Ok(mut both) = captured.0.lock() {
                        both.1.extend_from_slice(bytes);
                    }
                    Ok(())
                }
            };
        }
        self.out.extend_from_slice(bytes);
        if self.out.len() >= BUFFER || self.by_line && bytes.contains(&b'\n') {
            return self.flush();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let mut bytes = std::mem::take(&mut self.out);
        let result = self.write_out(&bytes);
        bytes.clear();
        self.out = bytes;
        result
    }

    fn read_line(&mut self, most: usize) -> io::Result<Vec<u8>> {
        self.flush()?;
        let mut line = Vec::new();
        while line.len() < most && !line.ends_with(b"\n") {
            let buffer = match &mut self.streams {
                Streams::Captured(_, input) => input.fill_buf()?,
                Streams::Process => {
                    let input = self.input.get_or_insert_with(|| BufReader::new(io::stdin()));
                    if input.buffer().is_empty() {
                        wait_for(&io::stdin(), Direction::In, &self.interrupt)?;
                    }
                    input.fill_buf()?
                }
            };
            let buffer = &buffer[..buffer.len().min(most - line.len())];
            let taken = buffer.iter().position(|byte| *byte == b'\n').map_or(buffer.len(), |i| i + 1);
            if taken == 0 {
                break;
            }
            line.extend_from_slice(&buffer[..taken]);
            match &mut self.streams {
                Streams::Captured(_, input) => input.consume(taken),
                Streams::Process => self.input.iter_mut().for_each(|input| input.consume(taken)),
            }
        }
        Ok(line)
    }

    fn keeps_output(&self) -> bool {
        matches!(self.streams, Streams::Captured(..))
    }

    fn read_file(&mut self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        self.files.read(path, most)
    }

    fn write_file(&mut self, path: &str, bytes: &[u8], creation: Creation) -> io::Result<()> {
        self.files.write(path, bytes, creation)
    }

    fn is_file(&mut self, path: &str) -> bool {
        self.files.is_file(path)
    }

    fn wall_clock(&mut self) -> u128 {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos())
    }

    fn monotonic(&mut self) -> u128 {
        self.start.elapsed().as_nanos()
    }

    fn cpu_time(&mut self) -> u128 {
        process_time().unwrap_or_else(|| self.monotonic())
    }

    fn sleep(&mut self, nanoseconds: u64) {
        let _ = self.flush_if_terminal();
        self.interrupt.0.wait(Duration::from_nanos(nanoseconds));
    }

    fn entropy(&mut self, bytes: &mut [u8]) {
        random(bytes);
    }

    fn control(&self) -> Arc<Control> {
        self.interrupt.0.clone()
    }
}

impl SystemIo {
    fn flush_if_terminal(&mut self) -> io::Result<()> {
        if self.by_line { self.flush() } else { Ok(()) }
    }
}

impl Drop for SystemIo {
    fn drop(&mut self) {
        // The reader may be gone; a run that has ended has nobody to tell either.
        if let Streams::Process = self.streams {
            let _ = write_process(io::stdout().lock(), &std::mem::take(&mut self.out), &self.interrupt);
        }
    }
}

/// Which way bytes go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    In,
    Out,
}

/// Waits for a stream to be ready; an interrupt or a stop ends the wait.
#[cfg(unix)]
fn wait_for(stream: &impl std::os::fd::AsFd, direction: Direction, interrupt: &Interrupt) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let wanted = if direction == Direction::In { PollFlags::IN } else { PollFlags::OUT };
    let pause = Timespec { tv_sec: 0, tv_nsec: 2_000_000 };
    loop {
        match poll(&mut [PollFd::new(stream, wanted)], Some(&pause)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            // Ready, closed, or no way to tell: the read or write will say.
            _ => return Ok(()),
        }
        if interrupt.0.is_asked() || interrupt.0.is_over() {
            return Err(ErrorKind::Interrupted.into());
        }
    }
}

#[cfg(not(unix))]
fn wait_for<T>(_: &T, _: Direction, _: &Interrupt) -> io::Result<()> {
    Ok(())
}

/// Bytes that a pipe with room takes without waiting (POSIX's least `PIPE_BUF` is smaller, Linux's is this).
const PIPE_ROOM: usize = 4096;

/// Writes all of `bytes` to a stream of the process's: a reader that does not read holds up no stop.
#[cfg(unix)]
fn write_process<W: Write + std::os::fd::AsFd>(
    mut stream: W,
    bytes: &[u8],
    interrupt: &Interrupt,
) -> io::Result<()> {
    let is_file = rustix::fs::fstat(&stream)
        .is_ok_and(|data| rustix::fs::FileType::from_raw_mode(data.st_mode).is_file());
    for piece in bytes.chunks(if is_file { BUFFER } else { PIPE_ROOM }) {
        if !is_file {
            wait_for(&stream, Direction::Out, interrupt)?;
        }
        stream.write_all(piece)?;
        stream.flush()?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn write_process<W: Write>(mut stream: W, bytes: &[u8], _: &Interrupt) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}

#[cfg(unix)]
fn process_time() -> Option<u128> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as u128 * 1_000_000_000 + time.tv_nsec as u128)
}

#[cfg(not(unix))]
fn process_time() -> Option<u128> {
    None
}

/// Random bytes from the operating system.
fn random(mut bytes: &mut [u8]) {
    #[cfg(target_os = "linux")]
    while !bytes.is_empty() {
        match rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty()) {
            Ok(count) if count > 0 => bytes = &mut bytes[count..],
            Err(rustix::io::Errno::INTR) => {}
            _ => break,
        }
    }
    // Elsewhere, or if that fails: the keys of std's hash maps are random, too.
    for chunk in bytes.chunks_mut(8) {
        use std::hash::{BuildHasher, Hasher};
        let word = std::hash::RandomState::new().build_hasher().finish().to_le_bytes();
        chunk.copy_from_slice(&word[..chunk.len()]);
    }
}
