;; Generators. A generator's frame lies 64 bytes behind its start (`objects::generator`).

;; Where the frame stands.
(func $load_instr (param $frame i32) (result i32) (i32.load offset={Frame.instr} (local.get $frame)))
;; Where frames go that this generator's frame calls; that a frame of i0 bytes on the frame stack calls.
(func $generator_top (param $frame i32) (result i32)
  (i32.load offset={Generator.top} (i32.sub (local.get $frame) (i32.const {Generator.size}))))
(func $frame_top (param $frame i32) (result i32) (i32.add (local.get $frame) (global.get $i0)))
;; The running generator stops at a `yield`: its frame is complete. The caller's handled exception comes back.
(func $suspend_generator (param $frame i32) (local $g i32) (local $outer i64) (local $own i64)
  (local.set $g (i32.sub (local.get $frame) (i32.const {Generator.size})))
  (local.set $outer (i64.load offset={Generator.handled} (local.get $g)))
  (local.set $own (i64.load (i32.const {STATE.handled})))
  (i64.store offset={Generator.handled} (local.get $g)
    (select (i64.const 0) (local.get $own) (i64.eq (local.get $own) (local.get $outer))))
  (i64.store (i32.const {STATE.handled}) (local.get $outer))
  (i32.store offset={Generator.state} (local.get $g) (i32.const 0)))
;; The running generator has returned or raised.
(func $finish_generator (param $frame i32) (local $g i32)
  (local.set $g (i32.sub (local.get $frame) (i32.const {Generator.size})))
  (i64.store (i32.const {STATE.handled}) (i64.load offset={Generator.handled} (local.get $g)))
  (i64.store offset={Generator.handled} (local.get $g) (i64.const 0))
  (i32.store offset={Generator.state} (local.get $g) (i32.const 3)))
;; Exits unless the word is a suspended generator that this frame may resume. Its code.
(func $guard_generator (param $v i64) (param $frame i32) (result i32)
  (call $exit_if (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)))
  (call $exit_if (i64.ne (i64.load (i32.wrap_i64 (local.get $v))) (i64.const {class.GENERATOR})))
  (call $exit_if (i32.ge_u (i32.load offset={Frame.depth} (local.get $frame))
                           (i32.load (i32.const {STATE.recursion_limit}))))
  (i32.load offset={Generator.code} (i32.wrap_i64 (local.get $v))))
;; Whether the word is such a generator, and the code of one.
(func $generator_ready (param $v i64) (param $frame i32) (result i32)
  (if (result i32) (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3))
    (then (i32.const 0))
    (else (i32.and
      (i64.eq (i64.load (i32.wrap_i64 (local.get $v))) (i64.const {class.GENERATOR}))
      (i32.lt_u (i32.load offset={Frame.depth} (local.get $frame)) (i32.load (i32.const {STATE.recursion_limit})))))))
(func $generator_code (param $v i64) (result i32) (i32.load offset={Generator.code} (i32.wrap_i64 (local.get $v))))
;; Makes the generator's frame the running one, called from this frame, with the value sent on its stack.
(func $resume_generator (param $v i64) (param $sent i64) (param $frame i32) (param $code i32) (param $top i32)
  (result i32) (local $callee i32) (local $sp i32) (local $own i64)
  (local.set $callee (i32.add (i32.wrap_i64 (local.get $v)) (i32.const {Generator.size})))
  (local.set $sp (i32.load offset={Frame.sp} (local.get $callee)))
  (i64.store offset={Frame.size}
    (i32.add (local.get $callee)
      (i32.shl (i32.add (local.get $sp) (i32.load offset={Code.nlocalsplus} (local.get $code))) (i32.const 3)))
    (local.get $sent))
  (i32.store offset={Frame.sp} (local.get $callee) (i32.add (local.get $sp) (i32.const 1)))
  (i32.store offset={Frame.prev} (local.get $callee) (local.get $frame))
  (i32.store offset={Frame.depth} (local.get $callee)
    (i32.add (i32.load offset={Frame.depth} (local.get $frame)) (i32.const 1)))
  (i32.store offset={Frame.owner} (local.get $callee) (i32.const 2))
  (i32.store offset={Generator.top} (i32.wrap_i64 (local.get $v)) (local.get $top))
  (i32.store offset={Generator.state} (i32.wrap_i64 (local.get $v)) (i32.const 1))
  (local.set $own (i64.load offset={Generator.handled} (i32.wrap_i64 (local.get $v))))
  (i64.store offset={Generator.handled} (i32.wrap_i64 (local.get $v)) (i64.load (i32.const {STATE.handled})))
  (if (i64.ne (local.get $own) (i64.const 0))
    (then (i64.store (i32.const {STATE.handled}) (local.get $own))))
  (i32.store (i32.const {STATE.frame}) (local.get $callee))
  (local.get $callee))
