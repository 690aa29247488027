//! Generators' frames; raising and handling.

use mimeo::heap::layout::{Code, Exception, Frame, Function, Generator};
use mimeo::heap::statics::{self, STATE};
use mimeo::heap::{Kind, Value};
use mimeo::interp::owner;
use mimeo::objects::generator::{self, state};

use super::Check;
use super::frames::frame_of;
use super::rig::{Outcome, Rig, SCRATCH, is, nothing};
use super::words::samples;

pub const CHECKS: &[(&str, Check)] = &[
    ("raise_now", raise_now),
    ("catch_here", |rig| catch(rig, true)),
    ("catch_again", |rig| catch(rig, false)),
    ("push_handled", push_handled),
    ("pop_handled", pop_handled),
    ("exc_match_any", exc_match_any),
    ("load_instr", load_instr),
    ("generator_top", generator_top),
    ("frame_top", frame_top),
    ("suspend_generator", |rig| leave(rig, true)),
    ("finish_generator", |rig| leave(rig, false)),
    ("guard_generator", guard_generator),
    ("generator_ready", generator_ready),
    ("generator_code", generator_code),
    ("resume_generator", resume_generator),
    ("call_resume_slot", call_resume_slot),
    ("leave_generator", leave_generator),
    ("generator_yielded", generator_yielded),
    ("send_any", send_any),
    ("take_returned", take_returned),
    ("place_frame_at", |rig| place_frame_at(rig, false)),
    ("place_frame_of_at", |rig| place_frame_at(rig, true)),
];

const SOURCE: &str = "
def generates(a):
    b = yield a
    return 10 // b
def caller(g):
    return g
def raises(e):
    raise e
made = generates(1)
started = generates(2)
next(started)
ended = generates(3)
next(ended)
ended.close()
class Sent:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(7)
    def send(self, value): return value * 2
sent = Sent()
items = iter([4])
";

/// The caller's frame, the running one; and a generator.
fn frames(rig: &mut Rig, name: &str) -> (Frame, Generator) {
    let namespace = rig.python(SOURCE);
    let caller = namespace.get(rig, "caller");
    let frame = frame_of(rig, caller, 0, SCRATCH);
    STATE.set_frame(&mut rig.vm.heap, frame.0);
    (frame, Generator(namespace.get(rig, name).offset()))
}

fn own_frame(generator: Generator) -> Frame {
    Frame(generator.0 + Generator::SIZE)
}

fn raise_now(rig: &mut Rig) {
    let made = rig.make(&[]);
    let function = rig.python(SOURCE).get(rig, "raises");
    for value in samples(rig) {
        let frame = frame_of(rig, function, 0, SCRATCH);
        rig.vm.heap.set_u64(frame.0 + Frame::SIZE, value.word());
        STATE.set_frame(&mut rig.vm.heap, frame.0);
        // Up to the `raise`.
        let raises =
            |rig: &Rig| mimeo::ops::name(rig.vm.heap.u8(frame.instr(&rig.vm.heap)) as u16) == "RAISE_VARARGS";
        while !raises(rig) {
            assert_eq!(mimeo::interp::step(&mut rig.vm, frame.0), 1);
        }
        rig.expect(made, &[frame.0 as u64], Outcome::Raise, value);
        let pending = STATE.pending(&rig.vm.heap).expect("an exception");
        let exception = rig.vm.as_exception(pending).expect("an exception");
        assert!(exception.traceback(&rig.vm.heap).is_some(), "the frame is in the traceback");
        rig.pending();
    }
    STATE.set_frame(&mut rig.vm.heap, 0);
}

fn catch(rig: &mut Rig, here: bool) {
    let made = rig.make(&[]);
    let (frame, _) = frames(rig, "made");
    let _ = rig.vm.value_error("x");
    let pending = STATE.pending(&rig.vm.heap).unwrap();
    rig.expect(made, &[frame.0 as u64], is(pending.word()), "an exception");
    assert_eq!(rig.pending(), "");
    assert_eq!(Exception(pending.offset()).traceback(&rig.vm.heap).is_some(), here);
    // Without an exception there is one all the same.
    let Outcome::Values(words) = rig.run(made, &[frame.0 as u64]) else { panic!("it left") };
    assert!(rig.vm.as_exception(Value::from_word(words[0]).unwrap()).is_some());
}

