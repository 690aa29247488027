;; Floats, unboxed.

(func $float_add (param $a f64) (param $b f64) (result f64) (f64.add (local.get $a) (local.get $b)))
(func $float_sub (param $a f64) (param $b f64) (result f64) (f64.sub (local.get $a) (local.get $b)))
(func $float_mul (param $a f64) (param $b f64) (result f64) (f64.mul (local.get $a) (local.get $b)))
;; a / b; exits if b is 0.
(func $float_div (param $a f64) (param $b f64) (result f64)
  (call $exit_if (f64.eq (local.get $b) (f64.const 0)))
  (f64.div (local.get $a) (local.get $b)))
;; a % b; exits if b is 0.
(func $float_mod (param $a f64) (param $b f64) (result f64)
  (call $exit_if (f64.eq (local.get $b) (f64.const 0)))
  (call $float_remainder (local.get $a) (local.get $b)))
;; a // b; exits if b is 0.
(func $float_floordiv (param $a f64) (param $b f64) (result f64)
  (call $exit_if (f64.eq (local.get $b) (f64.const 0)))
  (call $float_floor_divide (local.get $a) (local.get $b)))
;; a ** b; exits where the result is no finite float.
(func $float_pow (param $a f64) (param $b f64) (result f64) (local $r f64)
  (local.set $r (call $float_power (local.get $a) (local.get $b)))
  (call $exit_if (f64.ne (local.get $r) (local.get $r)))
  (local.get $r))
(func $float_neg (param $a f64) (result f64) (f64.neg (local.get $a)))
(func $float_abs (param $a f64) (result f64) (f64.abs (local.get $a)))
(func $float_of_int (param $a i64) (result f64) (f64.convert_i64_s (local.get $a)))
;; An integer that takes part in a comparison with a float; exits where the conversion would round.
(func $float_of_int_exact (param $a i64) (result f64)
  (call $exit_if (i64.gt_u (i64.add (local.get $a) (i64.const 9007199254740992)) (i64.const 18014398509481984)))
  (f64.convert_i64_s (local.get $a)))

(func $float_lt (param $a f64) (param $b f64) (result i32) (f64.lt (local.get $a) (local.get $b)))
(func $float_le (param $a f64) (param $b f64) (result i32) (f64.le (local.get $a) (local.get $b)))
(func $float_eq (param $a f64) (param $b f64) (result i32) (f64.eq (local.get $a) (local.get $b)))
(func $float_ne (param $a f64) (param $b f64) (result i32) (f64.ne (local.get $a) (local.get $b)))
(func $float_gt (param $a f64) (param $b f64) (result i32) (f64.gt (local.get $a) (local.get $b)))
(func $float_ge (param $a f64) (param $b f64) (result i32) (f64.ge (local.get $a) (local.get $b)))
(func $float_truth (param $a f64) (result i32) (f64.ne (local.get $a) (f64.const 0)))
;; math.sqrt(a); exits where it raises.
(func $float_root (param $a f64) (result f64)
  (call $exit_if (i32.eqz (f64.ge (local.get $a) (f64.const 0))))
  (f64.sqrt (local.get $a)))