;; Calls through the slot that resumes frames of the code.
(func $call_resume_slot (param $callee i32) (param $code i32) (result i64)
  (call_indirect (type $entry) (local.get $callee) (i32.load offset={Code.resume_slot} (local.get $code))))
;; What the generator's frame gave: completes it in the interpreter if it asks for that. The caller's frame runs again.
(func $leave_generator (param $r i64) (param $frame i32) (param $callee i32) (result i64) (local $v i64)
  (local.set $v (local.get $r))
  ;; 0, 8 and 16 are no values. Small integers are no larger, but odd.
  (if (call $unlikely (i64.eqz (i64.and (local.get $r) (i64.const -25))))
    (then (local.set $v (call $complete (local.get $callee) (local.get $r)))))
  (i32.store (i32.const {STATE.frame}) (local.get $frame))
  (call $raise_if (i64.eqz (local.get $v)))
  (local.get $v))
;; Whether the generator stopped at a `yield`, rather than return.
(func $generator_yielded (param $v i64) (result i32)
  (i32.eqz (i32.load offset={Generator.state} (i32.wrap_i64 (local.get $v)))))
;; Sends a value to any iterator or object with `send`: what it yields, or 0 if it returned.
(func $send_any (param $receiver i64) (param $value i64) (result i64) (local $r i64)
  (local.set $r (call $send (local.get $receiver) (local.get $value)))
  (call $raise_if (i64.eq (local.get $r) (i64.const {static.RAISE})))
  (local.get $r))
;; What it returned.
(func $take_returned (result i64) (i64.load (i32.const {STATE.returned})))
;; `place_frame` and `place_frame_of` for the callees of a generator's frame: they go to `top`.
(func $place_frame_at (param $frame i32) (param $top i32) (result i32)
  (call $exit_if (i32.gt_u (i32.add (local.get $top) (global.get $i0))
                           (i32.load (i32.const {STATE.stack_limit}))))
  (call $exit_if (i32.ge_u (i32.load offset={Frame.depth} (local.get $frame))
                           (i32.load (i32.const {STATE.recursion_limit}))))
  (local.get $top))
(func $place_frame_of_at (param $frame i32) (param $code i32) (param $top i32) (result i32)
  (call $exit_if (i32.gt_u
    (i32.add (local.get $top) (i32.load offset={Code.framesize} (local.get $code)))
    (i32.load (i32.const {STATE.stack_limit}))))
  (call $exit_if (i32.ge_u (i32.load offset={Frame.depth} (local.get $frame))
                           (i32.load (i32.const {STATE.recursion_limit}))))
  (local.get $top))
