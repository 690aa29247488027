//! Python's hashes of what has no methods: text, bytes, numbers, tuples. CPython's, bit for bit, so that sets iterate in its order.

use num_bigint::{BigInt, Sign};

use super::PyStr;

/// The key of the hashes of text and bytes: CPython's with `PYTHONHASHSEED=0`, unless a sandbox has one of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HashKey(pub u64, pub u64);

impl HashKey {
    /// `hash()` of some bytes, or of the bytes of a text's characters.
    #[inline]
    pub fn hash(self, bytes: &[u8]) -> u64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut hash = SipHash::new(self);
        let rest = hash.words(bytes);
        hash.finish(rest, bytes.len())
    }

    /// `hash()` of a text: of its characters in as many bytes each, 1, 2 or 4, as the largest takes.
    pub fn hash_text(self, text: &PyStr) -> u64 {
        let points: Vec<u32> = text.code_points().collect();
        let bytes: Vec<u8> = match points.iter().max() {
            None | Some(0..=0xFF) => points.iter().map(|point| *point as u8).collect(),
            Some(0..=0xFFFF) => points.iter().flat_map(|point| (*point as u16).to_le_bytes()).collect(),
            _ => points.iter().flat_map(|point| point.to_le_bytes()).collect(),
        };
        self.hash(&bytes)
    }
}

/// SipHash-1-3 of bytes that come in order: Aumasson and Bernstein, "SipHash: a fast short-input PRF", with one round a word
/// and three at the end.
#[derive(Clone)]
pub struct SipHash([u64; 4]);

impl SipHash {
    #[inline(always)]
    pub fn new(HashKey(low, high): HashKey) -> SipHash {
        SipHash([
            low ^ 0x736F_6D65_7073_6575,
            high ^ 0x646F_7261_6E64_6F6D,
            low ^ 0x6C79_6765_6E65_7261,
            high ^ 0x7465_6462_7974_6573,
        ])
    }

    #[inline(always)]
    fn round(&mut self) {
        let [a, b, c, d] = &mut self.0;
        *a = a.wrapping_add(*b);
        *c = c.wrapping_add(*d);
        *b = b.rotate_left(13) ^ *a;
        *d = d.rotate_left(16) ^ *c;
        *a = a.rotate_left(32).wrapping_add(*d);
        *c = c.wrapping_add(*b);
        *d = d.rotate_left(21) ^ *a;
        *b = b.rotate_left(17) ^ *c;
        *c = c.rotate_left(32);
    }

    #[inline(always)]
    fn word(&mut self, word: u64) {
        self.0[3] ^= word;
        self.round();
        self.0[0] ^= word;
    }

    /// Takes whole words in; gives what is left over.
    #[inline(always)]
    pub fn words<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        rest
    }

    /// `hash()` of `len` bytes, of which only `rest`, fewer than eight, have not been taken in.
    #[inline(always)]
    pub fn finish(mut self, rest: &[u8], len: usize) -> u64 {
        let last = rest.iter().rev().fold(0, |word, byte| word << 8 | *byte as u64);
        self.word(last | (len as u64) << 56);
        self.0[2] ^= 0xFF;
        for _ in 0..3 {
            self.round();
        }
        let [a, b, c, d] = self.0;
        not_minus_one((a ^ b ^ c ^ d) as i64) as u64
    }
}

