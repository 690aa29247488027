//! Calls between Python functions, and of natives.

use mimeo::heap::layout::{Code, Frame, Function, NativeFunction};
use mimeo::heap::statics::{self, STATE};
use mimeo::heap::{Kind, Value};
use mimeo::interp::owner;

use super::Check;
use super::frames::frame_of;
use super::rig::{INPUTS, Namespace, Outcome, Rig, SCRATCH, is, nothing};
use super::words::samples;

pub const CHECKS: &[(&str, Check)] = &[
    ("guard_room", |rig| room_for_a_frame(rig, false)),
    ("place_frame", place_frame),
    ("place_frame_of", |rig| room_for_a_frame(rig, true)),
    ("enter_frame", |rig| enter_frame(rig, false)),
    ("enter_frame_of", |rig| enter_frame(rig, true)),
    ("call_slot", |rig| call_slot(rig, false)),
    ("call_slot_of", |rig| call_slot(rig, true)),
    ("leave_frame", |rig| leave_frame(rig, false)),
    ("finish_inlined", |rig| leave_frame(rig, true)),
    ("run_again", run_again),
    ("guard_function", guard_function),
    ("check_init", check_init),
    ("call_native_at", |rig| call_at(rig, false)),
    ("call_value_at", |rig| call_at(rig, true)),
];

const SOURCE: &str = "
def caller(a, b):
    return callee(a)
def callee(a, b=1, *, c=2):
    x = y = z = a
    return x
def simple(a):
    x = y = a
    return 10 // x
def catches(a):
    try:
        raise ValueError(a)
    except ValueError as error:
        return error.args[0]
def two(a, b): return a
def stars(*args): return args
def generates(a): yield a
";

fn code_of(rig: &mut Rig, function: Value) -> Code {
    Code(Function(function.offset()).code(&rig.vm.heap))
}

fn caller_frame(rig: &mut Rig, namespace: Namespace) -> Frame {
    let caller = namespace.get(rig, "caller");
    let frame = frame_of(rig, caller, 0, SCRATCH);
    STATE.set_frame(&mut rig.vm.heap, frame.0);
    frame
}

fn place_frame(rig: &mut Rig) {
    let made = rig.make(&[80]);
    rig.expect(made, &[SCRATCH as u64], is(SCRATCH as u64 + 80), "80 bytes on");
}

fn run_again(rig: &mut Rig) {
    let made = rig.make(&[]);
    STATE.set_frame(&mut rig.vm.heap, SCRATCH + 80);
    rig.expect(made, &[SCRATCH as u64], nothing(), "the frame around");
    assert_eq!(STATE.frame(&rig.vm.heap), SCRATCH);
}

fn room_for_a_frame(rig: &mut Rig, of_code: bool) {
    let namespace = rig.python(SOURCE);
    let frame = caller_frame(rig, namespace);
    let simple = namespace.get(rig, "simple");
    let function = namespace.get(rig, "caller");
    let own = code_of(rig, function).framesize(&rig.vm.heap);
    let code = code_of(rig, simple);
    let size = code.framesize(&rig.vm.heap);
    let (made, inputs) = if of_code {
        (rig.make(&[own as u64]), vec![frame.0 as u64, code.0 as u64])
    } else {
        (rig.make(&[(own + size) as u64, 1]), vec![frame.0 as u64])
    };
    let (limit, recursion) = (STATE.stack_limit(&rig.vm.heap), STATE.recursion_limit(&rig.vm.heap));
    let end = frame.0 + own + size;
    for stack_limit in [limit, end + 1, end, end - 1, frame.0 + own, 0] {
        for depth in [1, recursion - 1, recursion, recursion + 1] {
            STATE.set_stack_limit(&mut rig.vm.heap, stack_limit);
            frame.set_depth(&mut rig.vm.heap, depth);
            let function = Function(simple.offset());
            let placed = mimeo::interp::bind::new_frame(
                &mut rig.vm,
                function,
                code,
                frame.0,
                frame.0 + own,
                owner::ENTRY,
            );
            rig.pending();
            let fits = |at| if of_code { is(at as u64) } else { nothing() };
            let expected = placed.map_or(Outcome::Exit, fits);
            rig.expect(made, &inputs, expected, (stack_limit, depth));
        }
    }
    STATE.set_stack_limit(&mut rig.vm.heap, limit);
    if !of_code {
        // Room for several calls in one another.
        for (calls, depth) in [(3, recursion - 4), (3, recursion - 3), (3, recursion - 2), (4, recursion - 3)]
        {
            let made = rig.make(&[(own + size) as u64, calls as u64]);
            frame.set_depth(&mut rig.vm.heap, depth);
            let expected = if depth + calls > recursion { Outcome::Exit } else { nothing() };
            rig.expect(made, &inputs, expected, (calls, depth));
        }
    }
}

