//! `random`: the Mersenne Twister and its seeding, natively; the distributions in Python (`random.py`), over it. The same
//! seed gives the same sequence as in CPython 3.13.

mod sha512;
mod twister;

use crate::heap::layout::{Bytes, Native, Tuple, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::int;
use crate::objects::slots::{Args, Method, ModuleDef, Sig, Slots, TypeDef, function, method};
use crate::vm::Vm;
use twister::{WORDS, init_by_array, temper, twist};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "random",
    functions: &[
        function("_index", index, Sig::Exact(1)),
        function("_sha512", digest, Sig::Exact(1)),
        function("_urandom", urandom, Sig::Exact(1)),
    ],
    types: &[Kind::RANDOM],
    init: None,
    source: Some(include_str!("random.py")),
};

/// The generator: an object whose one word is a bytes object of its own, the state's words and then the index of the
/// next one.
pub static TYPE: TypeDef = TypeDef {
    kind: Kind::RANDOM,
    name: "Random",
    module: "_random",
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: METHODS,
    subclassable: true,
    has_dict: true,
    ..TypeDef::DEFAULT
};

const METHODS: &[Method] = &[
    method("random", random, Sig::Exact(0)),
    method("getrandbits", getrandbits, Sig::Exact(1)),
    method("seed", seed, Sig::Range(0, 1)),
    method("getstate", getstate, Sig::Exact(0)),
    method("setstate", setstate, Sig::Exact(1)),
];

/// Bytes of the state.
const STATE_BYTES: u32 = WORDS as u32 * 4 + 4;

fn new(vm: &mut Vm, class: u32, _args: Args) -> Res {
    let size = Type(class).basicsize(&vm.heap).max(Native::SIZE) + 8;
    let object = Native(vm.alloc(class, size)?);
    let state = Bytes(vm.alloc(Kind::BYTES.class(), Bytes::SIZE + STATE_BYTES)?);
    state.set_len(&mut vm.heap, STATE_BYTES);
    object.set_count(&mut vm.heap, 1);
    vm.heap.set_u64(object.0 + Native::SIZE, state.value().word());
    seed_from_entropy(vm, object.value());
    Ok(object.value())
}

/// Where the state of the generator lies.
fn state_of(vm: &Vm, generator: Value) -> u32 {
    vm.heap.u32(generator.offset().wrapping_add(Native::SIZE)).wrapping_add(Bytes::SIZE)
}

fn load(vm: &Vm, at: u32) -> [u32; WORDS] {
    std::array::from_fn(|i| vm.heap.u32(at.wrapping_add(i as u32 * 4)))
}

fn store(vm: &mut Vm, at: u32, words: &[u32; WORDS], next: u32) {
    for (i, word) in words.iter().enumerate() {
        vm.heap.set_u32(at.wrapping_add(i as u32 * 4), *word);
    }
    vm.heap.set_u32(at.wrapping_add(WORDS as u32 * 4), next);
}

/// The next 32 random bits.
#[inline]
fn next(vm: &mut Vm, at: u32) -> u32 {
    let index_at = at.wrapping_add(WORDS as u32 * 4);
    let mut index = vm.heap.u32(index_at);
    if index >= WORDS as u32 {
        let mut words = load(vm, at);
        twist(&mut words);
        store(vm, at, &words, 0);
        index = 0;
    }
    vm.heap.set_u32(index_at, index + 1);
    temper(vm.heap.u32(at.wrapping_add(index * 4)))
}

fn random(vm: &mut Vm, args: Args) -> Res {
    let at = state_of(vm, args.get(vm, 0));
    let (high, low) = (next(vm, at) >> 5, next(vm, at) >> 6);
    vm.new_float((high as f64 * 67_108_864.0 + low as f64) * (1.0 / 9_007_199_254_740_992.0))
}