/// -1 stands for an error where CPython's natives give a hash.
#[inline(always)]
const fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(None)`.
pub const NONE: u64 = 0xFCA8_6420;

/// The modulus of numeric hashes: 2^61 - 1.
pub const MODULUS: u64 = (1 << 61) - 1;

/// `hash()` of an integer.
#[inline(always)]
pub const fn int(n: i64) -> i64 {
    not_minus_one(if n.unsigned_abs() < MODULUS { n } else { n % MODULUS as i64 })
}

/// `hash()` of a magnitude with a sign, limbs from the highest down.
pub fn limbs(negative: bool, from_highest: impl Iterator<Item = u64>) -> i64 {
    // 2^64 is 8 modulo 2^61 - 1, and multiplying by 8 turns 61 bits.
    let hash = from_highest.fold(0, |hash, limb| {
        let sum = (hash << 3 & MODULUS | hash >> 58) + (limb & MODULUS) + (limb >> 61);
        (sum & MODULUS) + (sum >> 61)
    }) % MODULUS;
    not_minus_one(if negative { -(hash as i64) } else { hash as i64 })
}

/// `hash()` of an integer of any size.
pub fn big_int(n: &BigInt) -> i64 {
    limbs(n.sign() == Sign::Minus, n.magnitude().iter_u64_digits().rev())
}

/// `hash()` of a float that is not NaN.
pub fn float(x: f64) -> i64 {
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    if x == 0.0 || x.is_nan() {
        return 0;
    }
    // mantissa * 2^exponent modulo 2^61 - 1, where multiplying by 2 turns 61 bits.
    let (mantissa, exponent) = decompose(x);
    let turn = exponent.rem_euclid(61) as u32;
    let reduced = mantissa % MODULUS;
    let turned = if turn == 0 { reduced } else { ((reduced << turn) & MODULUS) | reduced >> (61 - turn) };
    let hash = (turned % MODULUS) as i64;
    not_minus_one(if x < 0.0 { -hash } else { hash })
}

/// A finite float's magnitude as an integer times a power of 2: `|x| = mantissa * 2^exponent`.
pub fn decompose(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// `hash()` of a complex number from those of its parts.
pub const fn complex(real: i64, imaginary: i64) -> i64 {
    not_minus_one(real.wrapping_add(imaginary.wrapping_mul(1_000_003)))
}

/// `hash()` of a tuple from those of its items, after xxHash64.
#[derive(Clone, Copy)]
pub struct TupleHash(u64);

impl TupleHash {
    const PRIMES: [u64; 3] = [0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x27D4_EB2F_1656_67C5];

    #[inline(always)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> TupleHash {
        TupleHash(Self::PRIMES[2])
    }

    #[inline(always)]
    pub const fn item(&mut self, hash: u64) {
        let sum = self.0.wrapping_add(hash.wrapping_mul(Self::PRIMES[1]));
        self.0 = sum.rotate_left(31).wrapping_mul(Self::PRIMES[0]);
    }

    /// The hash; slices leave out the length.
    #[inline(always)]
    pub const fn finish(self, len: Option<u64>) -> i64 {
        let length = match len {
            Some(len) => len ^ Self::PRIMES[2] ^ 3_527_539,
            None => 0,
        };
        match self.0.wrapping_add(length) {
            u64::MAX => 1_546_275_796,
            hash => hash as i64,
        }
    }
}

/// `hash()` of a frozenset from those of its items, in any order.
#[derive(Clone, Copy, Default)]
pub struct SetHash(u64);

impl SetHash {
    #[inline(always)]
    pub const fn item(&mut self, hash: u64) {
        self.0 ^= ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
    }

    /// The hash of a set of `len` items.
    pub const fn finish(self, len: u64) -> i64 {
        let mut hash = self.0 ^ len.wrapping_add(1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        match hash.wrapping_mul(69_069).wrapping_add(907_133_923) {
            u64::MAX => 590_923_713,
            hash => hash as i64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siphash_is_that_of_its_authors() {
        // The key and the messages of the paper's vectors; the hashes are those of the reference code with 1 and 3 rounds.
        let key = HashKey(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908);
        let message: Vec<u8> = (0..64).collect();
        let hash = |len: usize| {
            let mut hash = SipHash::new(key);
            let rest = hash.words(&message[..len]);
            hash.finish(rest, len)
        };
        let vectors =
            [0xABAC_0158_050F_C4DC, 0xC9F4_9BF3_7D57_CA93, 0x82CB_9B02_4DC7_D44D, 0x8BF8_0AB8_E7DD_F7FB];
        for (len, expected) in vectors.into_iter().enumerate() {
            assert_eq!(hash(len), expected, "{len} bytes");
        }
    }

    #[test]
    fn numbers_hash_as_in_cpython() {
        let ten = BigInt::from(10).pow(30);
        for (hash, expected) in [
            (int(0), 0),
            (int(-1), -2),
            (int((1 << 61) - 1), 0),
            (int(1 << 61), 1),
            (int(i64::MIN), -4),
            (big_int(&ten), 10i128.pow(30).rem_euclid((1 << 61) - 1) as i64),
            (big_int(&-ten), -(10i128.pow(30).rem_euclid((1 << 61) - 1) as i64)),
            (big_int(&-BigInt::from(MODULUS).pow(9)), 0),
            (float(1.0), 1),
            (float(0.5), 1 << 60),
            (float(0.1), 230_584_300_921_369_408),
            (float(-1.0), -2),
            (float(1e300), 1_224_995_262_755_759_164),
            (float(5e-324), 1 << 24),
            (float(f64::NEG_INFINITY), -314_159),
        ] {
            assert_eq!(hash, expected);
        }
    }

    #[test]
    fn text_hashes_as_in_cpython() {
        for (text, expected) in [
            ("abc", -4_594_863_902_769_663_758),
            ("\u{e9}\u{e9}\u{e9}", -3_623_170_816_189_491_307),
            ("\u{20ac}uro", 7_542_247_858_446_192_590),
            ("", 0),
        ] {
            assert_eq!(HashKey::default().hash_text(&PyStr::from(text)) as i64, expected, "{text}");
        }
    }
}
