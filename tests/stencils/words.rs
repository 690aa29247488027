//! Words: constants, boxing, guards on what a word is, and what takes words of any kind.

use mimeo::heap::layout::{Object, Range};
use mimeo::heap::statics::{self, STATE};
use mimeo::heap::value::INT_MAX;
use mimeo::heap::{Kind, Value};
use mimeo::objects::float::as_f64;
use mimeo::objects::slots::{BinOp, Compare};

use super::rig::{INPUTS, Made, Outcome, Rig, is, is_float, nothing};
use super::{Check, floats, ints};

pub const CHECKS: &[(&str, Check)] = &[
    ("const_word", const_word),
    ("const_float", const_float),
    ("const_bool", const_bool),
    ("box_int", box_int),
    ("unbox_int", unbox_int),
    ("box_bool", box_bool),
    ("unbox_bool", unbox_bool),
    ("box_float_word", box_float),
    ("unbox_float", unbox_float),
    ("unbox_number", unbox_number),
    ("guard_int", guard_int),
    ("guard_word", |rig| against_constant(rig, |same| if same { nothing() } else { Outcome::Exit })),
    ("word_is", |rig| against_constant(rig, |same| is(same as u64))),
    ("word_is_not", |rig| against_constant(rig, |same| is(!same as u64))),
    ("word_eq", |rig| words_alike(rig, |same| same)),
    ("word_ne", |rig| words_alike(rig, |same| !same)),
    ("guard_value", guard_value),
    ("guard_class", guard_class),
    ("guard_head", guard_head),
    ("guard_cell", guard_cell),
    ("guard_native_or", guard_native_or),
    ("exit_always", exit_always),
    ("range_field", range_field),
    ("any_binary", any_binary),
    ("or_reflected", or_reflected),
    ("number_add", |rig| number(rig, BinOp::Add)),
    ("number_sub", |rig| number(rig, BinOp::Subtract)),
    ("number_mul", |rig| number(rig, BinOp::Multiply)),
    ("number_div", |rig| number(rig, BinOp::TrueDivide)),
    ("number_lt", |rig| number_compare(rig, Compare::Lt)),
    ("number_le", |rig| number_compare(rig, Compare::Le)),
    ("number_eq", |rig| number_compare(rig, Compare::Eq)),
    ("number_ne", |rig| number_compare(rig, Compare::Ne)),
    ("number_gt", |rig| number_compare(rig, Compare::Gt)),
    ("number_ge", |rig| number_compare(rig, Compare::Ge)),
    ("any_compare", any_compare),
    ("any_truth", any_truth),
    ("any_get_item", any_get_item),
    ("any_set_item", any_set_item),
    ("any_contains", any_contains),
    ("str_eq", str_eq),
];

/// One value of each kind that a guard may meet, by Python's own spelling, and subclasses of what guards look for.
const SAMPLES: &str = r#"
class Int(int): pass
class Float(float): pass
class Str(str): pass
class List(list): pass
class Tuple(tuple): pass
class Dict(dict): pass
class Plain:
    def __init__(self):
        self.x = 1
class Slots:
    __slots__ = ('a',)
class Refuses:
    def __bool__(self): raise ValueError('no truth')
    def __eq__(self, other): raise ValueError('no equality')
    def __getitem__(self, key): raise KeyError(key)
    def __hash__(self): return 1
class Answers:
    def __add__(self, other): return 'added'
    def __radd__(self, other): return 'radded'
    def __lt__(self, other): return 'less'
    def __getitem__(self, key): return ('item', key)
    def __contains__(self, item): return item is None
    def __setitem__(self, key, value): pass
    def __bool__(self): return False
def function(a): return a
def generator(): yield 1
samples = [
    0, 1, -1, 2, 2**62 - 1, -2**62, 2**62, -2**62 - 1, 2**63, 10**30, True, False, Int(3), Int(10**30),
    0.0, -0.0, 1.5, -1.5, 1e300, -1e300, 5e-324, float('inf'), float('nan'), Float(2.5), Float(1e300), 1+2j,
    None, ..., NotImplemented, '', 'a', 'abc', 'ab' + 'c' * 3, '\u20ac', Str('abc'), b'', b'abc', bytearray(b'abc'),
    [], [1, 2, 3], List([1]), (), (1, 2, 3), Tuple((1,)), {}, {'a': 1, 1: 2}, Dict(a=1), set(), {1}, frozenset({1}),
    range(0), range(3), slice(1, 2), Plain(), Slots(), Refuses(), Answers(), Plain, int, function, generator(), len,
    [].append, object(), ValueError('x'), iter([1]),
]
"#;

