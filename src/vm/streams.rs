//! The standard streams, with what bounds them: the one way that output and input take.

use std::io;

use super::Vm;
use super::budget::Stop;
use crate::heap::Res;

/// Bytes that are written or read between two looks at the budget.
const PIECE: usize = 1 << 16;

/// What went wrong with a stream: an exception is pending, or the host's error is to become one.
pub enum StreamError {
    Raised,
    Io(io::Error),
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> StreamError {
        StreamError::Io(error)
    }
}

impl From<crate::heap::Raised> for StreamError {
    fn from(_: crate::heap::Raised) -> StreamError {
        StreamError::Raised
    }
}

impl Vm {
    /// Writes to standard output (`stderr`: to standard error). What goes beyond the limit on output is cut off there, and
    /// the program ends.
    pub fn write_stream(&mut self, stderr: bool, bytes: &[u8]) -> Result<(), StreamError> {
        for piece in bytes.chunks(PIECE) {
            self.charge(piece.len() as u64 >> 8)?;
            let (mut piece, mut over) = (piece, None);
            if let Some(most) = self.options.max_output {
                let left = most.saturating_sub(self.written);
                if (piece.len() as u64) > left {
                    (piece, over) = (&piece[..left as usize], Some(most));
                }
            }
            self.written += piece.len() as u64;
            if self.io.keeps_output() && self.heap.keep(piece.len() as u64).is_err() {
                return Err(self.memory_error().into());
            }
            let written = self.io.write(stderr, piece);
            if let Some(most) = over {
                return Err(self.stop(Stop::Output(most)).into());
            }
            if let Err(error) = written {
                self.check_interrupt()?;
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// A line from standard input with its line end; empty at the end. Its bytes are held.
    pub fn read_input_line(&mut self) -> Result<Vec<u8>, StreamError> {
        let mut line = Vec::new();
        loop {
            self.charge(1)?;
            let left = self.options.max_input.map_or(u64::MAX, |most| most.saturating_sub(self.read));
            // One byte more than is allowed tells the end from too much.
            let most = left.saturating_add(1).min(PIECE as u64) as usize;
            let piece = match self.io.read_line(most) {
                Ok(piece) => piece,
                Err(error) => {
                    self.check_interrupt()?;
                    return Err(error.into());
                }
            };
            if let Some(most) = self.options.max_input
                && piece.len() as u64 > left
            {
                return Err(self.stop(Stop::Input(most)).into());
            }
            self.read += piece.len() as u64;
            // The line, and what it grows into.
            self.hold(2 * piece.len() as u64)?;
            let ended = piece.is_empty() || piece.ends_with(b"\n");
            line.extend_from_slice(&piece);
            if ended {
                return Ok(line);
            }
        }
    }

    /// Makes what was written visible.
    pub fn flush_streams(&mut self) -> Res<io::Result<()>> {
        let flushed = self.io.flush();
        if flushed.is_err() {
            self.check_interrupt()?;
        }
        Ok(flushed)
    }
}
