//! Every stencil, run alone: compiled by wasmtime with its inputs in memory, over edge cases, against what the VM's own
//! operations (the object protocol, the interpreter's helpers) say of the same inputs.
//!
//! `CHECKS` has an entry for each stencil of the table: a stencil without one, or an entry without a stencil, fails.
//! To add a stencil, add a function to the family's file here; `rig` says what it can use.

mod calls;
mod floats;
mod frames;
mod generators;
mod generic;
mod ints;
mod objects;
mod rig;
mod sequences;
mod texts;
mod words;

use std::collections::BTreeMap;

use mimeo::jit::stencil::STENCILS;
use rig::Rig;

/// What checks one stencil.
type Check = fn(&mut Rig);

fn checks() -> BTreeMap<&'static str, Check> {
    let families: [&[(&str, Check)]; 10] = [
        calls::CHECKS,
        floats::CHECKS,
        frames::CHECKS,
        generators::CHECKS,
        generic::CHECKS,
        ints::CHECKS,
        objects::CHECKS,
        sequences::CHECKS,
        texts::CHECKS,
        words::CHECKS,
    ];
    let mut all = BTreeMap::new();
    for (name, check) in families.concat() {
        assert!(all.insert(name, check).is_none(), "{name} has two entries");
    }
    all
}

#[test]
fn every_stencil_has_an_entry_and_every_entry_a_stencil() {
    let checks = checks();
    let missing: Vec<&str> = STENCILS.iter().map(|s| s.name).filter(|n| !checks.contains_key(n)).collect();
    let gone: Vec<&&str> = checks.keys().filter(|n| STENCILS.iter().all(|s| s.name != **n)).collect();
    assert!(missing.is_empty(), "stencils without a test in tests/stencils: {missing:?}");
    assert!(gone.is_empty(), "tests of stencils that there are not: {gone:?}");
}

/// `MIMEO_STENCIL=NAME` runs only the stencils whose name contains the text.
#[test]
fn stencils_do_what_the_vm_does() {
    let wanted = std::env::var("MIMEO_STENCIL").unwrap_or_default();
    let checks: Vec<_> = checks().into_iter().filter(|(name, _)| name.contains(&wanted)).collect();
    let failed = rig::on_a_vm_thread(move |stack_end| {
        let mut rig = Rig::new(stack_end);
        let mut failed = Vec::new();
        for (name, check) in checks {
            rig.start(name);
            let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut rig)));
            if ran.is_err() || rig.cases == 0 {
                failed.push(format!("{name} ({} cases)", rig.cases));
            }
        }
        failed
    });
    assert!(failed.is_empty(), "stencils that differ, as told above: {failed:#?}");
}