/// The header that the stencil writes must be the one that the VM would.
fn enter_frame(rig: &mut Rig, of_code: bool) {
    let namespace = rig.python(SOURCE);
    let caller = caller_frame(rig, namespace);
    let function = namespace.get(rig, "caller");
    let own = code_of(rig, function).framesize(&rig.vm.heap);
    let simple = namespace.get(rig, "simple");
    let code = code_of(rig, simple);
    let at = caller.0 + own;
    let owner = if of_code { 0 } else { owner::INIT };
    let function = Function(simple.offset());
    let placed = mimeo::interp::bind::new_frame(&mut rig.vm, function, code, caller.0, at, owner).unwrap();
    let expected = rig.vm.heap.bytes(placed, Frame::SIZE).to_vec();
    rig.vm.heap.bytes_mut(at, Frame::SIZE + 128).fill(0xAA);
    let position = 0x0123_4567u64 | 5 << 32;
    if of_code {
        // Locals behind the one argument are zeroed.
        let made = rig.make(&[position, Frame::SIZE as u64 + 8]);
        rig.expect(made, &[caller.0 as u64, at as u64, code.0 as u64, simple.word()], nothing(), "simple");
        let locals = code.nlocalsplus(&rig.vm.heap);
        for i in 0..locals + 2 {
            let word = rig.vm.heap.u64(at + Frame::SIZE + 8 * i);
            let zeroed = (1..locals).contains(&i);
            assert_eq!(word, if zeroed { 0 } else { 0xAAAA_AAAA_AAAA_AAAA }, "local {i}");
        }
    } else {
        let bytecode = code.bytecode(&rig.vm.heap) as u64;
        let depth_and_owner = 1 | (owner as u64) << 32;
        let made = rig.make(&[code.0 as u64, bytecode, simple.word(), depth_and_owner, position]);
        rig.expect(made, &[caller.0 as u64, at as u64], nothing(), "simple");
    }
    assert_eq!(rig.vm.heap.bytes(at, Frame::SIZE), expected);
    assert_eq!(STATE.frame(&rig.vm.heap), at);
    assert_eq!((caller.instr(&rig.vm.heap), caller.sp(&rig.vm.heap)), (0x0123_4567, 5));
}

/// The callee of these tests returns the word at 16 behind its frame.
fn call_slot(rig: &mut Rig, of_code: bool) {
    let namespace = rig.python(SOURCE);
    let simple = namespace.get(rig, "simple");
    let code = code_of(rig, simple);
    let slot = rig.install_answering();
    code.set_slot(&mut rig.vm.heap, slot);
    let made = if of_code { rig.make(&[]) } else { rig.make(&[code.0 as u64]) };
    let inputs = |frame: u32| if of_code { vec![frame as u64, code.0 as u64] } else { vec![frame as u64] };
    for word in [0, 1, 8, 16, u64::MAX] {
        rig.vm.heap.set_u64(SCRATCH + 16, word);
        rig.expect(made, &inputs(SCRATCH), is(word), word);
    }
    // Slot 0 lets the interpreter run the frame.
    code.set_slot(&mut rig.vm.heap, 0);
    let frame = frame_of(rig, simple, 0, SCRATCH);
    rig.vm.heap.set_u64(frame.0 + Frame::SIZE, Value::int(3).word());
    rig.expect(made, &inputs(frame.0), is(Value::int(3).word()), "interpreted");
    let frame = frame_of(rig, simple, 0, SCRATCH);
    rig.vm.heap.set_u64(frame.0 + Frame::SIZE, Value::int(0).word());
    rig.expect(made, &inputs(frame.0), is(0), "interpreted, raising");
    assert_eq!(rig.pending(), "ZeroDivisionError: integer division or modulo by zero");
}

