//! Any bytes as a `.pyc` file: it loads and verifies, and survives being written, or is refused.

#![no_main]

#[path = "../../tools/mutate/mod.rs"]
#[allow(dead_code)]
mod mutate;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Err(what) = mutate::checks::pyc(data) {
        panic!("{what}");
    }
});
