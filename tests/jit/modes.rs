//! What takes more than a program and its output: interrupts, background compilation, limits.

use std::time::Duration;

use mimeo::jit::{Mode, StoreLimits};
use mimeo_host::dump::Wanted;
use mimeo_host::io::Interrupt;
use mimeo_host::sandbox::{Ending, Runtime, Settings};

use super::rig::{Ran, run, run_in, run_with};

fn settings(jit: Mode) -> Settings {
    let dumps = Wanted { uops: true, ..Wanted::default() };
    Settings { jit, statistics: true, dumps, ..Settings::default() }
}

/// Runs a program that would not end and interrupts it once it has run a while.
fn interrupted(source: &str, mode: Mode) -> Ran {
    let interrupt = Interrupt::default();
    let remote = interrupt.clone();
    let timer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        remote.raise();
    });
    let ran = run_with(source, &settings(mode), interrupt);
    timer.join().unwrap();
    ran
}

#[test]
fn an_interrupt_reaches_a_compiled_loop() {
    let source = "\
def f():
    n = 0
    while True:
        n = (n + 1) & 1023
try:
    f()
except KeyboardInterrupt:
    print('interrupted')
";
    for (mode, name) in [(Mode::Always, "f"), (Mode::Warm, "loop in f"), (Mode::Auto, "loop in f")] {
        let ran = interrupted(source, mode);
        assert_eq!((ran.out.as_str(), &ran.ending), ("interrupted\n", &Ending::Exited(0)), "{mode:?}");
        assert!(ran.compiled().contains(name), "{mode:?}: {:?}", ran.compiled());
        // It ran compiled, not in the interpreter: that would have executed millions.
        assert!(ran.statistics.interpreted < 2_000_000, "{mode:?}: {}", ran.statistics.interpreted);
    }
}

#[test]
fn an_interrupt_reaches_compiled_recursion() {
    let source = "\
def f(n):
    return f(n - 1) + f(n - 1) if n else 1
f(2)
f(2)
print(f(60))
";
    let ran = interrupted(source, Mode::Warm);
    assert_eq!(ran.ending, Ending::Interrupted);
    assert!(ran.compiled().contains("f"));
    assert!(ran.err.ends_with("KeyboardInterrupt\n"), "{}", ran.err);
}

#[test]
fn everything_is_compiled_before_it_runs() {
    let source = "\
class C:
    k = [i for i in range(3)]
    def __init__(self, n):
        self.n = n
    def m(self, by):
        return self.n * by
def g(n):
    while n:
        yield n
        n -= 1
def outer(a):
    def inner(b):
        for i in range(1000):
            a.append(i + b)
        return len(a)
    return inner
def star(*args, key=3, **more):
    return args, key, more
print(C(6).m(7), C.k)
print(sum(g(1000)), outer([])(1))
print(star(1, 2, x=3))
print(sorted([3, 1, 2], key=lambda x: -x))
for i in range(1000):
    last = i
print(last)
";
    let ran = run(source, Mode::Always);
    let out = "42 [0, 1, 2]\n500500 1000\n((1, 2), 3, {'x': 3})\n[3, 2, 1]\n999\n";
    assert_eq!((ran.out.as_str(), &ran.ending), (out, &Ending::Exited(0)), "{}", ran.err);
    let compiled = ran.compiled();
    let all =
        ["<lambda>", "<module>", "C", "C.__init__", "C.m", "g", "outer", "outer.<locals>.inner", "star"];
    assert_eq!(compiled.iter().map(String::as_str).collect::<Vec<_>>(), all);
    assert!(ran.exits().is_empty(), "{:?}", ran.exits());
    // Calls of generator functions make the generator in the interpreter: RETURN_GENERATOR.
    assert!(ran.statistics.interpreted <= 2, "{}", ran.statistics.interpreted);
}

#[test]
fn what_left_compiled_code_goes_back_at_the_first_back_edge() {
    // The globals are not those that the code was compiled for.
    let source = "\
def f(n):
    s = 0
    for i in range(n):
        s += k
    return s
k = 1
other = type(f)(f.__code__, {'k': 2, 'range': range})
print(f(10), other(100000))
";
    let ran = run(source, Mode::Always);
    assert_eq!((ran.out.as_str(), &ran.ending), ("10 200000\n", &Ending::Exited(0)), "{}", ran.err);
    let compiled = ran.compiled();
    assert!(compiled.contains("f") && compiled.contains("loop in f"), "{compiled:?}");
    assert!(ran.statistics.interpreted < 1000, "{}", ran.statistics.interpreted);
}