/// The samples, alive.
pub fn samples(rig: &mut Rig) -> Vec<Value> {
    let list = rig.python(SAMPLES).get(rig, "samples");
    rig.items(list)
}

fn const_word(rig: &mut Rig) {
    for word in
        [0, 1, 2, u64::MAX, 1 << 63, i64::MAX as u64, 0x1000, 0x8000_0000, 0xFFFF_FFFF, 1 << 32, 63, 64]
    {
        let made = rig.make(&[word]);
        rig.expect(made, &[], is(word), word);
    }
}

fn const_float(rig: &mut Rig) {
    for x in floats::edges() {
        let made = rig.make(&[x.to_bits()]);
        rig.expect(made, &[], is_float(x), x);
    }
}

fn const_bool(rig: &mut Rig) {
    for flag in [0, 1] {
        let made = rig.make(&[flag]);
        rig.expect(made, &[], is(flag), flag);
    }
}

fn box_int(rig: &mut Rig) {
    let made = rig.make(&[]);
    for n in ints::edges() {
        let word = rig.vm.new_int(n).unwrap().word();
        rig.expect(made, &[n as u64], is(word), n);
    }
}

fn unbox_int(rig: &mut Rig) {
    let made = rig.make(&[]);
    for n in ints::edges() {
        let word = rig.vm.new_int(n).unwrap().word();
        rig.expect(made, &[word], is(n as u64), n);
    }
}

fn box_bool(rig: &mut Rig) {
    let made = rig.make(&[]);
    for flag in [false, true] {
        let word = rig.vm.bool(flag).word();
        rig.expect(made, &[flag as u64], is(word), flag);
    }
}

fn unbox_bool(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig) {
        let expected = match value {
            statics::TRUE => is(1),
            statics::FALSE => is(0),
            _ => Outcome::Exit,
        };
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], expected, shown);
    }
}

fn box_float(rig: &mut Rig) {
    let made = rig.make(&[]);
    for x in floats::edges() {
        let expected = rig.float(x);
        let Outcome::Values(got) = rig.run(made, &[x.to_bits()]) else { panic!("box_float_word({x}) left") };
        let got = Value::from_word(got[0]).expect("a value");
        assert!(rig.vm.is_exact(got, Kind::FLOAT), "box_float_word({x})");
        assert_eq!(got.is_small_float(), expected.is_small_float(), "box_float_word({x})");
        let number = as_f64(&rig.vm, got).unwrap();
        assert!(number.to_bits() == x.to_bits() || (number.is_nan() && x.is_nan()), "box_float_word({x})");
        if x == 0.0 {
            assert_eq!(got, expected, "the zeros are objects of their own");
        }
    }
}

fn unbox_float(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in numbers(rig) {
        let expected = match as_f64(&rig.vm, value) {
            Some(x) if rig.vm.is_exact(value, Kind::FLOAT) => is_float(x),
            _ => Outcome::Exit,
        };
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], expected, shown);
    }
}

fn unbox_number(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in numbers(rig) {
        let expected = match (value.as_small_int(), as_f64(&rig.vm, value)) {
            (Some(n), _) => {
                let zero = rig.float(-0.0);
                let sum = rig.vm.binary(BinOp::Add, Value::int(n), zero).unwrap();
                is_float(as_f64(&rig.vm, sum).unwrap())
            }
            (_, Some(x)) if rig.vm.is_exact(value, Kind::FLOAT) => is_float(x),
            _ => Outcome::Exit,
        };
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], expected, shown);
    }
}

/// The samples, and each edge of ints and floats as a value.
fn numbers(rig: &mut Rig) -> Vec<Value> {
    let mut all = samples(rig);
    all.extend(ints::edges().into_iter().map(Value::int));
    for x in floats::edges() {
        let value = rig.float(x);
        rig.vm.root(value);
        all.push(value);
    }
    all
}

fn guard_int(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in numbers(rig) {
        let expected = if value.as_small_int().is_some() { nothing() } else { Outcome::Exit };
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], expected, shown);
    }
}

/// A comparison with the constant w0.
fn against_constant(rig: &mut Rig, expected: fn(bool) -> Outcome) {
    let samples = samples(rig);
    for constant in
        [statics::NONE, statics::TRUE, Value::int(1), Value::int(INT_MAX), samples[16], samples[20]]
    {
        let made = rig.make(&[constant.word()]);
        for value in &samples {
            let shown = (rig.repr(*value), constant);
            rig.expect(made, &[value.word()], expected(*value == constant), shown);
        }
    }
}

