;; Frames: slots, calls, safepoints, single steps.

;; The word at o0 behind the frame, and its store.
(func $load_slot (param $frame i32) (result i64) (i64.load offset=$o0 (local.get $frame)))
(func $store_slot (param $frame i32) (param $v i64) (i64.store offset=$o0 (local.get $frame) (local.get $v)))
;; Stores the instruction's offset (low half) and the stack depth (high half) of w0.
(func $store_instr (param $frame i32) (i64.store offset={Frame.instr} (local.get $frame) (global.get $w0)))
;; The word at the absolute offset i0.
(func $load_cell (result i64) (i64.load (global.get $i0)))

;; Takes one from the budget; whether it has run out.
(func $poll (result i32) (local $left i64)
  (local.set $left (i64.sub (i64.load (i32.const {STATE.budget})) (i64.const 1)))
  (i64.store (i32.const {STATE.budget}) (local.get $left))
  (i64.lt_s (local.get $left) (i64.const 0)))
;; The slow path of a safepoint.
(func $safepoint_due (param $frame i32)
  (call $raise_if (i32.eqz (call $safepoint (local.get $frame)))))
;; Lets the interpreter execute the instruction that the complete frame names.
(func $step_one (param $frame i32)
  (call $raise_if (i32.eqz (call $step (local.get $frame)))))
;; Counts an exit at site i0.
(func $count_exit (drop (call $exit_taken (global.get $i0))))
;; Adds the frame to the exception's traceback.
(func $trace_back (param $frame i32) (drop (call $add_traceback (local.get $frame))))

;; Where the callee's frame goes: i0 bytes (this frame's size) on. Exits if it and i1 bytes (its size) do not fit, or
;; the recursion limit is reached: the interpreter raises.
(func $place_frame (param $frame i32) (result i32)
  (call $exit_if (i32.gt_u (i32.add (local.get $frame) (global.get $i1))
                           (i32.load (i32.const {STATE.stack_limit}))))
  (call $exit_if (i32.ge_u (i32.load offset={Frame.depth} (local.get $frame))
                           (i32.load (i32.const {STATE.recursion_limit}))))
  (i32.add (local.get $frame) (global.get $i0)))
;; Fills the callee's header: code i0, first instruction w1 (stack depth 0), function and namespace w2, owner i3;
;; stores the caller's instruction w4. The callee's frame becomes the running one.
(func $enter_frame (param $frame i32) (param $callee i32)
  (i64.store offset={Frame.instr} (local.get $frame) (global.get $w4))
  (i32.store offset={Frame.code} (local.get $callee) (global.get $i0))
  (i32.store offset={Frame.prev} (local.get $callee) (local.get $frame))
  (i64.store offset={Frame.instr} (local.get $callee) (global.get $w1))
  (i64.store offset={Frame.func} (local.get $callee) (global.get $w2))
  (i32.store offset={Frame.depth} (local.get $callee)
    (i32.add (i32.load offset={Frame.depth} (local.get $frame)) (i32.const 1)))
  (i32.store offset={Frame.owner} (local.get $callee) (global.get $i3))
  (i32.store (i32.const {STATE.frame}) (local.get $callee)))
;; Zeroes i1 bytes at i0 behind the callee's frame.
(func $clear_slots (param $callee i32)
  (memory.fill (i32.add (local.get $callee) (global.get $i0)) (i32.const 0) (global.get $i1)))
;; Calls the function of this module.
(func $call_direct (param $callee i32) (result i64) (call $callee (local.get $callee)))
;; Calls through the slot of the code object i0.
(func $call_slot (param $callee i32) (result i64)
  (call_indirect (type $entry) (local.get $callee) (i32.load offset={Code.slot} (global.get $i0))))
;; What the callee gave: completes it in the interpreter if it asks for that. The caller's frame runs again.
(func $leave_frame (param $r i64) (param $frame i32) (param $callee i32) (result i64) (local $v i64)
  (local.set $v (local.get $r))
  (if (i64.le_u (local.get $r) (i64.const {static.RAISE}))
    (then
      (if (i64.eq (local.get $r) (i64.const {static.RESUME}))
        (then (local.set $v (call $finish (local.get $callee)))))
      (if (i64.eq (local.get $r) (i64.const {static.RAISE}))
        (then (local.set $v (call $unwind (local.get $callee)))))))
  (i32.store (i32.const {STATE.frame}) (local.get $frame))
  (call $raise_if (i64.eqz (local.get $v)))
  (local.get $v))
;; Exits unless the running function's globals are the dict i0.
(func $guard_globals (param $frame i32)
  (call $exit_if (i32.ne (i32.load offset={Function.globals} (i32.load offset={Frame.func} (local.get $frame)))
                         (global.get $i0))))
