//! `.pyc` files that are mostly well-formed: the fuzzer's bytes seed mutations that know instructions and constants.

#![no_main]

#[path = "../../tools/mutate/mod.rs"]
#[allow(dead_code)]
mod mutate;

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: [u8; 16]| {
    // Marshalled, since code objects stay on the thread that made them.
    static SOURCES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    let sources =
        SOURCES.get_or_init(|| mutate::seeds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")));
    let [seed, number] = [&data[..8], &data[8..]].map(|half| half.iter().fold(0, |n, &b| n << 8 | u64::from(b)));
    let Some(source) = sources.get(number as usize % sources.len().max(1)) else { return };
    let codes = mutate::codes(std::slice::from_ref(source));
    let input = mutate::pyc::mutated(&codes, seed, number);
    if let Err(what) = mutate::checks::pyc(&input) {
        panic!("{what}");
    }
});