fn words_alike(rig: &mut Rig, expected: fn(bool) -> bool) {
    let made = rig.make(&[]);
    let samples = samples(rig);
    for a in &samples {
        for b in &samples {
            let same = expected(a == b);
            rig.expect(made, &[a.word(), b.word()], is(same as u64), (a, b));
        }
    }
}

fn guard_value(rig: &mut Rig) {
    let made = rig.make(&[]);
    rig.expect(made, &[0], Outcome::Exit, "no value");
    for value in samples(rig) {
        rig.expect(made, &[value.word()], nothing(), value);
    }
}

fn guard_class(rig: &mut Rig) {
    let samples = samples(rig);
    for wanted in [Kind::INT, Kind::FLOAT, Kind::STR, Kind::LIST, Kind::TUPLE, Kind::DICT, Kind::BOOL] {
        let made = rig.make(&[wanted.class() as u64]);
        for value in &samples {
            // Tagged ints and floats are for other guards: this one wants an object.
            let matches = value.is_object() && rig.vm.class_of(*value) == wanted.class();
            let expected = if matches { nothing() } else { Outcome::Exit };
            let shown = (rig.repr(*value), wanted);
            rig.expect(made, &[value.word()], expected, shown);
        }
    }
}

fn guard_head(rig: &mut Rig) {
    let samples = samples(rig);
    let objects: Vec<Value> = samples.iter().copied().filter(|v| v.is_object()).collect();
    for wanted in &objects {
        let head = rig.vm.heap.u64(wanted.offset());
        let made = rig.make(&[head]);
        for value in samples.iter().step_by(3).chain([wanted]) {
            let matches = value.is_object() && rig.vm.heap.u64(value.offset()) == head;
            let expected = if matches { nothing() } else { Outcome::Exit };
            let shown = (rig.repr(*value), rig.repr(*wanted));
            rig.expect(made, &[value.word()], expected, shown);
        }
    }
}

fn guard_cell(rig: &mut Rig) {
    let cell = INPUTS + 0x200;
    for wanted in [0, 1, 0x7FFF_FFFF, 0x8000_0000, u32::MAX] {
        let made = rig.make(&[cell as u64, wanted as u64]);
        for value in [0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, u32::MAX] {
            rig.vm.heap.set_u32(cell, value);
            let expected = if value == wanted { nothing() } else { Outcome::Exit };
            rig.expect(made, &[], expected, (value, wanted));
        }
    }
}

fn exit_always(rig: &mut Rig) {
    let made = rig.make(&[]);
    rig.expect(made, &[], Outcome::Exit, ());
}

fn range_field(rig: &mut Rig) {
    let source = "a = range(5, 2**62 - 1, 7)\nb = range(-2**62, 2**62, 3)\nc = range(0, 2**70, 2**66)\n";
    let namespace = rig.python(source);
    let fields: [(u64, fn(Range, &mut Rig) -> Option<Value>); 3] = [
        (8, |r, rig| r.start(&rig.vm.heap)),
        (16, |r, rig| r.stop(&rig.vm.heap)),
        (24, |r, rig| r.step(&rig.vm.heap)),
    ];
    for (offset, field) in fields {
        let made = rig.make(&[offset]);
        for name in ["a", "b", "c"] {
            let range = namespace.get(rig, name);
            let value = field(Range(range.offset()), rig).unwrap();
            let expected = value.as_small_int().map_or(Outcome::Exit, |n| is(n as u64));
            rig.expect(made, &[range.word()], expected, (name, offset));
        }
    }
}

/// Compares what a helper's stencil gave, or raised, with what the VM gives or raises.
#[track_caller]
pub fn same_as(rig: &mut Rig, made: Made, inputs: &[Value], vm: impl FnOnce(&mut Rig) -> mimeo::heap::Res) {
    let words: Vec<u64> = inputs.iter().map(|v| v.word()).collect();
    let got = rig.run(made, &words);
    let got = shown(rig, got, |rig, word| {
        let value = Value::from_word(word).expect("a value");
        rig.repr(value)
    });
    let expected = match vm(rig) {
        Ok(value) => rig.repr(value),
        Err(_) => format!("raised {}", rig.pending()),
    };
    let given: Vec<String> = inputs.iter().map(|v| rig.repr(*v)).collect();
    assert_eq!(got, expected, "{} of {given:?} (left: the stencil, right: the VM)", rig.name());
}