;; Raises StopIteration with what a generator returned.
(func $raise_stop (param $v i64) (call $raise_if (i32.eqz (call $stop_iteration (local.get $v)))))
;; Draws from a suspended generator again and again for a native, as long as what it yields can be dealt with here; gives the
;; first value that cannot, 0 if it raised, 16 when it has returned. The shared state says what is to be done
;; (`jit::drain`), and has the sums.
(func $drain (param $g i32) (result i64)
  (local $frame i32) (local $callee i32) (local $code i32) (local $sp i32) (local $mode i32) (local $n i32) (local $list i32)
  (local $own i64) (local $v i64) (local $sum i64) (local $total i64)
  (local $float f64) (local $low f64) (local $x f64) (local $next f64)
  (local.set $frame (i32.load (i32.const {STATE.frame})))
  (local.set $callee (i32.add (local.get $g) (i32.const {Generator.size})))
  (local.set $code (i32.load offset={Generator.code} (local.get $g)))
  (local.set $mode (i32.load (i32.const {STATE.drain_mode})))
  (local.set $sum (i64.load (i32.const {STATE.drain_sum})))
  (local.set $float (f64.reinterpret_i64 (local.get $sum)))
  (local.set $low (f64.load (i32.const {STATE.drain_low})))
  (local.set $list (i32.wrap_i64 (local.get $sum)))
  (block $done
    (loop $again
      (local.set $sp (i32.load offset={Frame.sp} (local.get $callee)))
      (i64.store offset={Frame.size}
        (i32.add (local.get $callee)
          (i32.shl (i32.add (local.get $sp) (i32.load offset={Code.nlocalsplus} (local.get $code))) (i32.const 3)))
        (i64.const {static.NONE}))
      (i32.store offset={Frame.sp} (local.get $callee) (i32.add (local.get $sp) (i32.const 1)))
      (i32.store offset={Frame.prev} (local.get $callee) (local.get $frame))
      (i32.store offset={Frame.depth} (local.get $callee)
        (i32.add (i32.load offset={Frame.depth} (local.get $frame)) (i32.const 1)))
      (i32.store offset={Frame.owner} (local.get $callee) (i32.const 2))
      (i32.store offset={Generator.state} (local.get $g) (i32.const 1))
      (local.set $own (i64.load offset={Generator.handled} (local.get $g)))
      (i64.store offset={Generator.handled} (local.get $g) (i64.load (i32.const {STATE.handled})))
      (if (i64.ne (local.get $own) (i64.const 0))
        (then (i64.store (i32.const {STATE.handled}) (local.get $own))))
      (i32.store (i32.const {STATE.frame}) (local.get $callee))
      (local.set $v (call_indirect (type $entry) (local.get $callee) (i32.load offset={Code.resume_slot} (local.get $code))))
      ;; 0, 8 and 16: no value.
      (if (call $unlikely (i64.eqz (i64.and (local.get $v) (i64.const -25))))
        (then (local.set $v (call $complete (local.get $callee) (local.get $v)))))
      (i32.store (i32.const {STATE.frame}) (local.get $frame))
      (br_if $done (i64.eqz (local.get $v)))
      (if (call $unlikely (i32.load offset={Generator.state} (local.get $g)))
        (then
          (local.set $v (i64.const {static.RAISE}))
          (br $done)))
      ;; 0 and 1: as long as it is False, or True.
      (if (i32.lt_u (local.get $mode) (i32.const 2))
        (then
          (br_if $again (i64.eq (local.get $v)
            (select (i64.const {static.TRUE}) (i64.const {static.FALSE}) (local.get $mode))))
          (br $done)))
      ;; 2: small integers are added up.
      (if (i32.eq (local.get $mode) (i32.const 2))
        (then
          (br_if $done (i64.eqz (i64.and (local.get $v) (i64.const 1))))
          (local.set $total (i64.add (local.get $sum) (i64.shr_s (local.get $v) (i64.const 1))))
          ;; Overflow: the sum's sign is that of neither.
          (br_if $done (i64.lt_s (i64.and (i64.xor (local.get $total) (local.get $sum))
                                          (i64.xor (local.get $total) (local.get $v))) (i64.const 0)))
          (local.set $sum (local.get $total))
          (br $again)))
      ;; 3: floats are added up, what the sum loses apart.
      (if (i32.eq (local.get $mode) (i32.const 3))
        (then
          (br_if $done (i64.ne (i64.and (local.get $v) (i64.const 3)) (i64.const 2)))
          (local.set $x
            (f64.reinterpret_i64 (i64.sub (i64.rotr (local.get $v) (i64.const 3)) (i64.const 0x1000000000000000))))
          (local.set $next (f64.add (local.get $float) (local.get $x)))
          (local.set $low (f64.add (local.get $low)
            (if (result f64) (f64.ge (f64.abs (local.get $float)) (f64.abs (local.get $x)))
              (then (f64.add (f64.sub (local.get $float) (local.get $next)) (local.get $x)))
              (else (f64.add (f64.sub (local.get $x) (local.get $next)) (local.get $float))))))
          (local.set $float (local.get $next))
          (local.set $sum (i64.reinterpret_f64 (local.get $next)))
          (br $again)))
      ;; 4: appended to a list that has room.
      (local.set $n (i32.load offset={List.len} (local.get $list)))
      (br_if $done (i32.ge_u (local.get $n) (i32.load offset={List.cap} (local.get $list))))
      (i64.store (i32.add (i32.load offset={List.items} (local.get $list)) (i32.shl (local.get $n) (i32.const 3)))
        (local.get $v))
      (i32.store offset={List.len} (local.get $list) (i32.add (local.get $n) (i32.const 1)))
      (br $again)))
  (i64.store (i32.const {STATE.drain_sum}) (local.get $sum))
  (f64.store (i32.const {STATE.drain_low}) (local.get $low))
  (local.get $v))
