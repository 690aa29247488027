//! What a sandbox does not tell its program: the keys of its hashes and of `id()`. All come from one seed, as CPython's do
//! (`PYTHONHASHSEED`), and lie in the shared state: a program that could change them would only mislead itself.

use super::Vm;
use crate::bytecode::hash::{HashKey, SipHash};
use crate::heap::statics::STATE;
use crate::heap::{Memory, Res};

/// Where the keys come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HashSeed {
    /// Other keys in each sandbox.
    #[default]
    Random,
    /// The keys that CPython has with this number in `PYTHONHASHSEED`; 0 is no key at all. For runs that can be repeated.
    Fixed(u32),
}

impl HashSeed {
    /// Reads what `PYTHONHASHSEED` says as CPython does, by `strtoul`; `None` if it is neither "random" nor such a number.
    pub fn parse(text: &str) -> Option<HashSeed> {
        if matches!(text, "" | "random") {
            return Some(HashSeed::Random);
        }
        let text = text.trim_start_matches([' ', '\t', '\n', '\x0B', '\x0C', '\r']);
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u64 = digits.parse().ok()?;
        let number = if negative { number.wrapping_neg() } else { number };
        number.try_into().ok().map(HashSeed::Fixed)
    }
}

/// The keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Of the hashes of text and bytes.
    pub hash: HashKey,
    /// Of the bijection between objects and what `id()` tells of them.
    pub id: u64,
}

impl Secrets {
    /// The keys that a seed stands for.
    pub fn new(seed: HashSeed, entropy: impl FnOnce(&mut [u8])) -> Secrets {
        let mut bytes = [0; 24];
        match seed {
            HashSeed::Random => entropy(&mut bytes),
            HashSeed::Fixed(0) => {}
            HashSeed::Fixed(mut state) => bytes.fill_with(|| {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                (state >> 16) as u8
            }),
        }
        let (words, _) = bytes.as_chunks::<8>();
        let [a, b, id] = [0, 1, 2].map(|i| u64::from_le_bytes(words[i]));
        Secrets { hash: HashKey(a, b), id }
    }

    pub(crate) fn store(self, m: &mut Memory) {
        STATE.set_hash_key(m, self.hash.0);
        STATE.set_hash_key_high(m, self.hash.1);
        STATE.set_id_key(m, self.id);
    }
}

/// Bytes that are hashed between two looks at the budget.
const CHUNK: u32 = 1 << 16;

impl Vm {
    /// The sandbox's keys.
    #[inline(always)]
    pub fn secrets(&self) -> Secrets {
        let m = &self.heap;
        Secrets { hash: HashKey(STATE.hash_key(m), STATE.hash_key_high(m)), id: STATE.id_key(m) }
    }

    /// `hash()` of some bytes, or of a text's characters as they are stored, which is as CPython stores them.
    #[inline]
    pub fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        self.secrets().hash.hash(bytes)
    }

    /// The same of bytes in the heap, however many there are: counted against the budget.
    #[inline]
    pub fn hash_span(&mut self, at: u32, len: u32) -> Res<u64> {
        if len <= CHUNK {
            return Ok(self.hash_bytes(self.heap.bytes(at, len)));
        }
        let mut hash = SipHash::new(self.secrets().hash);
        let mut done = 0;
        while len - done > CHUNK {
            hash.words(self.heap.bytes(at.wrapping_add(done), CHUNK));
            done += CHUNK;
            self.charge(CHUNK as u64 >> 8)?;
        }
        let rest = hash.words(self.heap.bytes(at.wrapping_add(done), len - done));
        Ok(hash.finish(rest, len as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_read_as_cpython_reads_them() {
        for (text, expected) in [
            ("", Some(HashSeed::Random)),
            ("random", Some(HashSeed::Random)),
            ("0", Some(HashSeed::Fixed(0))),
            (" \t+5", Some(HashSeed::Fixed(5))),
            ("-0", Some(HashSeed::Fixed(0))),
            ("-18446744073709551615", Some(HashSeed::Fixed(1))),
            ("4294967295", Some(HashSeed::Fixed(u32::MAX))),
        ] {
            assert_eq!(HashSeed::parse(text), expected, "{text:?}");
        }
        for text in [
            "x",
            "-1",
            "5 ",
            "4294967296",
            "18446744073709551616",
            "1e3",
            "+",
            "-",
            " ",
            "--1",
            "+-1",
            "Random",
        ] {
            assert_eq!(HashSeed::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn keys_are_those_of_cpython() {
        let secrets = |seed| Secrets::new(seed, |bytes| bytes.fill(7));
        assert_eq!(secrets(HashSeed::Fixed(0)), Secrets::default());
        assert_eq!(secrets(HashSeed::Random).hash, HashKey(0x0707_0707_0707_0707, 0x0707_0707_0707_0707));
        assert_eq!(secrets(HashSeed::Fixed(1)).hash.hash(b"abc") as i64, -4_667_308_735_975_688_587);
    }
}
