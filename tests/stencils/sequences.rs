//! Lists, tuples, lengths, iterators, ranges.

use mimeo::heap::alloc::{CLASSES, FREE_LISTS};
use mimeo::heap::layout::{List, Range, SeqIter, Tuple};
use mimeo::heap::value::{INT_MAX, INT_MIN};
use mimeo::heap::{Value, statics};
use mimeo::objects::slice;

use super::Check;
use super::rig::{Made, Namespace, Outcome, Rig, is, nothing};
use super::words::{same_as, samples};

pub const CHECKS: &[(&str, Check)] = &[
    ("list_get", |rig| get(rig, "lists", |_| true)),
    ("list_get_nonneg", |rig| get(rig, "lists", |i| i >= 0)),
    ("list_set", list_set),
    ("list_len", |rig| len(rig, "lists")),
    ("tuple_get", |rig| get(rig, "tuples", |_| true)),
    ("tuple_len", |rig| len(rig, "tuples")),
    ("dict_len", |rig| len(rig, "dicts")),
    ("str_len", |rig| len(rig, "texts")),
    ("guard_list_len", |rig| guard_len(rig, "lists")),
    ("guard_tuple_len", |rig| guard_len(rig, "tuples")),
    ("list_item", |rig| item(rig, "lists", 0)),
    ("tuple_item", |rig| item(rig, "tuples", 8)),
    ("range_has_next", |rig| has_next(rig, "range_iterators")),
    ("range_next", range_next),
    ("list_iter_has_next", |rig| has_next(rig, "list_iterators")),
    ("list_iter_next", |rig| next(rig, "list_iterators")),
    ("tuple_iter_has_next", |rig| has_next(rig, "tuple_iterators")),
    ("tuple_iter_next", |rig| next(rig, "tuple_iterators")),
    ("iter_exhaust", iter_exhaust),
    ("iter_next", iter_next),
    ("enumerate_next", enumerate_next),
    ("list_push", list_push),
    ("any_get_slice", any_get_slice),
    ("any_set_slice", any_set_slice),
    ("new_slice", new_slice),
    ("any_iter", any_iter),
    ("range_len", range_len),
];

const SOURCE: &str = "
lists = [[], [1], [1, 2.5, 'x', None, []], list(range(1000))]
tuples = [(), (1,), (1, 2.5, 'x', None, []), tuple(range(1000))]
dicts = [{}, {1: 2}, {i: i for i in range(100)}, {i: 0 for i in range(9)}]
del dicts[3][4]
texts = ['', 'a', 'abc', '\\xe9', '\\u20ac\\u20ac', '\\U0001F600' * 3, 'x' * 1000]
def range_iterators():
    return [iter(range(*args)) for args in
            [(0,), (3,), (5, 2), (5, 2, -1), (-3, 3, 2), (2**62 - 2, 2**62 - 1), (-2**62, -2**62 + 1),
             (0, 2**61, 2**60), (0, -2**61, -2**60)]]
def list_iterators():
    shrunk = [1, 2, 3]
    it = iter(shrunk); next(it); next(it); shrunk.clear()
    return [iter([]), iter([1]), iter([1, 2.5, 'x']), it]
def tuple_iterators():
    return [iter(()), iter((1,)), iter((1, 2.5, 'x'))]
def raising():
    yield 1
    raise ValueError('ended')
def any_iterators():
    return range_iterators() + list_iterators() + tuple_iterators() + \\
        [iter({1: 2}), iter({3}), iter('ab'), (x for x in 'ab'), map(str, [1, 2]), raising(), enumerate('ab'),
         iter(range(2**70, 2**70 + 2))]
";

fn made_things(rig: &mut Rig) -> Namespace {
    rig.python(SOURCE)
}

fn things(rig: &mut Rig, name: &str) -> Vec<Value> {
    let list = made_things(rig).get(rig, name);
    rig.items(list)
}