fn shown(rig: &mut Rig, outcome: Outcome, show: impl FnOnce(&mut Rig, u64) -> String) -> String {
    match outcome {
        Outcome::Values(words) if words.is_empty() => String::new(),
        Outcome::Values(words) => show(rig, words[0]),
        Outcome::Exit => "exit".into(),
        Outcome::Raise => format!("raised {}", rig.pending()),
    }
}

fn any_binary(rig: &mut Rig) {
    let samples = samples(rig);
    for (number, op) in BinOp::ALL.into_iter().enumerate() {
        for in_place in [false, true] {
            let made = rig.make(&[number as u64 + if in_place { 13 } else { 0 }]);
            for a in samples.iter().step_by(if in_place { 3 } else { 2 }) {
                for b in samples.iter().skip(1).step_by(3) {
                    let huge = |v: &Value| v.as_small_int().is_none_or(|n| n.unsigned_abs() > 1000);
                    if matches!(op, BinOp::Lshift | BinOp::Power | BinOp::Multiply) && huge(b) {
                        continue;
                    }
                    if in_place {
                        // What changes its operand gets its own copy each time.
                        let (a2, b2) = (copied(rig, *a), *b);
                        let first = copied(rig, *a);
                        let got = rig.run(made, &[first.word(), b2.word()]);
                        let got =
                            shown(rig, got, |rig, word| rig.repr(Value::from_word(word).expect("a value")));
                        let expected = match rig.vm.in_place(op, a2, b2) {
                            Ok(value) => rig.repr(value),
                            Err(_) => format!("raised {}", rig.pending()),
                        };
                        assert_eq!(got, expected, "in place {op:?} of {:?}", (rig.repr(*a), rig.repr(*b)));
                        assert_eq!(rig.repr(first), rig.repr(a2), "what in place {op:?} left");
                    } else {
                        let (a, b) = (*a, *b);
                        same_as(rig, made, &[a, b], |rig| rig.vm.binary(op, a, b));
                    }
                }
            }
        }
    }
}

/// A mutable container's copy; anything else itself.
fn copied(rig: &mut Rig, value: Value) -> Value {
    let kind = rig.vm.kind_of(value);
    if [Kind::LIST, Kind::DICT, Kind::SET].contains(&kind)
        && Object(value.offset()).klass(&rig.vm.heap) == kind.class()
    {
        rig.vm.call_method(value, "copy", &[]).unwrap()
    } else {
        value
    }
}

fn any_compare(rig: &mut Rig) {
    let samples = samples(rig);
    for op in [Compare::Lt, Compare::Le, Compare::Eq, Compare::Ne, Compare::Gt, Compare::Ge] {
        let made = rig.make(&[op as u64]);
        for a in &samples {
            for b in &samples {
                let (a, b) = (*a, *b);
                same_as(rig, made, &[a, b], |rig| rig.vm.rich_compare(op, a, b));
            }
        }
    }
}

fn flag(rig: &mut Rig, outcome: Outcome) -> String {
    shown(rig, outcome, |_, flag| (flag == 1).to_string())
}

fn flag_of(rig: &mut Rig, result: mimeo::heap::Res<bool>) -> String {
    match result {
        Ok(flag) => flag.to_string(),
        Err(_) => format!("raised {}", rig.pending()),
    }
}

fn any_truth(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig) {
        let got = rig.run(made, &[value.word()]);
        let (got, expected) = (flag(rig, got), rig.vm.truth(value));
        assert_eq!(got, flag_of(rig, expected), "any_truth({})", rig.repr(value));
    }
}

fn any_get_item(rig: &mut Rig) {
    let made = rig.make(&[]);
    let samples = samples(rig);
    for a in &samples {
        for b in &samples {
            let (a, b) = (*a, *b);
            same_as(rig, made, &[a, b], |rig| rig.vm.get_item(a, b));
        }
    }
}

fn any_set_item(rig: &mut Rig) {
    let made = rig.make(&[]);
    let samples = samples(rig);
    for a in samples.iter().filter(|a| a.is_object()) {
        for key in &samples {
            let (one, other) = (copied(rig, *a), copied(rig, *a));
            let value = Value::int(77);
            let got = rig.run(made, &[one.word(), key.word(), value.word()]);
            let got = shown(rig, got, |_, _| String::new());
            let expected = match rig.vm.set_item(other, *key, value) {
                Ok(()) => String::new(),
                Err(_) => format!("raised {}", rig.pending()),
            };
            assert_eq!(got, expected, "any_set_item({:?})", (rig.repr(*a), rig.repr(*key)));
            assert_eq!(rig.repr(one), rig.repr(other), "what any_set_item left");
        }
    }
}

