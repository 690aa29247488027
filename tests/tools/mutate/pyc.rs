//! Mutations of `.pyc` files: of the bytes, and of the code objects that they hold.

use std::rc::Rc;

use mimeo::bytecode::marshal::{self, PycHeader};
use mimeo::bytecode::{CodeObject, Const, PyStr};
use mimeo::ops::{self, op};

use super::Random;

/// Input number `number`: one of `seeds` (code objects), changed, as a file's bytes.
pub fn mutated(seeds: &[CodeObject], seed: u64, number: u64) -> Vec<u8> {
    let random = &mut Random::new(seed, number);
    let Some(code) = random.pick(seeds) else { return Vec::new() };
    let mut code = code.clone();
    if !random.one_in(3) {
        for _ in 0..random.few() {
            within(&mut code, random);
        }
    }
    let header = PycHeader::Timestamp { mtime: 0, size: 0 };
    let Ok(mut data) = marshal::write_pyc(&code, header) else { return Vec::new() };
    if random.one_in(3) {
        for _ in 0..random.few() {
            if random.one_in(3) {
                values(&mut data, random);
            } else {
                // Seldom in the header: most of those files would be refused at once.
                let header = if random.one_in(20) { 0 } else { marshal::PYC_HEADER_LEN };
                let mut rest = data.split_off(header.min(data.len()));
                super::bytes(&mut rest, random);
                data.extend(rest);
            }
        }
    }
    data
}

/// Changes what looks like a type code or a reference.
fn values(data: &mut Vec<u8>, random: &mut Random) {
    const TAGS: &[u8] = b"0NFTS.iIlfgxystuaAzZ()[{<>cr\xe9\xf3\xda\xfa\xa9\xe3\xa8";
    let places: Vec<usize> =
        (marshal::PYC_HEADER_LEN..data.len()).filter(|&at| TAGS.contains(&data[at])).collect();
    let Some(&at) = random.pick(&places) else { return };
    match random.below(4) {
        0 => data[at] = random.pick(TAGS).copied().unwrap_or(b'N'),
        1 => data[at] ^= 0x80,
        2 => {
            let mut reference = vec![b'r'];
            reference.extend((random.below(60) as u32).to_le_bytes());
            drop(data.splice(at..at + 1, reference));
        }
        _ => {
            let depth = 1 << random.below(10);
            drop(data.splice(at..at, std::iter::repeat_n([0xa9, 1], depth).flatten()));
        }
    }
}

/// Changes `code` or one of those within it.
fn within(code: &mut CodeObject, random: &mut Random) {
    let nested: Vec<usize> =
        (0..code.consts.len()).filter(|&at| matches!(code.consts[at], Const::Code(_))).collect();
    if !random.one_in(3)
        && let Some(&at) = random.pick(&nested)
        && let Const::Code(inner) = &mut code.consts[at]
    {
        let mut changed = CodeObject::clone(inner);
        within(&mut changed, random);
        *inner = Rc::new(changed);
        return;
    }
    match random.below(20) {
        0..=9 => instructions(&mut code.code, random),
        10 => number(&mut code.stacksize, random),
        11 => match random.below(4) {
            0 => number(&mut code.argcount, random),
            1 => number(&mut code.kwonlyargcount, random),
            2 => number(&mut code.posonlyargcount, random),
            _ => code.firstlineno = *random.pick(&[0, -1, 1, i32::MAX, i32::MIN]).unwrap_or(&0),
        },
        12 => code.flags ^= 1 << random.below(27),
        13 => super::bytes(&mut code.exceptiontable, random),
        14 => super::bytes(&mut code.linetable, random),
        15 => super::bytes(&mut code.localspluskinds, random),
        16 | 17 => constants(code, random),
        18 => names(&mut code.names, random),
        _ => match random.below(3) {
            0 => names(&mut code.localsplusnames, random),
            1 => {
                names(&mut code.localsplusnames, random);
                code.localspluskinds.resize(code.localsplusnames.len(), 0x20);
            }
            _ => code.qualname = PyStr::from("q".repeat(random.below(100))),
        },
    }
}

fn number(value: &mut u32, random: &mut Random) {
    *value = match random.below(6) {
        0 => 0,
        1 => u32::MAX >> 1,
        2 => 1 << random.below(31),
        3 => value.wrapping_sub(1) & 0x7FFF_FFFF,
        _ => value.wrapping_add(random.below(4) as u32) & 0x7FFF_FFFF,
    };
}