fn push_handled(rig: &mut Rig) {
    let made = rig.make(&[]);
    for before in [None, Some(statics::TRUE)] {
        STATE.set_handled(&mut rig.vm.heap, before);
        rig.expect(made, &[statics::ZERO.word()], is(before.unwrap_or(statics::NONE).word()), before);
        assert_eq!(STATE.handled(&rig.vm.heap), Some(statics::ZERO));
    }
    STATE.set_handled(&mut rig.vm.heap, None);
}

fn pop_handled(rig: &mut Rig) {
    let made = rig.make(&[]);
    for (value, after) in [(statics::NONE, None), (statics::TRUE, Some(statics::TRUE))] {
        rig.expect(made, &[value.word()], nothing(), value);
        assert_eq!(STATE.handled(&rig.vm.heap), after);
    }
    STATE.set_handled(&mut rig.vm.heap, None);
}

fn exc_match_any(rig: &mut Rig) {
    let made = rig.make(&[]);
    let source = "classes = [ValueError, Exception, KeyError, BaseException, (KeyError, ValueError), (), int, 3]\n\
                  raised = [ValueError(), KeyError(), KeyboardInterrupt()]\n";
    let namespace = rig.python(source);
    let (classes, raised) = (namespace.get(rig, "classes"), namespace.get(rig, "raised"));
    for pattern in rig.items(classes) {
        for exception in rig.items(raised) {
            let expected = mimeo::objects::exception::matches(&mut rig.vm, exception, pattern);
            let message = rig.pending();
            let expected = expected.map_or(Outcome::Raise, |flag| is(flag as u64));
            rig.expect(made, &[exception.word(), pattern.word()], expected, (exception, pattern));
            assert_eq!(rig.pending(), message);
        }
    }
}

fn load_instr(rig: &mut Rig) {
    let made = rig.make(&[]);
    let (frame, _) = frames(rig, "made");
    rig.expect(made, &[frame.0 as u64], is(frame.instr(&rig.vm.heap) as u64), "a frame");
}

fn generator_top(rig: &mut Rig) {
    let made = rig.make(&[]);
    let (_, generator) = frames(rig, "made");
    generator.set_top(&mut rig.vm.heap, 0x1234_5678);
    rig.expect(made, &[own_frame(generator).0 as u64], is(0x1234_5678), "a generator");
}

fn frame_top(rig: &mut Rig) {
    let made = rig.make(&[96]);
    rig.expect(made, &[1000], is(1096), "a frame");
}

/// A generator stops or ends: as the VM's own does, for each handled exception inside and outside.
fn leave(rig: &mut Rig, suspends: bool) {
    let made = rig.make(&[]);
    let exceptions = [None, Some(statics::TRUE), Some(statics::ZERO)];
    for outer in exceptions {
        for inner in exceptions {
            let mut results = Vec::new();
            for by_stencil in [false, true] {
                let (caller, generator) = frames(rig, "made");
                STATE.set_handled(&mut rig.vm.heap, outer);
                generator.set_handled(&mut rig.vm.heap, inner);
                let frame = generator::prepare(
                    &mut rig.vm,
                    generator,
                    statics::NONE,
                    caller.0,
                    0x1000,
                    owner::GENERATOR,
                )
                .unwrap();
                match (by_stencil, suspends) {
                    (true, _) => rig.expect(made, &[frame as u64], nothing(), (outer, inner)),
                    (false, true) => generator::suspend(&mut rig.vm, generator),
                    (false, false) => generator::finish(&mut rig.vm, generator),
                }
                let heap = &rig.vm.heap;
                results.push((STATE.handled(heap), generator.handled(heap), generator.state(heap)));
            }
            assert_eq!(results[0], results[1], "{outer:?} {inner:?}");
        }
    }
    STATE.set_handled(&mut rig.vm.heap, None);
}

fn guard_generator(rig: &mut Rig) {
    let made = rig.make(&[]);
    let namespace = rig.python(SOURCE);
    let (frame, _) = frames(rig, "made");
    let mut values = samples(rig);
    for name in ["made", "started", "ended"] {
        values.push(namespace.get(rig, name));
    }
    let recursion = STATE.recursion_limit(&rig.vm.heap);
    for depth in [1, recursion - 1, recursion] {
        frame.set_depth(&mut rig.vm.heap, depth);
        for value in &values {
            let generator = Generator(value.offset());
            let may = depth < recursion
                && rig.vm.is_exact(*value, Kind::GENERATOR)
                && generator.state(&rig.vm.heap) == state::SUSPENDED;
            let expected = if may { is(generator.code(&rig.vm.heap) as u64) } else { Outcome::Exit };
            let shown = rig.repr(*value);
            rig.expect(made, &[value.word(), frame.0 as u64], expected, (shown, depth));
        }
    }
}

