//! SHA-512 (FIPS 180-4). The constants are what the standard says they are, computed: the fractions of square and
//! cube roots of the first primes.

use num_bigint::BigUint;
use std::sync::OnceLock;

struct Constants {
    start: [u64; 8],
    rounds: [u64; 80],
}

fn primes() -> impl Iterator<Item = u32> {
    (2u32..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0))
}

/// The first 64 bits of the fraction of the `degree`th root of `n`.
fn root_fraction(n: u32, degree: u32) -> u64 {
    let scaled = BigUint::from(n) << (64 * degree);
    scaled.nth_root(degree).iter_u64_digits().next().unwrap_or(0)
}

fn constants() -> &'static Constants {
    static CONSTANTS: OnceLock<Constants> = OnceLock::new();
    CONSTANTS.get_or_init(|| {
        let mut constants = Constants { start: [0; 8], rounds: [0; 80] };
        for (slot, prime) in constants.start.iter_mut().zip(primes()) {
            *slot = root_fraction(prime, 2);
        }
        for (slot, prime) in constants.rounds.iter_mut().zip(primes()) {
            *slot = root_fraction(prime, 3);
        }
        constants
    })
}

fn compress(state: &mut [u64; 8], block: &[u8], rounds: &[u64; 80]) {
    let mut schedule = [0u64; 80];
    for (word, bytes) in schedule.iter_mut().zip(block.chunks_exact(8)) {
        *word = u64::from_be_bytes(bytes.try_into().unwrap_or_default());
    }
    for t in 16..80 {
        let (x, y) = (schedule[t - 15], schedule[t - 2]);
        let low = x.rotate_right(1) ^ x.rotate_right(8) ^ x >> 7;
        let high = y.rotate_right(19) ^ y.rotate_right(61) ^ y >> 6;
        schedule[t] = schedule[t - 16].wrapping_add(low).wrapping_add(schedule[t - 7]).wrapping_add(high);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, constant) in schedule.iter().zip(rounds) {
        let chosen = (e & f) ^ (!e & g);
        let turned = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let first = h.wrapping_add(turned).wrapping_add(chosen).wrapping_add(*constant).wrapping_add(*word);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        let second = (a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39)).wrapping_add(majority);
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(second));
    }
    for (slot, value) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *slot = slot.wrapping_add(value);
    }
}

/// The digest of `message`.
pub fn digest(message: &[u8]) -> [u8; 64] {
    let constants = constants();
    let mut state = constants.start;
    let blocks = message.chunks_exact(128);
    let mut tail = blocks.remainder().to_vec();
    for block in blocks {
        compress(&mut state, block, &constants.rounds);
    }
    tail.push(0x80);
    while tail.len() % 128 != 112 {
        tail.push(0);
    }
    tail.extend_from_slice(&(message.len() as u128 * 8).to_be_bytes());
    for block in tail.chunks_exact(128) {
        compress(&mut state, block, &constants.rounds);
    }
    let mut digest = [0; 64];
    for (bytes, word) in digest.chunks_exact_mut(8).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(message: &[u8]) -> String {
        digest(message).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests() {
        assert!(hex(b"abc").starts_with("ddaf35a193617abacc417349ae204131"));
        assert!(hex(b"").starts_with("cf83e1357eefb8bdf1542850d66d8007"));
        assert!(hex(&[b'a'; 200]).starts_with("4b11459c33f52a22ee8236782714c150"));
    }
}
