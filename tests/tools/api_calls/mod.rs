//! Programs that call every method, descriptor, slot and function of the native types and modules with receivers and
//! arguments at random, and look again and again whether what must not change is as it was.

use mimeo::jit::Mode;
use mimeo::vm::HashSeed;
use mimeo_host::sandbox::{Ending, Program, Settings};

/// Program `number` of a seed, and how to run it. `trace`: it tells each call beforehand.
pub fn program(seed: u64, number: u64, calls: u64, trace: bool) -> (Program, Settings) {
    let start = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number);
    let trace = u8::from(trace);
    let text = format!("SEED = {start}\nCALLS = {calls}\nTRACE = {trace}\n{}", include_str!("program.py"));
    let jit = [Mode::Off, Mode::Always, Mode::Warm, Mode::Auto][(number % 4) as usize];
    let settings = Settings {
        jit,
        max_memory: 64 << 20,
        zeal: number % 16 == 8,
        hash_seed: HashSeed::Fixed(number as u32),
        ..Settings::default()
    };
    (Program::code(text), settings)
}

/// What is wrong with how it ended, if anything is.
pub fn judge(ending: &Ending, output: &str) -> Option<String> {
    let said = |line: &&str| line.starts_with("DAMAGE");
    match (output.lines().find(said), ending) {
        (Some(line), _) => Some(line.into()),
        // What runs out of memory may end in its own handler.
        (None, Ending::Exception) if !output.contains("MemoryError") => {
            Some(format!("ended early: {}", output.lines().last().unwrap_or_default()))
        }
        _ => None,
    }
}
