//! Any bytes as a Python source: it compiles, and then verifies and survives marshal, or is refused.

#![no_main]

#[path = "../../tools/mutate/mod.rs"]
#[allow(dead_code)]
mod mutate;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte picks mode and options.
    let Some((&variant, source)) = data.split_first() else { return };
    if let Err(what) = mutate::checks::source(source, u64::from(variant)) {
        panic!("{what}");
    }
});