fn generator_ready(rig: &mut Rig) {
    let made = rig.make(&[]);
    let namespace = rig.python(SOURCE);
    let (frame, _) = frames(rig, "made");
    let mut values = samples(rig);
    for name in ["made", "started", "ended"] {
        values.push(namespace.get(rig, name));
    }
    let recursion = STATE.recursion_limit(&rig.vm.heap);
    for depth in [1, recursion - 1, recursion] {
        frame.set_depth(&mut rig.vm.heap, depth);
        for value in &values {
            let may = depth < recursion
                && rig.vm.is_exact(*value, Kind::GENERATOR)
                && Generator(value.offset()).state(&rig.vm.heap) == state::SUSPENDED;
            let shown = rig.repr(*value);
            rig.expect(made, &[value.word(), frame.0 as u64], is(may as u64), (shown, depth));
        }
    }
}

fn generator_code(rig: &mut Rig) {
    let made = rig.make(&[]);
    for name in ["made", "started", "ended"] {
        let (_, generator) = frames(rig, name);
        let code = generator.code(&rig.vm.heap);
        rig.expect(made, &[generator.value().word()], is(code as u64), name);
    }
}

/// The frame and the generator must be as the VM makes them.
fn resume_generator(rig: &mut Rig) {
    let made = rig.make(&[]);
    for (outer, inner) in [(None, None), (Some(statics::TRUE), None), (None, Some(statics::ZERO))] {
        let mut results = Vec::new();
        for by_stencil in [false, true] {
            let (caller, generator) = frames(rig, "started");
            let code = generator.code(&rig.vm.heap);
            STATE.set_handled(&mut rig.vm.heap, outer);
            generator.set_handled(&mut rig.vm.heap, inner);
            let own = own_frame(generator);
            let start = own.instr(&rig.vm.heap);
            if by_stencil {
                let inputs =
                    [generator.value().word(), statics::TRUE.word(), caller.0 as u64, code as u64, 0x4000];
                rig.expect(made, &inputs, is(own.0 as u64), (outer, inner));
                assert_eq!(STATE.frame(&rig.vm.heap), own.0);
            } else {
                generator::prepare(&mut rig.vm, generator, statics::TRUE, caller.0, 0x4000, owner::GENERATOR)
                    .unwrap();
            }
            let heap = &rig.vm.heap;
            let words = Code(code).nlocalsplus(heap) + own.sp(heap);
            let slots: Vec<u64> = (0..words).map(|i| heap.u64(own.0 + Frame::SIZE + 8 * i)).collect();
            let header =
                (own.sp(heap), own.prev(heap), own.depth(heap), own.owner(heap), own.instr(heap) - start);
            let state =
                (generator.top(heap), generator.state(heap), generator.handled(heap), STATE.handled(heap));
            results.push((slots, header, state));
        }
        assert_eq!(results[0], results[1]);
    }
    STATE.set_handled(&mut rig.vm.heap, None);
}

fn call_resume_slot(rig: &mut Rig) {
    let (caller, generator) = frames(rig, "made");
    let code = Code(generator.code(&rig.vm.heap));
    let slot = rig.install_answering();
    code.set_resume_slot(&mut rig.vm.heap, slot);
    let made = rig.make(&[]);
    for word in [0, 1, 8, 16, u64::MAX] {
        rig.vm.heap.set_u64(SCRATCH + 16, word);
        rig.expect(made, &[SCRATCH as u64, code.0 as u64], is(word), word);
    }
    // Slot 0 lets the interpreter run the frame.
    code.set_resume_slot(&mut rig.vm.heap, 0);
    let (top, bits) = (SCRATCH + 0x1000, owner::GENERATOR);
    let frame = generator::prepare(&mut rig.vm, generator, statics::NONE, caller.0, top, bits).unwrap();
    rig.expect(made, &[frame as u64, code.0 as u64], is(Value::int(1).word()), "interpreted");
    assert_eq!(generator.state(&rig.vm.heap), state::SUSPENDED);
}