fn getrandbits(vm: &mut Vm, args: Args) -> Res {
    let count = args.get(vm, 1);
    let count = vm.index(count)?;
    let mut bits = match int::as_i64(vm, count) {
        Some(n) if n >= 0 => n as u64,
        Some(_) => return Err(vm.value_error("number of bits must be non-negative")),
        None if int::sign(vm, count) == Some(-1) => {
            return Err(vm.value_error("number of bits must be non-negative"));
        }
        None => return Err(vm.overflow_error("Python int too large to convert to C int")),
    };
    if bits > i32::MAX as u64 {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    }
    let at = state_of(vm, args.get(vm, 0));
    if bits <= 32 {
        return if bits == 0 {
            Ok(Value::int(0))
        } else {
            let word = next(vm, at) >> (32 - bits);
            vm.new_int(word as i64)
        };
    }
    int::check_room(vm, bits)?;
    let mut limbs = vec![0u64; bits.div_ceil(64) as usize];
    let mut i = 0;
    while bits > 0 {
        let mut word = next(vm, at);
        if bits < 32 {
            word >>= 32 - bits;
        }
        limbs[i / 2] |= (word as u64) << (i % 2 * 32);
        bits = bits.saturating_sub(32);
        i += 1;
    }
    int::from_limbs(vm, false, &limbs)
}

fn seed_from_entropy(vm: &mut Vm, generator: Value) {
    let mut bytes = [0; WORDS * 4];
    vm.io.entropy(&mut bytes);
    let key: Vec<u32> =
        bytes.chunks_exact(4).map(|c| u32::from_le_bytes(c.try_into().unwrap_or_default())).collect();
    let at = state_of(vm, generator);
    store(vm, at, &init_by_array(&key), WORDS as u32);
}

fn seed(vm: &mut Vm, args: Args) -> Res {
    let generator = args.get(vm, 0);
    let Some(value) = args.opt(vm, 1).filter(|v| *v != statics::NONE) else {
        seed_from_entropy(vm, generator);
        return Ok(statics::NONE);
    };
    let limbs = match int::text::parts(vm, value) {
        Some((_, magnitude)) => magnitude,
        None => vec![vm.hash(value)? as u64],
    };
    let mut key: Vec<u32> = limbs.iter().flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect();
    while key.len() > 1 && key.last() == Some(&0) {
        key.pop();
    }
    let at = state_of(vm, generator);
    store(vm, at, &init_by_array(&key), WORDS as u32);
    Ok(statics::NONE)
}

fn getstate(vm: &mut Vm, args: Args) -> Res {
    let at = state_of(vm, args.get(vm, 0));
    let words: Vec<Value> =
        (0..=WORDS as u32).map(|i| Value::int(vm.heap.u32(at.wrapping_add(i * 4)) as i64)).collect();
    vm.new_tuple(&words)
}

fn setstate(vm: &mut Vm, args: Args) -> Res {
    let state = args.get(vm, 1);
    let Some(tuple) = vm.as_kind(state, Kind::TUPLE).map(Tuple) else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if tuple.len(&vm.heap) != WORDS as u32 + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = [0; WORDS];
    for (i, word) in words.iter_mut().enumerate() {
        match int::as_u64(vm, tuple.item(vm, i as u32)) {
            Some(n) => *word = n as u32,
            None => return Err(vm.type_error("state vector items must be non-negative integers")),
        }
    }
    let index = int::as_u64(vm, tuple.item(vm, WORDS as u32)).filter(|n| *n <= WORDS as u64);
    let Some(index) = index else { return Err(vm.value_error("invalid state")) };
    let at = state_of(vm, args.get(vm, 0));
    store(vm, at, &words, index as u32);
    Ok(statics::NONE)
}

fn index(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    vm.index(value)
}

/// The SHA-512 digest of a bytes object: what text seeds are mixed with.
fn digest(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    match int::methods::bytes_of(vm, value) {
        Some(bytes) => vm.new_bytes(&sha512::digest(&bytes)),
        None => Err(vm.type_error("a bytes-like object is required")),
    }
}

fn urandom(vm: &mut Vm, args: Args) -> Res {
    let count = args.get(vm, 0);
    let count = vm.index_i64(count)?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    int::check_room(vm, (count as u64).saturating_mul(8))?;
    let mut bytes = vec![0; count];
    vm.io.entropy(&mut bytes);
    vm.new_bytes(&bytes)
}