#[test]
fn what_is_hot_is_compiled_in_the_background() {
    let source = "\
def g(x):
    return x * 2 + 1
def f(n):
    s = 0
    for i in range(n):
        s += g(i)
    return s
t = 0
for k in range(300):
    t = f(5000)
print(t)
";
    let ran = run_with(source, &settings(Mode::Auto), Interrupt::default());
    assert_eq!((ran.out.as_str(), &ran.ending), ("25000000\n", &Ending::Exited(0)));
    assert!(ran.compiled().contains("g") && ran.compiled().contains("loop in f"), "{:?}", ran.compiled());
    let all = 300 * 5000 * 10;
    assert!(ran.statistics.interpreted < all / 2, "{} of {all} instructions", ran.statistics.interpreted);
    assert_eq!(ran.statistics.stepped, 0);
    assert!(ran.exits().is_empty(), "{:?}", ran.exits());
}

#[test]
fn what_runs_later_is_compiled_when_it_has_run() {
    // When the first loop is compiled, the others have told nothing yet; nor has the handler, nor the generator's end.
    let source = "\
def g(n):
    for i in range(n):
        yield i
def f(n):
    s = 0
    for i in range(n):
        s += i & 3
    for i in g(n):
        s += i & 1
    for i in range(n):
        try:
            s += 1 // (i & 1)
        except ZeroDivisionError:
            s -= 1
    return s
print(f(300000))
";
    let ran = run_with(source, &settings(Mode::Auto), Interrupt::default());
    assert_eq!((ran.out.as_str(), &ran.ending), ("600000\n", &Ending::Exited(0)));
    assert_eq!(ran.statistics.generators, 1);
    let all = 300_000 * (8 + 16 + 24);
    assert!(ran.statistics.interpreted < all / 2, "{} of {all} instructions", ran.statistics.interpreted);
    assert_eq!(ran.statistics.stepped, 0, "{:?}", ran.statistics.steps);
}

#[test]
fn what_is_cold_is_not_compiled() {
    let ran = run("def f(n):\n    return n + 1\nprint([f(i) for i in range(100)][-1])\n", Mode::Auto);
    assert_eq!(ran.out, "100\n");
    assert!(ran.compiled().is_empty());
    assert_eq!(ran.statistics.compiled, 0);
}

#[test]
fn nothing_is_compiled_when_the_jit_is_off() {
    let ran = run("def f(n):\n    return n + 1\nfor i in range(10000):\n    f(i)\nprint(f(1))\n", Mode::Off);
    assert_eq!(ran.out, "2\n");
    assert_eq!((ran.statistics.compiled, ran.statistics.wasm_bytes), (0, 0));
    assert!(ran.statistics.interpreted > 10_000 * 5);
}

#[test]
fn an_assumption_that_keeps_failing_is_compiled_anew() {
    let source = "\
class A:
    x = 1
def f(a, b):
    return a + b
for x in [1, 2, 3]:
    f(x, x)
for x in ['a'] * 400:
    f(x, x)
print(f(1, 2), f('a', 'b'))
";
    let ran = run(source, Mode::Warm);
    assert_eq!(ran.out, "3 ab\n");
    assert!(ran.statistics.recompiled >= 1);
    let exits: u64 = ran.exits().values().sum();
    assert!(exits < 100, "{exits} exits: the assumption was not given up");
}

#[test]
fn a_compiled_loop_collects() {
    let source = "\
def f(n):
    s = 0
    for i in range(n):
        pair = (i, i + 1.5)
        s += len(pair)
    return s
print(f(10), f(10), f(2_000_000))
";
    let ran = run(source, Mode::Warm);
    assert_eq!(ran.out, "20 20 4000000\n");
    assert!(ran.compiled().contains("f"));
    assert!(ran.statistics.collections > 0);
    assert!(ran.statistics.heap_bytes < 32 << 20, "{}", ran.statistics.heap_bytes);
}