fn leave_generator(rig: &mut Rig) {
    let made = rig.make(&[]);
    let (caller, _) = frames(rig, "made");
    for value in samples(rig) {
        rig.expect(made, &[value.word(), caller.0 as u64, SCRATCH as u64], is(value.word()), value);
        assert_eq!(STATE.frame(&rig.vm.heap), caller.0);
    }
    let _ = rig.vm.value_error("x");
    rig.expect(made, &[0, caller.0 as u64, SCRATCH as u64], Outcome::Raise, "raised");
    assert_eq!(rig.pending(), "ValueError: x");
    // The interpreter is to go on, and returns, or raises.
    for (sent, expected, pending) in [
        (5, is(Value::int(2).word()), ""),
        (0, Outcome::Raise, "ZeroDivisionError: integer division or modulo by zero"),
    ] {
        let (caller, generator) = frames(rig, "started");
        let (top, bits) = (SCRATCH + 0x1000, owner::GENERATOR);
        let frame =
            generator::prepare(&mut rig.vm, generator, Value::int(sent), caller.0, top, bits).unwrap();
        let inputs = [statics::RESUME_INTERPRETER, caller.0 as u64, frame as u64];
        rig.expect(made, &inputs, expected, sent);
        assert_eq!(rig.pending(), pending);
        assert_eq!(generator.state(&rig.vm.heap), state::FINISHED);
    }
}

fn generator_yielded(rig: &mut Rig) {
    let made = rig.make(&[]);
    let (_, generator) = frames(rig, "made");
    for (now, expected) in [(state::SUSPENDED, 1), (state::FINISHED, 0)] {
        generator.set_state(&mut rig.vm.heap, now);
        rig.expect(made, &[generator.value().word()], is(expected), now);
    }
}

fn send_any(rig: &mut Rig) {
    let made = rig.make(&[]);
    let namespace = rig.python(SOURCE);
    let (sent, items) = (namespace.get(rig, "sent"), namespace.get(rig, "items"));
    let (none, two) = (statics::NONE.word(), Value::int(2).word());
    rig.expect(made, &[items.word(), none], is(Value::int(4).word()), "an iterator");
    rig.expect(made, &[items.word(), none], is(0), "the end of an iterator");
    assert_eq!(STATE.returned(&rig.vm.heap), none);
    rig.expect(made, &[sent.word(), two], is(Value::int(4).word()), "an object with `send`");
    rig.expect(made, &[sent.word(), none], is(0), "an object that ends with a value");
    assert_eq!(STATE.returned(&rig.vm.heap), Value::int(7).word());
    rig.expect(made, &[none, none], Outcome::Raise, "no iterator");
    assert_eq!(rig.pending(), "TypeError: 'NoneType' object is not an iterator");
}

fn take_returned(rig: &mut Rig) {
    let made = rig.make(&[]);
    STATE.set_returned(&mut rig.vm.heap, 77);
    rig.expect(made, &[], is(77), "a word");
}

fn place_frame_at(rig: &mut Rig, of_code: bool) {
    let (frame, generator) = frames(rig, "made");
    let code = generator.code(&rig.vm.heap);
    let function = Function(frame.func(&rig.vm.heap));
    let size = Code(code).framesize(&rig.vm.heap);
    let top = frame.0 + 0x400;
    let (made, inputs) = if of_code {
        (rig.make(&[]), vec![frame.0 as u64, code as u64, top as u64])
    } else {
        (rig.make(&[size as u64]), vec![frame.0 as u64, top as u64])
    };
    let (limit, recursion) = (STATE.stack_limit(&rig.vm.heap), STATE.recursion_limit(&rig.vm.heap));
    let end = top + size;
    for stack_limit in [limit, end + 1, end, end - 1, 0] {
        for depth in [1, recursion - 1, recursion, recursion + 1] {
            STATE.set_stack_limit(&mut rig.vm.heap, stack_limit);
            frame.set_depth(&mut rig.vm.heap, depth);
            let code = Code(code);
            let placed =
                mimeo::interp::bind::new_frame(&mut rig.vm, function, code, frame.0, top, owner::ENTRY);
            rig.pending();
            let expected = placed.map_or(Outcome::Exit, |at| is(at as u64));
            rig.expect(made, &inputs, expected, (stack_limit, depth));
        }
    }
    STATE.set_stack_limit(&mut rig.vm.heap, limit);
}
