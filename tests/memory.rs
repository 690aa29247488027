//! Programs that make garbage without end stay small: their peak of resident memory, as the kernel counts it (machine code,
//! compile thread and all), is under three times their live data and 32 MB.
//!
//! A shape of garbage is a module in `tests/memory/` with `build()`, what lives throughout, and `churn(live)`, one round of
//! making garbage. Live data is what CPython 3.13 has allocated at most (`tracemalloc`, peak of building and two rounds): it
//! frees at once whatever nothing refers to.
//!
//! The ordinary test runs each for a moment; `cargo test --release -p mimeo-host --test memory -- --ignored --nocapture` runs each
//! for a minute and prints a table.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The shapes, with the bytes of their live data.
const SHAPES: [(&str, u64); 12] = [
    ("big_integers", 49_108),
    ("cycles", 1_408_470),
    ("dict_churn", 8_466_636),
    ("exceptions_and_frames", 84_792),
    ("growing_strings", 5_346_339),
    ("large_and_scattered", 17_369_488),
    ("large_live", 23_792_976),
    ("mixed_sizes", 4_750_682),
    ("resized_lists", 5_473_880),
    ("sets_and_closures", 7_098_496),
    ("sizes_that_shift", 8_876_744),
    ("small_objects", 2_568_772),
];

/// The bar, in bytes.
fn allowed(live: u64) -> u64 {
    3 * live + 32_000_000
}

/// Runs a shape for so many seconds: its rounds, and its peak of resident memory in bytes.
fn measure(shape: &str, mode: &str, seconds: f64) -> (String, u64) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/memory");
    let mut child = Command::new(env!("CARGO_BIN_EXE_mimeo"))
        .args(["run", mode, "_driver.py", shape, &seconds.to_string()])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It says how far it came, and waits.
    let mut rounds = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut rounds).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(child.wait().unwrap().success(), "{shape} failed");
    (rounds.trim().to_owned(), kilobytes * 1024)
}

/// The shapes whose peak is beyond the bar.
fn beyond(mode: &str, seconds: f64) -> Vec<String> {
    let mut beyond = Vec::new();
    for (shape, live) in SHAPES {
        let (rounds, peak) = measure(shape, mode, seconds);
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let line = format!(
            "| {shape} | {:.1} | {:.1} | {:.1} | {rounds} |",
            megabytes(live),
            megabytes(allowed(live)),
            megabytes(peak)
        );
        println!("{line}");
        if peak > allowed(live) {
            beyond.push(line);
        }
    }
    beyond
}

#[test]
fn garbage_does_not_pile_up() {
    assert_eq!(beyond("--jit=auto", 0.5), [""; 0], "shape, live data, allowed, peak (MB), rounds");
}

#[test]
#[ignore = "takes a minute a shape"]
fn garbage_does_not_pile_up_in_a_minute() {
    println!("| shape | live data MB | allowed MB | peak MB | rounds |\n|---|--:|--:|--:|--:|");
    assert_eq!(beyond("--jit=auto", 60.0), [""; 0], "shape, live data, allowed, peak (MB), rounds");
}