fn any_contains(rig: &mut Rig) {
    let made = rig.make(&[]);
    let samples = samples(rig);
    for a in &samples {
        // An iterator is used up by the question.
        if [Kind::GENERATOR, Kind::LIST_ITER].contains(&rig.vm.kind_of(*a)) {
            continue;
        }
        for b in &samples {
            let got = rig.run(made, &[a.word(), b.word()]);
            let (got, expected) = (flag(rig, got), rig.vm.contains(*a, *b));
            assert_eq!(got, flag_of(rig, expected), "any_contains({:?})", (rig.repr(*a), rig.repr(*b)));
        }
    }
}

fn str_eq(rig: &mut Rig) {
    let made = rig.make(&[]);
    let source = "texts = ['', 'a', 'b', 'abc', 'ab' + chr(99), 'abd', 'abcd', '\\xe9', '\\xe9' * 2, '\\u20ac', '\\u20acx', \
                  '\\U0001F600', 'x' * 100, 'x' * 99 + 'y', chr(0), 'a' + chr(0)]";
    let list = rig.python(source).get(rig, "texts");
    let texts = rig.items(list);
    for a in &texts {
        for b in &texts {
            let expected = rig.vm.eq(*a, *b).unwrap();
            let shown = (rig.repr(*a), rig.repr(*b));
            rig.expect(made, &[a.word(), b.word()], is(expected as u64), shown);
        }
    }
    assert_eq!(STATE.pending(&rig.vm.heap), None);
}

/// Integers and floats at every edge, and the samples.
fn operands(rig: &mut Rig) -> Vec<Value> {
    let mut all = numbers(rig);
    for n in [1i64 << 53, (1 << 53) + 1, -(1 << 53), -(1 << 53) - 1] {
        all.push(Value::int(n));
    }
    all
}

fn number(rig: &mut Rig, op: BinOp) {
    let number = BinOp::ALL.iter().position(|other| *other == op).unwrap();
    let made = rig.make(&[number as u64]);
    let operands = operands(rig);
    for a in &operands {
        for b in &operands {
            let (a, b) = (*a, *b);
            let size = |v: Value| v.as_small_int().map_or(0, i64::unsigned_abs);
            if op == BinOp::Multiply && (a.is_object() && size(b) > 1000 || b.is_object() && size(a) > 1000) {
                // A sequence so often.
                continue;
            }
            same_as(rig, made, &[a, b], |rig| rig.vm.binary(op, a, b));
        }
    }
}

fn number_compare(rig: &mut Rig, op: Compare) {
    let made = rig.make(&[op as u64]);
    let operands = operands(rig);
    for a in &operands {
        for b in &operands {
            let got = rig.run(made, &[a.word(), b.word()]);
            let got = flag(rig, got);
            let result = rig.vm.rich_compare(op, *a, *b);
            let expected = result.and_then(|word| rig.vm.truth(word));
            let expected = flag_of(rig, expected);
            assert_eq!(got, expected, "{op:?} of {:?}", (rig.repr(*a), rig.repr(*b)));
        }
    }
}

fn or_reflected(rig: &mut Rig) {
    let made = rig.make(&[0]);
    let samples = samples(rig);
    let plain = samples.iter().copied().find(|v| rig.vm.kind_of(*v) == Kind::OBJECT).unwrap();
    for value in &samples {
        if *value != statics::NOT_IMPLEMENTED {
            let words = [value.word(), plain.word(), value.word()];
            rig.expect(made, &words, is(value.word()), value);
        }
    }
    // The left operand declined: the right one, of a native class, is asked, and declines too.
    for b in [Value::int(1), statics::EMPTY_STR, plain] {
        let words = [statics::NOT_IMPLEMENTED.word(), plain.word(), b.word()];
        rig.expect(made, &words, Outcome::Raise, b);
        let raised = rig.pending();
        let expected = rig.vm.binary(BinOp::Add, plain, b);
        assert!(expected.is_err());
        assert_eq!(raised, rig.pending());
    }
}

fn guard_native_or(rig: &mut Rig) {
    let samples = samples(rig);
    let classes: Vec<u32> = samples.iter().map(|v| rig.vm.class_of(*v)).collect();
    for class in classes.iter().filter(|class| **class >= statics::HEAP) {
        let made = rig.make(&[*class as u64]);
        for value in &samples {
            let own = rig.vm.class_of(*value);
            let passes = own < statics::HEAP || own == *class;
            rig.expect(made, &[value.word()], if passes { nothing() } else { Outcome::Exit }, value);
        }
    }
}
