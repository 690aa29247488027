//! What the JIT does with small programs: not only what they print, but which functions were compiled, which exits were
//! taken, and what was left to the interpreter. A value alone can come from the interpreter.
//!
//! - `cases/*.txt`: programs, and behind `---` what is expected of them (see [`cases`]);
//! - `functions/*.py` and `snapshots/`: the micro-operations and the WAT of small functions (see [`snapshots`]);
//! - [`modes`]: interrupts, background compilation, and what else takes more than one run.
//!
//! After a change of the code that the JIT makes, record anew with
//! `MIMEO_RECORD=1 INSTA_UPDATE=always cargo test -p mimeo-host --test jit`, and read the difference.

mod cases;
mod modes;
mod rig;
mod snapshots;