/// Two times what the function `name` gives.
fn twins(rig: &mut Rig, name: &str) -> Vec<(Value, Value)> {
    let function = made_things(rig).get(rig, name);
    let mut lists = Vec::new();
    for _ in 0..2 {
        let list = rig.vm.call(function, &[]).unwrap();
        rig.vm.root(list);
        lists.push(rig.items(list));
    }
    lists[0].iter().copied().zip(lists[1].iter().copied()).collect()
}

fn indices(len: i64) -> Vec<i64> {
    let mut indices =
        vec![0, 1, 2, -1, -2, 1 << 29, 1 << 32, (1 << 32) + 1, 1 << 61, -(1 << 32), INT_MAX, INT_MIN];
    for limit in [len, -len, len + (1 << 32)] {
        indices.extend([limit - 1, limit, limit + 1]);
    }
    indices
}

fn get(rig: &mut Rig, name: &str, meant_for: fn(i64) -> bool) {
    let made = rig.make(&[]);
    for sequence in things(rig, name) {
        let len = rig.vm.len(sequence).unwrap();
        for i in indices(len as i64).into_iter().filter(|i| meant_for(*i)) {
            let expected = rig.vm.get_item(sequence, Value::int(i)).map_or(Outcome::Exit, |v| is(v.word()));
            rig.pending();
            rig.expect(made, &[sequence.word(), i as u64], expected, (len, i));
        }
    }
}

fn list_set(rig: &mut Rig) {
    let made = rig.make(&[]);
    for list in things(rig, "lists") {
        let len = rig.vm.len(list).unwrap();
        for i in indices(len as i64) {
            let (one, other) = (copy(rig, list), copy(rig, list));
            let value = rig.float(1e300);
            let expected = rig.vm.set_item(other, Value::int(i), value).map_or(Outcome::Exit, |()| nothing());
            rig.pending();
            rig.expect(made, &[one.word(), i as u64, value.word()], expected, (len, i));
            assert_eq!(rig.items(one), rig.items(other), "list_set: {len} items, index {i}");
        }
    }
}

fn copy(rig: &mut Rig, list: Value) -> Value {
    let copy = rig.vm.call_method(list, "copy", &[]).unwrap();
    rig.vm.root(copy)
}

fn len(rig: &mut Rig, name: &str) {
    let made = rig.make(&[]);
    for thing in things(rig, name) {
        let expected = rig.vm.len(thing).unwrap();
        let shown = rig.repr(thing);
        rig.expect(made, &[thing.word()], is(expected as u64), shown);
    }
}

fn guard_len(rig: &mut Rig, name: &str) {
    for wanted in [0, 1, 5, 6, 1000] {
        let made = rig.make(&[wanted]);
        for thing in things(rig, name) {
            let len = rig.vm.len(thing).unwrap() as u64;
            let expected = if len == wanted { nothing() } else { Outcome::Exit };
            rig.expect(made, &[thing.word()], expected, (len, wanted));
        }
    }
}

/// The item at a constant offset; `first` is that of item 0.
fn item(rig: &mut Rig, name: &str, first: u64) {
    for i in [0u64, 1, 4, 999] {
        let made = rig.make(&[first + 8 * i]);
        for thing in things(rig, name) {
            if let Ok(value) = rig.vm.get_item(thing, Value::int(i as i64)) {
                rig.expect(made, &[thing.word()], is(value.word()), i);
            }
            rig.pending();
        }
    }
}

/// The stencil looks, the twin is advanced by the VM, and then so is the one.
fn has_next(rig: &mut Rig, name: &str) {
    let made = rig.make(&[]);
    for (one, twin) in twins(rig, name) {
        loop {
            let expected = rig.vm.next(twin).unwrap();
            rig.expect(made, &[one.word()], is(expected.is_some() as u64), expected);
            rig.vm.next(one).unwrap();
            if expected.is_none() {
                // Now it is exhausted for good.
                rig.expect(made, &[one.word()], is(0), "exhausted");
                break;
            }
        }
    }
}

