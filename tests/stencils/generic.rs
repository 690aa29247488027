//! Instructions that a helper carries out: against functions in Python that the interpreter runs.

use mimeo::heap::layout::{Frame, Function, Tuple};
use mimeo::heap::statics::STATE;
use mimeo::heap::{Kind, Value};
use mimeo::ops::op;

use super::Check;
use super::frames::frame_of;
use super::rig::{INPUTS, Made, Namespace, Outcome, Rig, SCRATCH, nothing};
use super::words::samples;

pub const CHECKS: &[(&str, Check)] = &[
    ("call_stack_at", call_stack_at),
    ("any_load_attr", any_load_attr),
    ("any_load_method", any_load_method),
    ("any_store_attr", any_store_attr),
    ("super_attr_at", super_attr_at),
    ("format_spec", format_spec),
    ("format_plain", |rig| of_one(rig, &[], "format(a)")),
    ("convert_any", convert_any),
    ("build_at", build_at),
    ("any_set_add", |rig| into(rig, "{1, 'a'}", "c.add(a)")),
    ("any_list_extend", |rig| into(rig, "[1]", "c.extend(a)")),
    ("any_del_item", any_del_item),
    ("new_function", new_function),
    ("function_attribute", function_attribute),
    ("function_closure", function_closure),
    ("with_enter", with_enter),
    ("with_exit", with_exit),
    ("any_unary", any_unary),
    ("number_neg", |rig| of_one(rig, &[], "-a")),
    ("unpack_at", unpack_at),
    ("str_add", str_add),
];

/// Where arguments lie that a stencil takes in number.
const STACK: u32 = 0x200;

/// A function of Python, interpreted.
fn lambda(rig: &mut Rig, params: &str, body: &str) -> Value {
    rig.python(&format!("f = lambda {params}: {body}")).get(rig, "f")
}

/// What calling a function gives, as text.
fn called(rig: &mut Rig, function: Value, args: &[Value]) -> String {
    match rig.vm.call(function, args) {
        Ok(value) => rig.repr(value),
        Err(_) => rig.pending(),
    }
}

/// What running a stencil gives, as text.
fn ran(rig: &mut Rig, made: Made, inputs: &[u64]) -> String {
    match rig.run(made, inputs) {
        Outcome::Values(words) => match words.first().and_then(|word| Value::from_word(*word)) {
            Some(value) => rig.repr(value),
            None => String::new(),
        },
        outcome => {
            assert_eq!(outcome, Outcome::Raise);
            rig.pending()
        }
    }
}

/// The samples that a look does not use up, and that have an end.
fn lasting(rig: &mut Rig) -> Vec<Value> {
    let mut all = samples(rig);
    all.retain(|value| {
        let once = [Kind::GENERATOR, Kind::LIST_ITER].contains(&rig.vm.kind_of(*value));
        !once && rig.vm.type_name(*value) != "Answers"
    });
    all
}

fn put(rig: &mut Rig, words: &[u64]) {
    for (i, word) in words.iter().enumerate() {
        rig.vm.heap.set_u64(INPUTS + STACK + 8 * i as u32, *word);
    }
}

/// A stencil of one value, against an expression.
fn of_one(rig: &mut Rig, imms: &[u64], expression: &str) {
    let made = rig.make(imms);
    let function = lambda(rig, "a", expression);
    for value in lasting(rig) {
        let expected = called(rig, function, &[value]);
        assert_eq!(ran(rig, made, &[value.word()]), expected, "{expression} of {}", rig.repr(value));
    }
}

fn call_stack_at(rig: &mut Rig) {
    let source = "
class C:
    def m(self, a, b=2, *rest, k=3): return ('m', a, b, rest, k)
def g(a, b=2, *, k=3): return ('g', a, b, k)
def y(a): yield a
bound = C().m
method = C.m
receiver = C()
";
    let namespace = rig.python(source);
    let [bound, method, receiver, g, y, class] =
        ["bound", "method", "receiver", "g", "y", "C"].map(|name| namespace.get(rig, name));
    let (one, two) = (Value::int(1), Value::int(2));
    let names = lambda(rig, "", "('k',)");
    let names = rig.vm.call(names, &[]).unwrap();
    rig.vm.root(names);
    let print = rig.vm.builtin("max").unwrap();
    for (callee, own) in [
        (bound, None),
        (method, Some(receiver)),
        (g, None),
        (y, None),
        (class, None),
        (print, None),
        (one, None),
    ] {
        for args in [vec![], vec![one], vec![one, two], vec![one, two, one]] {
            for kwnames in [0, names.word()] {
                if kwnames != 0 && args.is_empty() {
                    continue;
                }
                let made = rig.make(&[STACK as u64, args.len() as u64, kwnames]);
                let mut words = vec![callee.word(), own.map_or(0, Value::word)];
                words.extend(args.iter().map(|arg| arg.word()));
                put(rig, &words);
                let got = ran(rig, made, &[INPUTS as u64]);
                let star = if kwnames == 0 { "f(*a)" } else { "f(*a[:-1], k=a[-1])" };
                let function = lambda(rig, "f, *a", star);
                let all: Vec<Value> = [callee].into_iter().chain(own).chain(args.iter().copied()).collect();
                let expected = called(rig, function, &all);
                // Objects tell their addresses.
                let short = |text: &str| text.split(" at 0x").next().unwrap_or_default().to_string();
                assert_eq!(short(&got), short(&expected), "{}{args:?}", rig.repr(callee));
            }
        }
    }
}

