//! What has to hold for every input: no panic, and what is accepted is consistent.

use mimeo::bytecode::dis::{self, DisOptions};
use mimeo::bytecode::{CodeObject, Const, marshal, verify};
use mimeo::compiler::{self, Mode, Options};

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Refused with an error.
    Refused,
    /// Read, and refused by the verifier.
    Unverified,
    Accepted,
}

/// Compiles `data`; the code must verify and survive being written and read. `variant` picks mode and options.
pub fn source(data: &[u8], variant: u64) -> Result<Outcome, String> {
    let mode = match variant % 8 {
        0 => Mode::Eval,
        1 | 2 => Mode::Single,
        _ => Mode::Exec,
    };
    let options = Options {
        optimize: (variant / 8 % 4).saturating_sub(1) as u8,
        top_level_await: (variant / 32).is_multiple_of(8),
        ..Options::default()
    };
    match compiler::compile_bytes(data, "<fuzz>", mode, &options) {
        Ok(code) => {
            verify::verify(&code).map_err(|error| format!("our own code does not verify: {error}"))?;
            survives(&code)?;
            Ok(Outcome::Accepted)
        }
        Err(error) => {
            // What shows the error must bear any of them.
            let _ = error.to_string();
            Ok(Outcome::Refused)
        }
    }
}

/// Loads, verifies and disassembles `data`.
pub fn pyc(data: &[u8]) -> Result<(Outcome, Option<CodeObject>), String> {
    let code = match marshal::read_pyc(data) {
        Ok(code) => code,
        Err(error) => {
            let _ = error.to_string();
            return Ok((Outcome::Refused, None));
        }
    };
    if let Err(error) = verify::verify(&code) {
        let _ = error.to_string();
        // The disassembler may be given it all the same.
        let _ = dis::disassemble(&code, &DisOptions::default());
        return Ok((Outcome::Unverified, None));
    }
    survives(&code)?;
    Ok((Outcome::Accepted, Some(code)))
}

/// Written and read again, the code is the same; it can be disassembled.
fn survives(code: &CodeObject) -> Result<(), String> {
    let _ = dis::disassemble(code, &DisOptions::default());
    // Very deep nesting is refused, as CPython refuses it.
    let Ok(written) = marshal::dumps(&Const::Code(code.clone().into())) else { return Ok(()) };
    match marshal::loads(&written) {
        Ok(Const::Code(read)) if *read == *code => Ok(()),
        Ok(_) => Err("what is written is not what is read".into()),
        Err(error) => Err(format!("what is written cannot be read: {error}")),
    }
}