#[test]
fn the_memory_limit_is_an_exception_in_compiled_code() {
    let source = "\
def f(n):
    a = []
    for i in range(n):
        a.append((i, i))
    return len(a)
print(f(3), f(3))
try:
    f(10 ** 9)
except MemoryError:
    print('caught')
print(f(4))
";
    let limited = Settings { max_memory: 16 << 20, ..settings(Mode::Warm) };
    let ran = run_with(source, &limited, Interrupt::default());
    assert_eq!((ran.out.as_str(), &ran.ending), ("3 3\ncaught\n4\n", &Ending::Exited(0)), "{}", ran.err);
    assert!(ran.compiled().contains("f"));
}

#[test]
fn modules_out_of_use_are_given_up() {
    // Each of twelve functions is compiled for integers, then anew for strings.
    let mut source = String::new();
    for k in 0..12 {
        source += &format!(
            "def f{k}(a, b):\n    return a + b\ndef g{k}(a, b):\n    for i in range(120):\n        f{k}(a, b)\n    \
             return f{k}(a, b)\nprint(g{k}(1, 2), g{k}(3, 4), g{k}('a', 'b'), g{k}('c', 'd'))\n"
        );
    }
    // At a safepoint wherever there can be one: some of them have no compiled code on the stack.
    let few = StoreLimits { modules: 6, stale: 3 };
    let with_few = Settings { store: few, zeal: true, ..settings(Mode::Warm) };
    let with_many = Settings { zeal: true, ..settings(Mode::Warm) };
    let (few, many) = (
        run_with(&source, &with_few, Interrupt::default()),
        run_with(&source, &with_many, Interrupt::default()),
    );
    assert_eq!((&few.out, &few.ending), (&"3 7 ab cd\n".repeat(12), &Ending::Exited(0)), "{}", few.err);
    assert_eq!((few.out, few.err, few.ending), (many.out, many.err, many.ending));
    let (few, many) = (few.statistics, many.statistics);
    assert_eq!((many.recycled, many.dropped), (0, 0));
    assert!(few.recycled >= 2 && few.dropped >= 6, "{} times, {} modules", few.recycled, few.dropped);
    // Nothing was compiled a second time for it.
    assert_eq!((few.compiled, few.modules), (many.compiled, many.modules));
}

#[test]
fn a_kept_module_is_the_one_that_would_be_made() {
    // Functions that are compiled anew, with exits whose numbers are in the code.
    let source = "\
def f(a, b):
    return a + b
def g(a, n):
    s = a
    for i in range(n):
        s = f(s, a)
    return s
for k in range(3):
    f(k, 1)
print(g(1, 100), g('a', 100), g(1.5, 100), len(g([1], 50)))
";
    let folder = tempfile::tempdir().unwrap();
    let once = || {
        // A runtime each, as in processes of their own.
        let runtime = Runtime::with_code_cache(folder.path()).unwrap();
        run_in(&runtime, source, &settings(Mode::Warm), Interrupt::default())
    };
    let plain = run(source, Mode::Warm);
    let (first, second) = (once(), once());
    for ran in [&first, &second] {
        assert_eq!((&ran.out, &ran.ending), (&plain.out, &plain.ending), "{}", ran.err);
        assert_eq!((ran.exits(), ran.compiled()), (plain.exits(), plain.compiled()));
        assert_eq!(ran.statistics.recompiled, plain.statistics.recompiled);
    }
    assert!(plain.statistics.recompiled > 0 && !plain.exits().is_empty(), "{:?}", plain.exits());
    assert_eq!(first.statistics.cached, 0);
    assert_eq!(second.statistics.cached, second.statistics.modules);
}

#[test]
fn a_loop_in_code_that_was_given_up_is_left() {
    // What is assumed of `f`, whose code the loop has for itself, fails from the middle of the loop on.
    let source = "\
def f(a):
    b = a + a
    b = b + a
    return b
for i in range(300):
    f(i)
def g(n):
    x = 1
    total = 0
    for i in range(n):
        if i == 1000:
            x = 1.5
        total = total + f(x)
    return total
print(g(5000))
";
    let ran = run(source, Mode::Warm);
    assert_eq!(ran.out, format!("{:?}\n", 3000.0 + 4000.0 * 4.5));
    let exits: u64 = ran.statistics.exits.values().sum();
    assert!((40..400).contains(&exits), "{:?}", ran.statistics.exits);
}