fn any_load_attr(rig: &mut Rig) {
    for name in ["real", "x", "__class__", "none_such"] {
        let word = rig.vm.intern(name).unwrap().word();
        of_one(rig, &[word], &format!("a.{name}"));
    }
}

fn any_load_method(rig: &mut Rig) {
    for name in ["upper", "append", "x", "__eq__", "none_such"] {
        let word = rig.vm.intern(name).unwrap();
        let made = rig.make(&[word.word()]);
        let function = lambda(rig, "a", &format!("a.{name}"));
        for value in lasting(rig) {
            let expected = called(rig, function, &[value]);
            let got = match rig.run(made, &[value.word()]) {
                Outcome::Values(words) => {
                    let found = Value::from_word(words[0]).unwrap();
                    match Value::from_word(STATE.returned(&rig.vm.heap)) {
                        None => rig.repr(found),
                        // What would be bound is found on the class, and the receiver is apart.
                        Some(receiver) => {
                            assert_eq!(receiver, value);
                            let bound = rig.vm.get_attr(value, word).unwrap();
                            rig.repr(bound)
                        }
                    }
                }
                _ => rig.pending(),
            };
            assert_eq!(got, expected, "{name} of {}", rig.repr(value));
        }
    }
}

fn any_store_attr(rig: &mut Rig) {
    let namespace =
        rig.python("class C: pass\nclass S: __slots__ = ('x',)\nobjects = [C(), C, S(), len, 1, '']");
    let list = namespace.get(rig, "objects");
    let name = rig.vm.intern("x").unwrap();
    let made = rig.make(&[name.word()]);
    for object in rig.items(list) {
        let got = ran(rig, made, &[object.word(), Value::int(7).word()]);
        let function = lambda(rig, "a", "setattr(a, 'x', 7)");
        let expected = called(rig, function, &[object]);
        assert_eq!(got, expected.replace("None", ""), "{}", rig.repr(object));
        if got.is_empty() {
            assert_eq!(rig.vm.get_attr(object, name), Ok(Value::int(7)));
        }
    }
}

fn super_attr_at(rig: &mut Rig) {
    let source = "
class A:
    y = 5
    def m(self): return 'A.m'
class B(A):
    def m(self): return 'B.m'
b = B()
";
    let namespace = rig.python(source);
    let [class, object] = ["B", "b"].map(|name| namespace.get(rig, name));
    let callee = rig.vm.builtin("super").unwrap();
    for (name, method, expected) in [("m", 1, "'A.m'"), ("m", 0, "'A.m'"), ("y", 0, "5"), ("z", 0, "raises")]
    {
        let name = rig.vm.intern(name).unwrap();
        let made = rig.make(&[STACK as u64, method | 2, name.word()]);
        put(rig, &[callee.word(), class.word(), object.word()]);
        match rig.run(made, &[INPUTS as u64]) {
            Outcome::Values(words) => {
                let found = Value::from_word(words[0]).unwrap();
                let receiver = Value::from_word(STATE.returned(&rig.vm.heap));
                let value = match rig.vm.kind_of(found) {
                    Kind::INT => Ok(found),
                    _ => rig.vm.call(found, receiver.as_slice()),
                };
                assert_eq!(rig.repr(value.unwrap()), expected);
            }
            _ => assert_eq!(
                (rig.pending().as_str(), expected),
                ("AttributeError: 'super' object has no attribute 'z'", "raises")
            ),
        }
    }
}

fn format_spec(rig: &mut Rig) {
    let made = rig.make(&[]);
    let function = lambda(rig, "a, b", "format(a, b)");
    for spec in ["", "5", "<6", "05d", ".3f", "x", "no spec"] {
        let spec = rig.vm.intern(spec).unwrap();
        for value in lasting(rig) {
            let expected = called(rig, function, &[value, spec]);
            assert_eq!(ran(rig, made, &[value.word(), spec.word()]), expected, "{}", rig.repr(value));
        }
    }
}

