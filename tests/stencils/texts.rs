//! Strings, lengths, entries of dicts, and drawing from generators.

use mimeo::heap::layout::{Dict, Frame, Generator, List};
use mimeo::heap::statics::{self, STATE};
use mimeo::heap::{Kind, Value};
use mimeo::objects::dict;

use super::Check;
use super::frames::frame_of;
use super::rig::{Outcome, Rig, SCRATCH, is, nothing};
use super::words::samples;

pub const CHECKS: &[(&str, Check)] = &[
    ("str_get", str_get),
    ("str_has", str_has),
    ("str_ord", str_ord),
    ("int_chr", int_chr),
    ("any_len", any_len),
    ("dict_entry", dict_entry),
    ("entry_value", entry_value),
    ("entry_store", entry_store),
    ("raise_stop", raise_stop),
    ("drain", drain),
];

/// Strings of each width, short and long; the last are grown in place.
const TEXTS: &str = r"
texts = ['', 'a', 'b', 'abc', 'ab' * 40, '\xe9', 'a\xe9', '\u20ac', 'a\u20ac', '\U0001F600', 'x\U0001F600y', '\0', 'a\0b']
long = 'x' * 2000
for i in range(10):
    long += chr(97 + i)
texts.append(long)
wide = '\u20ac' * 1000
wide += 'a'
wide += '\xe9'
texts.append(wide)
";

fn texts(rig: &mut Rig) -> Vec<Value> {
    let list = rig.python(TEXTS).get(rig, "texts");
    rig.items(list)
}

fn str_get(rig: &mut Rig) {
    let made = rig.make(&[]);
    for text in texts(rig) {
        let len = rig.vm.len(text).unwrap() as i64;
        for i in [0, 1, 2, -1, -2, len - 1, len, -len, -len - 1, len / 2, i64::MAX >> 1] {
            let expected = rig.vm.get_item(text, Value::int(i));
            rig.pending();
            match (rig.run(made, &[text.word(), i as u64]), expected) {
                (Outcome::Values(words), Ok(expected)) => {
                    let got = Value::from_word(words[0]).unwrap();
                    assert!(rig.vm.str_eq(got, expected), "{}[{i}]", rig.repr(text));
                }
                (outcome, expected) => assert_eq!((outcome, expected.is_err()), (Outcome::Exit, true), "{i}"),
            }
        }
    }
}

fn str_has(rig: &mut Rig) {
    let made = rig.make(&[]);
    let texts = texts(rig);
    for text in &texts {
        for part in &texts {
            let expected = rig.vm.contains(*text, *part).unwrap();
            let shown = (rig.repr(*part), rig.repr(*text));
            rig.expect(made, &[text.word(), part.word()], is(expected as u64), shown);
        }
    }
}

fn str_ord(rig: &mut Rig) {
    let made = rig.make(&[]);
    let ord = rig.vm.builtin("ord").unwrap();
    for text in texts(rig) {
        let expected = match rig.vm.call(ord, &[text]) {
            Ok(n) => is(n.as_small_int().unwrap() as u64),
            Err(_) => Outcome::Exit,
        };
        rig.pending();
        let shown = rig.repr(text);
        rig.expect(made, &[text.word()], expected, shown);
    }
}

fn int_chr(rig: &mut Rig) {
    let made = rig.make(&[]);
    for n in [0i64, 1, 65, 127, 128, 255, 256, -1, 0x10_FFFF, i64::MIN] {
        let latin = u8::try_from(n).map(|n| is(statics::char_str(n).word()));
        rig.expect(made, &[n as u64], latin.unwrap_or(Outcome::Exit), n);
    }
}

fn any_len(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig).into_iter().chain(texts(rig)) {
        let expected = rig.vm.len(value).map(|len| len as u64);
        let told = rig.pending();
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], expected.map_or(Outcome::Raise, is), shown);
        assert_eq!(rig.pending(), told);
    }
}

/// Dicts, and keys that some have.
fn dicts(rig: &mut Rig) -> (Vec<Value>, Vec<Value>) {
    let source = "
keys = ['a', 'b', 'key', 'x' * 30, 0, 1, 5, -1, -7, 2**60, 2**61 - 1, 2**62 - 1, -2**62, 1.0, None, (1, 2), 'none such', 77]
dicts = [{}, {'a': 1}, {key: i for i, key in enumerate(keys[:16])}, {i: -i for i in range(100)}, {str(i): i for i in range(50)}]
for i in range(0, 90, 2):
    del dicts[3][i]
";
    let namespace = rig.python(source);
    let [keys, dicts] = ["keys", "dicts"].map(|name| namespace.get(rig, name));
    (rig.items(dicts), rig.items(keys))
}

