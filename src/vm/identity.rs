//! What `id()` and `repr` tell of where an object lies: nothing. An object's identity is its offset under a permutation with
//! a key of the sandbox's own: other objects have others, and one that lives on keeps its own.

use super::Vm;
use crate::heap::Value;

/// Where identities of objects begin: they look like addresses, and no tagged word is equal to one.
const BASE: u64 = 0x7000_0000_0000;

/// A permutation of 32 bits: four rounds of a Feistel network.
#[inline]
fn permuted(offset: u32, key: u64) -> u32 {
    let (mut left, mut right) = (offset >> 16, offset & 0xFFFF);
    for round in 0..4 {
        let mixed = (right ^ (key >> (16 * round)) as u32 & 0xFFFF)
            .wrapping_mul(0x9E37_79B1)
            .wrapping_add(key as u32);
        (left, right) = (right, left ^ (mixed ^ mixed >> 13) >> 9 & 0xFFFF);
    }
    left << 16 | right
}

impl Vm {
    /// `id(value)`. Of numbers that are no objects it is the word, which is odd or twice an odd number.
    #[inline]
    pub fn identity(&self, value: Value) -> u64 {
        match value.as_object() {
            Some(offset) => BASE | u64::from(permuted(offset, self.secrets().id)) << 4,
            None => value.word(),
        }
    }

    /// The hash of what is equal to nothing but itself.
    #[inline]
    pub fn identity_hash(&self, value: Value) -> i64 {
        (self.identity(value) >> 4) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::permuted;
    use std::collections::HashSet;

    #[test]
    fn it_is_a_permutation_that_the_key_decides() {
        for key in [0, 1, 0x0123_4567_89AB_CDEF] {
            let all: HashSet<u32> = (0..1 << 16).map(|i| permuted(i << 3, key)).collect();
            assert_eq!(all.len(), 1 << 16);
        }
        let same = (0..1000).filter(|i| permuted(i << 3, 1) == permuted(i << 3, 2)).count();
        let near =
            (0..1000).filter(|i| permuted(i << 3, 1).abs_diff(permuted((i + 1) << 3, 1)) < 1 << 16).count();
        assert!(same < 3 && near < 3, "{same}, {near}");
    }
}