fn convert_any(rig: &mut Rig) {
    for (how, expression) in [(1, "str(a)"), (2, "repr(a)"), (3, "ascii(a)")] {
        of_one(rig, &[how], expression);
    }
}

fn build_at(rig: &mut Rig) {
    let cases = [
        (op::BUILD_STRING, "''.join(a)", "['a', '\\u20ac', '', 'bc']"),
        (op::BUILD_TUPLE, "(*a,)", "[1, 2, 3]"),
        (op::BUILD_LIST, "[*a]", "[1, 2, 3]"),
        (op::BUILD_SET, "{*a}", "[1, 2, 1, 1.0]"),
        (op::BUILD_SET, "{*a}", "[1, []]"),
        (op::BUILD_MAP, "dict(zip(a[::2], a[1::2]))", "[1, 2, 1, 3, 'a', 4]"),
        (op::BUILD_MAP, "{a[0]: a[1]}", "[[], 2]"),
        (op::BUILD_CONST_KEY_MAP, "dict(zip(a[-1], a))", "[1, 2, ('a', 'b')]"),
    ];
    for (opcode, expression, items) in cases {
        let list = lambda(rig, "", items);
        let list = rig.vm.call(list, &[]).unwrap();
        rig.vm.root(list);
        let function = lambda(rig, "a", expression);
        let expected = called(rig, function, &[list]);
        let words: Vec<u64> = rig.items(list).into_iter().map(Value::word).collect();
        put(rig, &words);
        let made = rig.make(&[opcode as u64, STACK as u64, words.len() as u64]);
        assert_eq!(ran(rig, made, &[INPUTS as u64]), expected, "{expression}");
    }
}

/// A stencil that puts a value into a container `c`.
fn into(rig: &mut Rig, container: &str, statement: &str) {
    let made = rig.make(&[]);
    let new = lambda(rig, "", container);
    let function = rig.python(&format!("def f(c, a):\n    {statement}\n    return c\n")).get(rig, "f");
    for value in lasting(rig) {
        let (one, other) = (rig.vm.call(new, &[]).unwrap(), rig.vm.call(new, &[]).unwrap());
        let expected = called(rig, function, &[other, value]);
        let got = ran(rig, made, &[one.word(), value.word()]);
        // The instruction says more of what cannot be unpacked.
        let got = got.replace("Value after * must be an iterable, not ", "'");
        let alike = if got.is_empty() { rig.repr(one) } else { got };
        let same =
            alike == expected || alike.starts_with("TypeError: '") && expected.ends_with("is not iterable");
        assert!(same, "{statement} of {}: {alike}, {expected}", rig.repr(value));
    }
}

fn any_del_item(rig: &mut Rig) {
    let made = rig.make(&[]);
    let function = rig.python("def f(c, a):\n    del c[a]\n    return c\n").get(rig, "f");
    for container in ["{1: 2, 'a': 3}", "[1, 2, 3]", "(1, 2)", "5"] {
        let new = lambda(rig, "", container);
        for key in lasting(rig) {
            let (one, other) = (rig.vm.call(new, &[]).unwrap(), rig.vm.call(new, &[]).unwrap());
            let expected = called(rig, function, &[other, key]);
            let got = ran(rig, made, &[one.word(), key.word()]);
            let got = if got.is_empty() { rig.repr(one) } else { got };
            assert_eq!(got, expected, "del {container}[{}]", rig.repr(key));
        }
    }
}

fn outer(rig: &mut Rig) -> (Namespace, Frame) {
    let source = "x = 41\ndef outer(): return x + 1\ndef inner(a=5): return a + x\ncell = (lambda c: lambda: c)(3).__closure__\n";
    let namespace = rig.python(source);
    let function = namespace.get(rig, "outer");
    let frame = frame_of(rig, function, 0, SCRATCH);
    (namespace, frame)
}

fn new_function(rig: &mut Rig) {
    let (namespace, frame) = outer(rig);
    let function = namespace.get(rig, "outer");
    let code = Function(function.offset()).code(&rig.vm.heap);
    let made = rig.make(&[]);
    let Outcome::Values(words) = rig.run(made, &[frame.0 as u64, code as u64]) else { panic!() };
    let found = Value::from_word(words[0]).unwrap();
    assert!(found != function && rig.vm.is_exact(found, Kind::FUNCTION));
    assert_eq!(called(rig, found, &[]), "42");
}