/// The stencil may overlook an entry, but it must not find a wrong one; it finds strings and small numbers.
fn dict_entry(rig: &mut Rig) {
    let made = rig.make(&[]);
    let (dicts, keys) = dicts(rig);
    let mut found = 0;
    for of in &dicts {
        for key in &keys {
            let expected = dict::get(&mut rig.vm, Dict(of.offset()), *key).unwrap();
            let Outcome::Values(words) = rig.run(made, &[of.word(), key.word()]) else { panic!() };
            let entry = words[0] as u32;
            let likely = rig.vm.is_exact(*key, Kind::STR)
                || key.as_small_int().is_some_and(|n| (0..1 << 60).contains(&n));
            if entry != 0 {
                found += 1;
                assert_eq!(
                    Value::from_word(rig.vm.heap.u64(entry + dict::VALUE)),
                    expected,
                    "{}",
                    rig.repr(*key)
                );
            } else if likely && of != &dicts[4] {
                assert_eq!(expected, None, "{}", rig.repr(*key));
            }
        }
    }
    assert!(found > 10);
}

fn entry_value(rig: &mut Rig) {
    let made = rig.make(&[]);
    rig.vm.heap.set_u64(SCRATCH + 16, 77);
    rig.expect(made, &[SCRATCH as u64], is(77), "an entry");
    rig.expect(made, &[0], is(0), "none");
}

fn entry_store(rig: &mut Rig) {
    let made = rig.make(&[]);
    let low = rig.vm.heap.u64(16);
    rig.expect(made, &[SCRATCH as u64, 78], nothing(), "an entry");
    rig.expect(made, &[0, 79], nothing(), "none");
    assert_eq!((rig.vm.heap.u64(SCRATCH + 16), rig.vm.heap.u64(16)), (78, low));
}

fn raise_stop(rig: &mut Rig) {
    let made = rig.make(&[]);
    for (value, expected) in [(statics::NONE, "StopIteration: "), (Value::int(3), "StopIteration: 3")] {
        rig.expect(made, &[value.word()], Outcome::Raise, expected);
        assert_eq!(rig.pending(), expected);
    }
}

/// Each way of drawing: what comes out, what is left, and the sums.
fn drain(rig: &mut Rig) {
    let source = "
def caller(g): return g
def of(*items):
    yield from items
    return 5
def raises():
    yield False
    raise ValueError('x')
";
    let namespace = rig.python(source);
    let caller = namespace.get(rig, "caller");
    let of = namespace.get(rig, "of");
    let frame: Frame = frame_of(rig, caller, 0, SCRATCH);
    let made = rig.make(&[]);
    let (no, yes, int) = (statics::FALSE, statics::TRUE, Value::int);
    let big = rig.vm.new_int(i64::MAX).unwrap();
    let floats = [1.5, 1e60, 1.0, -1e60].map(|x| rig.float(x));
    let list = rig.vm.new_list(&[no, no]).unwrap();
    rig.vm.root(list);
    let list = List(list.offset());
    let cap = list.cap(&rig.vm.heap) as usize;
    let cases: Vec<(u32, u64, Vec<Value>, Option<Value>)> = vec![
        (0, 0, vec![no, no, int(0), no], Some(int(0))),
        (0, 0, vec![no, no], None),
        (0, 0, vec![], None),
        (1, 0, vec![yes, yes, no], Some(no)),
        (1, 0, vec![yes], None),
        (2, 10, vec![int(1), int(-5), int(7)], None),
        (2, 0, vec![int(1), big, int(7)], Some(big)),
        (2, i64::MAX as u64, vec![int(-1), int(1), int(1)], Some(int(1))),
        (3, 0f64.to_bits(), floats.to_vec(), None),
        (3, 0f64.to_bits(), vec![floats[0], int(1)], Some(int(1))),
        (4, list.0 as u64, vec![int(1); cap + 1], Some(int(1))),
    ];
    for (mode, sum, items, expected) in cases {
        STATE.set_frame(&mut rig.vm.heap, frame.0);
        let generator = rig.vm.call(of, &items).unwrap();
        rig.vm.root(generator);
        let top = mimeo::interp::frame_top(&rig.vm, frame.0);
        Generator(generator.offset()).set_top(&mut rig.vm.heap, top);
        STATE.set_drain_mode(&mut rig.vm.heap, mode);
        STATE.set_drain_sum(&mut rig.vm.heap, sum);
        STATE.set_drain_low(&mut rig.vm.heap, 0.0);
        if mode == 4 {
            list.set_len(&mut rig.vm.heap, 0);
        }
        let word = expected.map_or(statics::RAISE_IN_INTERPRETER, Value::word);
        rig.expect(made, &[generator.offset() as u64], is(word), (mode, &items));
        assert_eq!(STATE.frame(&rig.vm.heap), frame.0);
        let (sum, low) = (STATE.drain_sum(&rig.vm.heap), STATE.drain_low(&rig.vm.heap));
        match (mode, items.len()) {
            (2, 3) if expected.is_none() => assert_eq!(sum, 13),
            (2, 3) => assert!(sum == 1 || sum == i64::MAX as u64),
            (3, 4) => assert_eq!(f64::from_bits(sum) + low, 2.5),
            (4, _) => assert_eq!(list.len(&rig.vm.heap) as usize, cap),
            _ => {}
        }
    }
    STATE.set_drain_mode(&mut rig.vm.heap, 0);
    let raises = namespace.get(rig, "raises");
    let generator = rig.vm.call(raises, &[]).unwrap();
    rig.expect(made, &[generator.offset() as u64], is(0), "raises");
    STATE.set_frame(&mut rig.vm.heap, 0);
    assert_eq!(rig.pending(), "ValueError: x");
}
