//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998): 624 words of state, period 2^19937 - 1.

/// Words of the state.
pub const WORDS: usize = 624;
/// How far apart the words are that one new word mixes.
const DISTANCE: usize = 397;
const MATRIX: u32 = 0x9908_B0DF;
const UPPER: u32 = 0x8000_0000;

/// A word as it leaves the generator.
#[inline]
pub fn temper(mut y: u32) -> u32 {
    y ^= y >> 11;
    y ^= y << 7 & 0x9D2C_5680;
    y ^= y << 15 & 0xEFC6_0000;
    y ^ y >> 18
}

/// The next generation of all words.
pub fn twist(words: &mut [u32; WORDS]) {
    for i in 0..WORDS {
        let y = words[i] & UPPER | words[(i + 1) % WORDS] & !UPPER;
        let mixed = y >> 1 ^ if y & 1 != 0 { MATRIX } else { 0 };
        words[i] = words[(i + DISTANCE) % WORDS] ^ mixed;
    }
}

fn init(seed: u32) -> [u32; WORDS] {
    let mut words = [0u32; WORDS];
    words[0] = seed;
    for i in 1..WORDS {
        let last = words[i - 1];
        words[i] = (last ^ last >> 30).wrapping_mul(1_812_433_253).wrapping_add(i as u32);
    }
    words
}

/// The state seeded with a key of any length (at least one word).
pub fn init_by_array(key: &[u32]) -> [u32; WORDS] {
    let mut words = init(19_650_218);
    let (mut i, mut j) = (1, 0);
    let step = |words: &mut [u32; WORDS], i: &mut usize| {
        *i += 1;
        if *i >= WORDS {
            words[0] = words[WORDS - 1];
            *i = 1;
        }
    };
    for _ in 0..WORDS.max(key.len()) {
        let last = words[i - 1];
        let mixed = words[i] ^ (last ^ last >> 30).wrapping_mul(1_664_525);
        let added = key.get(j).copied().unwrap_or(0);
        words[i] = mixed.wrapping_add(added).wrapping_add(j as u32);
        step(&mut words, &mut i);
        j += 1;
        if j >= key.len() {
            j = 0;
        }
    }
    for _ in 0..WORDS - 1 {
        let last = words[i - 1];
        let mixed = words[i] ^ (last ^ last >> 30).wrapping_mul(1_566_083_941);
        words[i] = mixed.wrapping_sub(i as u32);
        step(&mut words, &mut i);
    }
    words[0] = 0x8000_0000;
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_those_of_cpython() {
        // random.seed(42); [random.getrandbits(32) for _ in range(3)]
        let mut words = init_by_array(&[42]);
        twist(&mut words);
        assert_eq!(
            words[..3].iter().map(|w| temper(*w)).collect::<Vec<_>>(),
            [2746317213, 478163327, 107420369]
        );
        // The reference implementation's first output for its test key.
        let mut words = init_by_array(&[0x123, 0x234, 0x345, 0x456]);
        twist(&mut words);
        assert_eq!(temper(words[0]), 1067595299);
    }
}
