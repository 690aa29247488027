//! `.pyc` files: telling them from sources, and loading them so that what is loaded may run.

use std::fmt;

use super::CodeObject;
use super::marshal::{self, MarshalError, PYC_MAGIC};
use super::verify::{self, VerifyError};

/// Why a `.pyc` file cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PycError {
    /// It is no `.pyc` of CPython 3.13, or is damaged.
    Format(MarshalError),
    /// It holds bytecode that no compiler makes.
    Bytecode(VerifyError),
}

impl fmt::Display for PycError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PycError::Format(error) => error.fmt(f),
            PycError::Bytecode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PycError {}

/// Whether a program is to be read as a `.pyc`: its file is named so, or it starts as one of CPython 3.13 does.
pub fn is_pyc(data: &[u8], filename: &str) -> bool {
    filename.ends_with(".pyc") || data.starts_with(&PYC_MAGIC)
}

/// Reads a `.pyc` file and verifies its code. Nothing read from outside may run unless this, or
/// [`verify::verify`] itself, has let it pass.
pub fn load(data: &[u8]) -> Result<CodeObject, PycError> {
    let code = marshal::read_pyc(data).map_err(PycError::Format)?;
    verify::verify(&code).map_err(PycError::Bytecode)?;
    Ok(code)
}

/// The hash of a source as hash-based `.pyc` files hold it: SipHash-1-3, its key the magic number and 0.
pub fn source_hash(source: &[u8]) -> u64 {
    let key = u32::from_le_bytes(PYC_MAGIC) as u64;
    let mut state = [
        key ^ 0x736F_6D65_7073_6575,
        0x646F_7261_6E64_6F6D,
        key ^ 0x6C79_6765_6E65_7261,
        0x7465_6462_7974_6573,
    ];
    let mut absorb = |word: u64| {
        state[3] ^= word;
        sip_round(&mut state);
        state[0] ^= word;
    };
    let mut words = source.chunks_exact(8);
    for bytes in &mut words {
        absorb(bytes.iter().rev().fold(0, |word, &byte| word << 8 | byte as u64));
    }
    let last = words.remainder().iter().rev().fold(0, |word, &byte| word << 8 | byte as u64);
    absorb(last | (source.len() as u64) << 56);
    state[2] ^= 0xFF;
    (0..3).for_each(|_| sip_round(&mut state));
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn sip_round(v: &mut [u64; 4]) {
    let mut half = |a: usize, b: usize, turn: u32| {
        v[a] = v[a].wrapping_add(v[b]);
        v[b] = v[b].rotate_left(turn) ^ v[a];
    };
    half(0, 1, 13);
    half(2, 3, 16);
    v[0] = v[0].rotate_left(32);
    let mut half = |a: usize, b: usize, turn: u32| {
        v[a] = v[a].wrapping_add(v[b]);
        v[b] = v[b].rotate_left(turn) ^ v[a];
    };
    half(0, 3, 21);
    half(2, 1, 17);
    v[2] = v[2].rotate_left(32);
}

/// The name that a `.pyc` has within a `__pycache__` folder: `name.cpython-313.pyc`, or with `.opt-1` or `.opt-2`.
pub fn cache_name(stem: &str, optimize: u8) -> String {
    match optimize {
        0 => format!("{stem}.cpython-313.pyc"),
        level => format!("{stem}.cpython-313.opt-{level}.pyc"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_cpythons() {
        // importlib.util.source_hash
        for (source, hash) in [
            (&b""[..], 0x14b8_932f_316d_ec27),
            (b"x = 1\n", 0x0e12_5136_89e2_86e7),
            (b"0123456789abcdefghijk", 0x286c_f3a9_ffd4_c25c),
        ] {
            assert_eq!(source_hash(source), hash);
        }
    }
}