fn range_next(rig: &mut Rig) {
    let made = rig.make(&[]);
    for (one, twin) in twins(rig, "range_iterators") {
        while let Some(expected) = rig.vm.next(twin).unwrap() {
            let n = expected.as_small_int().unwrap();
            rig.expect(made, &[one.word()], is(n as u64), n);
        }
        // Both are where they should be.
        assert_eq!(rig.vm.next(one), Ok(None));
    }
}

fn next(rig: &mut Rig, name: &str) {
    let made = rig.make(&[]);
    for (one, twin) in twins(rig, name) {
        while let Some(expected) = rig.vm.next(twin).unwrap() {
            let Outcome::Values(got) = rig.run(made, &[one.word()]) else { panic!("{} left", rig.name()) };
            let got = Value::from_word(got[0]).expect("a value");
            assert_eq!(rig.repr(got), rig.repr(expected));
        }
        assert_eq!(rig.vm.next(one), Ok(None));
        rig.cases += 1;
    }
}

fn iter_exhaust(rig: &mut Rig) {
    let made = rig.make(&[]);
    for name in ["list_iterators", "tuple_iterators"] {
        for (one, _) in twins(rig, name) {
            rig.expect(made, &[one.word()], nothing(), name);
            assert_eq!(SeqIter(one.offset()).seq(&rig.vm.heap), None);
            assert_eq!(rig.vm.next(one), Ok(None));
        }
    }
}

fn iter_next(rig: &mut Rig) {
    let made = rig.make(&[]);
    let iterators = twins(rig, "any_iterators");
    iterate(rig, made, iterators);
}

/// Pairs are made by the stencil where it can and by the VM where it cannot: no free cell, large indices, other iterables.
fn enumerate_next(rig: &mut Rig) {
    let class = CLASSES.iter().position(|size| *size >= Tuple::SIZE + 16).unwrap();
    let head = FREE_LISTS + class as u32 * 4;
    let made = rig.make(&[head as u64]);
    let source = "
def make():
    big = 2 ** 62
    for items in ([4, 'x', None], (1, 2), [], (), 'ab', {5: 6}, range(3), iter([8])):
        for start in (0, -1, 7, big - 2, big - 1, big, big * 2):
            yield enumerate(items, start)
def bad():
    yield 1
    raise KeyError('k')
ones, twins = [*make(), enumerate(bad())], [*make(), enumerate(bad())]
";
    let namespace = rig.python(source);
    let (ones, others) = (namespace.get(rig, "ones"), namespace.get(rig, "twins"));
    let pairs: Vec<_> = rig.items(ones).into_iter().zip(rig.items(others)).collect();
    iterate(rig, made, pairs);
    let ones = rig.python(source).get(rig, "ones");
    rig.vm.heap.set_u32(head, 0);
    let one = rig.items(ones)[0];
    let Outcome::Values(words) = rig.run(made, &[one.word()]) else { panic!("it left") };
    assert_eq!(Value::from_word(words[0]).map(|pair| rig.repr(pair)), Some("(0, 4)".into()));
}

/// Both of each pair of iterators must give the same, by the stencil and by the VM.
fn iterate(rig: &mut Rig, made: Made, iterators: Vec<(Value, Value)>) {
    for (one, twin) in iterators {
        loop {
            let expected = match rig.vm.next(twin) {
                Ok(Some(item)) => rig.repr(item),
                Ok(None) => "exhausted".into(),
                Err(_) => format!("raised {}", rig.pending()),
            };
            let got = match rig.run(made, &[one.word()]) {
                Outcome::Values(words) => match Value::from_word(words[0]) {
                    Some(item) => rig.repr(item),
                    None => "exhausted".into(),
                },
                Outcome::Raise => format!("raised {}", rig.pending()),
                Outcome::Exit => "exit".into(),
            };
            assert_eq!(got, expected);
            if expected == "exhausted" || expected.starts_with("raised") {
                break;
            }
        }
    }
}