/// `inlined`: the stencil for what is left only by exits, never with a value.
fn leave_frame(rig: &mut Rig, inlined: bool) {
    let made = rig.make(&[]);
    let namespace = rig.python(SOURCE);
    let caller = caller_frame(rig, namespace);
    let function = namespace.get(rig, "caller");
    let own = code_of(rig, function).framesize(&rig.vm.heap);
    let callee = |rig: &mut Rig, name: &str, argument: i64| {
        let function = namespace.get(rig, name);
        let frame = frame_of(rig, function, caller.0, caller.0 + own);
        frame.set_owner(&mut rig.vm.heap, 0);
        rig.vm.heap.set_u64(frame.0 + Frame::SIZE, Value::int(argument).word());
        STATE.set_frame(&mut rig.vm.heap, frame.0);
        frame
    };
    let ended = |rig: &mut Rig| {
        assert_eq!(STATE.frame(&rig.vm.heap), caller.0, "the caller runs again");
        rig.pending()
    };
    // A value.
    let frame = callee(rig, "simple", 5);
    for value in samples(rig).into_iter().filter(|_| !inlined) {
        rig.expect(made, &[value.word(), caller.0 as u64, frame.0 as u64], is(value.word()), value);
        assert_eq!(ended(rig), "");
    }
    // An exception that is pending.
    let _ = rig.vm.value_error("x");
    rig.expect(made, &[0, caller.0 as u64, frame.0 as u64], Outcome::Raise, "raised");
    assert_eq!(ended(rig), "ValueError: x");
    // The interpreter is to go on, and returns, or raises.
    for (argument, expected, pending) in [
        (5, is(Value::int(2).word()), ""),
        (0, Outcome::Raise, "ZeroDivisionError: integer division or modulo by zero"),
    ] {
        let frame = callee(rig, "simple", argument);
        let inputs = [statics::RESUME_INTERPRETER, caller.0 as u64, frame.0 as u64];
        rig.expect(made, &inputs, expected, argument);
        assert_eq!(ended(rig), pending);
    }
    // The interpreter is to unwind: no handler, and one that catches.
    let frame = callee(rig, "simple", 5);
    let _ = rig.vm.value_error("y");
    let inputs = [statics::RAISE_IN_INTERPRETER, caller.0 as u64, frame.0 as u64];
    rig.expect(made, &inputs, Outcome::Raise, "unwound");
    assert_eq!(ended(rig), "ValueError: y");
    let frame = callee(rig, "catches", 7);
    // Where the exception is raised: as far as the interpreter itself comes.
    while mimeo::interp::step(&mut rig.vm, frame.0) != 0 {}
    let inputs = [statics::RAISE_IN_INTERPRETER, caller.0 as u64, frame.0 as u64];
    rig.expect(made, &inputs, is(Value::int(7).word()), "caught");
    assert_eq!(ended(rig), "");
}

fn guard_function(rig: &mut Rig) {
    let namespace = rig.python(SOURCE);
    let functions: Vec<Value> = ["caller", "callee", "simple", "two", "stars", "generates"]
        .into_iter()
        .map(|name| namespace.get(rig, name))
        .collect();
    for count in 0..4u64 {
        let made = rig.make(&[count]);
        for value in functions.iter().copied().chain(samples(rig)) {
            let mut expected = Outcome::Exit;
            if rig.vm.is_exact(value, Kind::FUNCTION) {
                let code = code_of(rig, value);
                let heap = &rig.vm.heap;
                if code.simple(heap) != 0 && code.argcount(heap) as u64 == count {
                    expected = is(code.0 as u64);
                }
            }
            let shown = (rig.repr(value), count);
            rig.expect(made, &[value.word()], expected, shown);
        }
    }
}

fn check_init(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig) {
        let name = rig.vm.type_name(value);
        let expected = if value == statics::NONE { nothing() } else { Outcome::Raise };
        rig.expect(made, &[value.word()], expected, &name);
        if value != statics::NONE {
            assert_eq!(rig.pending(), format!("TypeError: __init__() should return None, not '{name}'"));
        }
    }
}

fn call_at(rig: &mut Rig, any: bool) {
    let samples = samples(rig);
    let natives = [("abs", 1), ("divmod", 2), ("len", 1), ("max", 2), ("isinstance", 2)];
    for (name, count) in natives.into_iter().chain([("str", 1), ("range", 2)].into_iter().filter(|_| any)) {
        let native = rig.vm.builtin(name).unwrap();
        let callee = match any {
            true => native.word(),
            false => NativeFunction(native.offset()).native(&rig.vm.heap) as u64,
        };
        let made = rig.make(&[callee, 0x200, count as u64]);
        for (a, b) in samples.iter().zip(samples.iter().rev()).chain(samples.iter().zip(&samples)) {
            let args = [*a, *b];
            for (i, arg) in args.iter().enumerate() {
                rig.vm.heap.set_u64(INPUTS + 0x200 + 8 * i as u32, arg.word());
            }
            let expected = match rig.vm.call(native, &args[..count]) {
                Ok(value) => rig.repr(value),
                Err(_) => rig.pending(),
            };
            let got = match rig.run(made, &[INPUTS as u64]) {
                Outcome::Values(words) => {
                    let value = Value::from_word(words[0]).expect("a value");
                    rig.repr(value)
                }
                _ => rig.pending(),
            };
            assert_eq!(got, expected, "{name}{args:?}");
        }
    }
}