fn names(list: &mut Vec<PyStr>, random: &mut Random) {
    let at = random.below(list.len());
    match random.below(4) {
        0 if !list.is_empty() => drop(list.remove(at)),
        1 if !list.is_empty() => {
            let text = ["", "__class__", "__x", ".0", "é", "\0"];
            list[at] = PyStr::from(*random.pick(&text).unwrap_or(&""));
        }
        2 => list.extend(PyStr::from_code_points([0xD800, 0x61])),
        _ => list.insert(at, list.get(at).cloned().unwrap_or_default()),
    }
}

fn constants(code: &mut CodeObject, random: &mut Random) {
    let at = random.below(code.consts.len());
    let value = match random.below(12) {
        0 => Const::None,
        1 => Const::Int(random.next() as i64),
        2 => Const::Float(f64::from_bits(random.next())),
        3 => Const::Str(PyStr::from("s")),
        4 => Const::Bytes(vec![0, 255]),
        5 => Const::Tuple(vec![Const::Str("a".into()), Const::Str("b".into())]),
        6 => Const::FrozenSet(vec![Const::Int(1), Const::Str("b".into())]),
        7 => Const::Ellipsis,
        8 => Const::Complex(f64::NAN, -0.0),
        9 => Const::Tuple(vec![
            Const::Tuple(Vec::new()),
            Const::FrozenSet(vec![Const::Tuple(vec![Const::Int(1)])]),
        ]),
        10 => Const::Code(Rc::new(code.clone())),
        _ => match random.pick(&code.consts) {
            Some(other) => other.clone(),
            None => Const::True,
        },
    };
    match code.consts.get_mut(at) {
        Some(place) if !random.one_in(4) => *place = value,
        _ => code.consts.insert(at, value),
    }
}

/// Where instructions start, prefixes apart.
fn starts(code: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < code.len() {
        found.push(at);
        at += 2 + 2 * ops::caches(code[at]);
    }
    found
}

/// Opcodes that compilers emit.
fn opcode(random: &mut Random) -> u8 {
    loop {
        let opcode = 1 + random.below(148) as u8;
        if (ops::is_known(u16::from(opcode)) && opcode != op::EXTENDED_ARG) || random.one_in(20) {
            return opcode;
        }
    }
}

fn instruction(random: &mut Random) -> Vec<u8> {
    let opcode = opcode(random);
    let mut bytes = Vec::new();
    if random.one_in(16) {
        bytes.extend([op::EXTENDED_ARG, random.below(4) as u8]);
    }
    bytes.extend([opcode, if random.one_in(8) { random.next() as u8 } else { random.below(8) as u8 }]);
    bytes.resize(bytes.len() + 2 * ops::caches(opcode), 0);
    bytes
}

fn instructions(code: &mut Vec<u8>, random: &mut Random) {
    let all = starts(code);
    let (Some(&at), Some(&other)) = (random.pick(&all), random.pick(&all)) else { return };
    let end = |at: usize| (at + 2 + 2 * ops::caches(code[at])).min(code.len());
    match random.below(12) {
        // Small changes of operands make most of what still verifies.
        0..=2 => code[at + 1] = random.below(6) as u8,
        3 => code[at + 1] = code[at + 1].wrapping_add(random.below(5) as u8).wrapping_sub(2),
        4 => {
            // Another opcode with as many caches.
            for _ in 0..50 {
                let new = opcode(random);
                if ops::caches(new) == ops::caches(code[at]) {
                    code[at] = new;
                    break;
                }
            }
        }
        5 => drop(code.splice(at..end(at), instruction(random))),
        6 => drop(code.splice(at..at, instruction(random))),
        7 => {
            let copied = code[other..end(other)].to_vec();
            drop(code.splice(at..at, copied));
        }
        8 => drop(code.drain(at..end(at))),
        9 => {
            let copied = code[other..end(other)].to_vec();
            drop(code.splice(at..end(at), copied));
        }
        10 => {
            // A run of instructions, so that the stack fits now and then.
            let from = random.below(all.len());
            let to = (from + 1 + random.below(6)).min(all.len()) - 1;
            let copied = code[all[from]..end(all[to])].to_vec();
            drop(code.splice(at..at, copied));
        }
        _ => super::bytes(code, random),
    }
}
