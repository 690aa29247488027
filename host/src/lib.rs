//! mimeo on wasmtime: runs Python programs, each in a sandbox of its own, and compiles what is hot.
//!
//! [`sandbox::Runtime::run`] is the way in; the command `mimeo` is a thin user of it.
//!
//! ```
//! use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
//! use mimeo_host::sandbox::{Program, Runtime, Settings};
//!
//! let output = Captured::default();
//! let io = SystemIo::new(Streams::Captured(output.clone(), Default::default()), Interrupt::default());
//! let program = Program::code("print(6 * 7)");
//! let report = Runtime::new().run(&program, &Settings { max_memory: 64 << 20, ..Settings::default() }, Box::new(io));
//! assert_eq!((report.ending.status(), output.take().0), (0, b"42\n".to_vec()));
//! ```

pub mod bridge;
pub mod cli;
pub mod compile;
mod disas;
pub mod dump;
pub mod engine;
pub mod files;
pub mod io;
mod panics;
pub mod region;
pub mod sandbox;
pub mod stack;
pub mod stats;
pub mod stencils;
pub mod syntax;
pub mod tools;
pub mod wasm;
mod watch;