fn function_attribute(rig: &mut Rig) {
    let (namespace, _) = outer(rig);
    let function = namespace.get(rig, "inner");
    let value = lambda(rig, "", "(7,)");
    let defaults = rig.vm.call(value, &[]).unwrap();
    let made = rig.make(&[1]);
    rig.expect(made, &[function.word(), defaults.word()], nothing(), "defaults");
    assert_eq!(called(rig, function, &[]), "48");
    let value = lambda(rig, "", "{'k': 1}");
    let keywords = rig.vm.call(value, &[]).unwrap();
    let made = rig.make(&[2]);
    rig.expect(made, &[function.word(), keywords.word()], nothing(), "keyword defaults");
    rig.expect(made, &[function.word(), Value::int(1).word()], Outcome::Raise, "no dict");
    assert_eq!(rig.pending(), "SystemError: a function's attribute of the wrong type");
}

fn function_closure(rig: &mut Rig) {
    let (namespace, _) = outer(rig);
    let [function, cells] = ["inner", "cell"].map(|name| namespace.get(rig, name));
    let made = rig.make(&[]);
    rig.expect(made, &[function.word(), cells.word()], nothing(), "closure");
    assert_eq!(Function(function.offset()).closure(&rig.vm.heap), cells.offset());
    assert_eq!(Tuple(cells.offset()).len(&rig.vm.heap), 1);
}

fn with_enter(rig: &mut Rig) {
    let source = "
class Good:
    def __enter__(self): return 'entered'
    def __exit__(self, *rest): return 'left'
class Bad(Good):
    def __enter__(self): raise ValueError('bad')
class Half:
    def __enter__(self): pass
managers = [Good(), Bad(), Half(), 1]
";
    let list = rig.python(source).get(rig, "managers");
    let made = rig.make(&[]);
    let managers = rig.items(list);
    let good = "'entered'";
    let half =
        "TypeError: 'Half' object does not support the context manager protocol (missed __exit__ method)";
    let int = "TypeError: 'int' object does not support the context manager protocol";
    for (manager, expected) in managers.into_iter().zip([good, "ValueError: bad", half, int]) {
        assert_eq!(ran(rig, made, &[manager.word()]), expected);
        if expected == good {
            let exit = Value::from_word(STATE.returned(&rig.vm.heap)).unwrap();
            assert_eq!(called(rig, exit, &[]), "'left'");
        }
    }
}

fn with_exit(rig: &mut Rig) {
    let namespace =
        rig.python("exit = lambda *a: a\nerror = ValueError('x')\ndef bad(*a): raise KeyError(1)\n");
    let [exit, error, bad] = ["exit", "error", "bad"].map(|name| namespace.get(rig, name));
    let made = rig.make(&[]);
    assert_eq!(ran(rig, made, &[exit.word(), error.word()]), "(<class 'ValueError'>, ValueError('x'), None)");
    assert_eq!(ran(rig, made, &[bad.word(), error.word()]), "KeyError: 1");
}

fn any_unary(rig: &mut Rig) {
    of_one(rig, &[0], "-a");
    of_one(rig, &[1], "~a");
}

fn unpack_at(rig: &mut Rig) {
    for (arg, starred, expression) in [
        (2u64, 0u64, "(lambda x, y: [y, x])(*a)"),
        (3, 0, "(lambda x, y, z: [z, y, x])(*a)"),
        (1, 1, "[[*a][1:], [*a][0]] if [*a] else x"),
        (1 | 1 << 8, 1, "[[*a][-1], [*a][1:-1], [*a][0]] if len([*a]) > 1 else x"),
    ] {
        let made = rig.make(&[STACK as u64, arg, starred]);
        let function = lambda(rig, "a", expression);
        for value in lasting(rig) {
            let expected = rig.vm.call(function, &[value]);
            rig.pending();
            match (rig.run(made, &[INPUTS as u64, value.word()]), expected) {
                (Outcome::Raise, Err(_)) => {
                    let pending = rig.pending();
                    assert!(pending.contains("unpack") || pending.contains("KeyError"), "{pending}");
                }
                (outcome, Ok(list)) => {
                    assert_eq!(outcome, nothing());
                    for (i, item) in rig.items(list).into_iter().enumerate() {
                        let word = rig.vm.heap.u64(INPUTS + STACK + 8 * i as u32);
                        let got = Value::from_word(word).unwrap();
                        assert_eq!(rig.repr(got), rig.repr(item));
                    }
                }
                (outcome, Err(_)) => panic!("{outcome:?} of {}", rig.repr(value)),
            }
        }
    }
}

fn str_add(rig: &mut Rig) {
    let made = rig.make(&[]);
    let source = "texts = ['', 'a', 'abc', '\\xe9', '\\u20acx', '\\U0001F600', 'x' * 1000, '\\u20ac' * 1000]";
    let list = rig.python(source).get(rig, "texts");
    let texts = rig.items(list);
    let function = lambda(rig, "a, b", "a + b");
    for a in &texts {
        for b in &texts {
            let expected = called(rig, function, &[*a, *b]);
            assert_eq!(ran(rig, made, &[a.word(), b.word()]), expected);
        }
    }
}