fn list_push(rig: &mut Rig) {
    let made = rig.make(&[]);
    let mut full = 0;
    for list in things(rig, "lists") {
        let (one, other) = (copy(rig, list), copy(rig, list));
        for n in 0..40 {
            let value = Value::int(n);
            let (len, cap) = (List(one.offset()).len(&rig.vm.heap), List(one.offset()).cap(&rig.vm.heap));
            full += (len == cap) as u32;
            rig.expect(made, &[one.word(), value.word()], nothing(), (len, cap));
            rig.vm.call_method(other, "append", &[value]).unwrap();
            assert_eq!(rig.items(one), rig.items(other));
        }
    }
    assert!(full > 0, "no list was ever full");
}

/// Bounds of slices: none, inside, outside, negative, huge, and no integer at all.
fn bounds(rig: &mut Rig) -> Vec<Value> {
    let list = rig.python("x = [None, 0, 1, 2, -1, -2, 99, -99, 2**70, True, 'a', 1.5]\n").get(rig, "x");
    rig.items(list)
}

fn any_get_slice(rig: &mut Rig) {
    let made = rig.make(&[]);
    let bounds = bounds(rig);
    for container in samples(rig) {
        for start in &bounds {
            for stop in bounds.iter().step_by(2) {
                let (start, stop) = (*start, *stop);
                same_as(rig, made, &[container, start, stop], |rig| {
                    let slice = slice::new(&mut rig.vm, start, stop, statics::NONE)?;
                    rig.vm.get_item(container, slice)
                });
            }
        }
    }
}

fn any_set_slice(rig: &mut Rig) {
    let made = rig.make(&[]);
    let bounds = bounds(rig);
    let value = rig.python("x = [7, 8]\n").get(rig, "x");
    for list in things(rig, "lists") {
        for start in &bounds {
            for stop in &bounds {
                let (one, other) = (copy(rig, list), copy(rig, list));
                let words = [one.word(), start.word(), stop.word(), value.word()];
                let got = rig.run(made, &words);
                let slice = slice::new(&mut rig.vm, *start, *stop, statics::NONE).unwrap();
                let raised = if got == Outcome::Raise { rig.pending() } else { String::new() };
                let expected = rig.vm.set_item(other, slice, value);
                assert_eq!(expected.is_err(), got == Outcome::Raise);
                assert_eq!(raised, rig.pending());
                assert_eq!(rig.items(one), rig.items(other));
            }
        }
    }
}

fn new_slice(rig: &mut Rig) {
    let made = rig.make(&[]);
    let bounds = bounds(rig);
    for start in &bounds {
        for stop in &bounds {
            let (start, stop, step) = (*start, *stop, *start);
            same_as(rig, made, &[start, stop, step], |rig| slice::new(&mut rig.vm, start, stop, step));
        }
    }
}

fn any_iter(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig) {
        let got = rig.run(made, &[value.word()]);
        let raised = rig.pending();
        let expected = rig.vm.iter(value);
        assert_eq!(raised, rig.pending(), "{}", rig.repr(value));
        match (got, expected) {
            (Outcome::Values(words), Ok(iterator)) => {
                let made = Value::from_word(words[0]).expect("a value");
                assert_eq!(rig.vm.class_of(made), rig.vm.class_of(iterator), "{}", rig.repr(value));
            }
            (got, expected) => assert!(got == Outcome::Raise && expected.is_err(), "{}", rig.repr(value)),
        }
    }
}

fn range_len(rig: &mut Rig) {
    let made = rig.make(&[]);
    let range = rig.vm.builtin("range").unwrap();
    for a in super::ints::edges() {
        for b in super::ints::edges() {
            let object = rig.vm.call(range, &[Value::int(a), Value::int(b)]).unwrap();
            let length = Range(object.offset()).length(&rig.vm.heap).and_then(Value::as_small_int);
            let expected = length.map_or(Outcome::Exit, |n| is(n as u64));
            rig.expect(made, &[a as u64, b as u64], expected, (a, b));
        }
    }
}
