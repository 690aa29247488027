;; Integers of 63 bits, unboxed: an i64 within [-2^62, 2^62).

;; a + b; exits beyond 63 bits.
(func $int_add (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (i64.add (local.get $a) (local.get $b)))
  (call $exit_if (i64.lt_s (i64.xor (local.get $r) (i64.shl (local.get $r) (i64.const 1))) (i64.const 0)))
  (local.get $r))
;; a - b; exits beyond 63 bits.
(func $int_sub (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (i64.sub (local.get $a) (local.get $b)))
  (call $exit_if (i64.lt_s (i64.xor (local.get $r) (i64.shl (local.get $r) (i64.const 1))) (i64.const 0)))
  (local.get $r))
;; a + b where the operands' ranges show that the sum fits.
(func $int_add_fits (param $a i64) (param $b i64) (result i64)
  (i64.add (local.get $a) (local.get $b)))
;; a - b where it fits.
(func $int_sub_fits (param $a i64) (param $b i64) (result i64)
  (i64.sub (local.get $a) (local.get $b)))
;; a * b where it fits.
(func $int_mul_fits (param $a i64) (param $b i64) (result i64)
  (i64.mul (local.get $a) (local.get $b)))
;; a * b; exits where the product may need more than 63 bits. The product in floating point is off by less than
;; 2^-50 of it, so a bound just below 2^62 is safe.
(func $int_mul (param $a i64) (param $b i64) (result i64)
  (call $exit_if (i32.eqz (f64.lt
    (f64.abs (f64.mul (f64.convert_i64_s (local.get $a)) (f64.convert_i64_s (local.get $b))))
    (f64.const 4611686018427380000))))
  (i64.mul (local.get $a) (local.get $b)))
;; a * w0 for a constant; exits unless |a| <= w1, the greatest factor that fits.
(func $int_mul_const (param $a i64) (result i64)
  (call $exit_if (i64.gt_u (i64.add (local.get $a) (global.get $w1)) (global.get $w2)))
  (i64.mul (local.get $a) (global.get $w0)))
;; a // b; exits if b is 0 or the quotient is beyond 63 bits.
(func $int_floordiv (param $a i64) (param $b i64) (result i64) (local $q i64)
  (call $exit_if (i64.eqz (local.get $b)))
  (local.set $q (i64.div_s (local.get $a) (local.get $b)))
  (call $exit_if (i64.eq (local.get $q) (i64.const 4611686018427387904)))
  (i64.sub (local.get $q) (i64.extend_i32_u (i32.and
    (i64.ne (i64.mul (local.get $q) (local.get $b)) (local.get $a))
    (i64.lt_s (i64.xor (local.get $a) (local.get $b)) (i64.const 0))))))
;; a // w0 for a positive constant.
(func $int_floordiv_const (param $a i64) (result i64) (local $q i64)
  (local.set $q (i64.div_s (local.get $a) (global.get $w0)))
  (i64.sub (local.get $q) (i64.extend_i32_u
    (i64.gt_s (i64.mul (local.get $q) (global.get $w0)) (local.get $a)))))
;; a % b; exits if b is 0.
(func $int_mod (param $a i64) (param $b i64) (result i64) (local $r i64)
  (call $exit_if (i64.eqz (local.get $b)))
  (local.set $r (i64.rem_s (local.get $a) (local.get $b)))
  (if (result i64) (i32.and (i64.ne (local.get $r) (i64.const 0))
                            (i64.lt_s (i64.xor (local.get $r) (local.get $b)) (i64.const 0)))
    (then (i64.add (local.get $r) (local.get $b)))
    (else (local.get $r))))
;; a % w0 for a positive constant.
(func $int_mod_const (param $a i64) (result i64) (local $r i64)
  (local.set $r (i64.rem_s (local.get $a) (global.get $w0)))
  (i64.add (local.get $r) (i64.and (i64.shr_s (local.get $r) (i64.const 63)) (global.get $w0))))
;; a // w0 and a % w0 where a is known not to be negative.
(func $int_floordiv_nonneg (param $a i64) (result i64)
  (i64.div_u (local.get $a) (global.get $w0)))
(func $int_mod_nonneg (param $a i64) (result i64)
  (i64.rem_u (local.get $a) (global.get $w0)))
;; a / b as a float; exits if b is 0 or an operand is beyond 2^53 (the quotient would be rounded twice).
(func $int_truediv (param $a i64) (param $b i64) (result f64)
  (call $exit_if (i64.eqz (local.get $b)))
  (call $exit_if (i64.gt_u (i64.add (local.get $a) (i64.const 9007199254740992)) (i64.const 18014398509481984)))
  (call $exit_if (i64.gt_u (i64.add (local.get $b) (i64.const 9007199254740992)) (i64.const 18014398509481984)))
  (f64.div (f64.convert_i64_s (local.get $a)) (f64.convert_i64_s (local.get $b))))
(func $int_and (param $a i64) (param $b i64) (result i64) (i64.and (local.get $a) (local.get $b)))
(func $int_or (param $a i64) (param $b i64) (result i64) (i64.or (local.get $a) (local.get $b)))
(func $int_xor (param $a i64) (param $b i64) (result i64) (i64.xor (local.get $a) (local.get $b)))
;; a << b; exits if b is negative or above 61, or the result is beyond 63 bits.
(func $int_lshift (param $a i64) (param $b i64) (result i64) (local $r i64)
  (call $exit_if (i64.gt_u (local.get $b) (i64.const 61)))
  (local.set $r (i64.shl (local.get $a) (local.get $b)))
  (call $exit_if (i64.ne (i64.shr_s (i64.shl (local.get $r) (i64.const 1))
                                    (i64.add (local.get $b) (i64.const 1))) (local.get $a)))
  (local.get $r))
;; a >> b; exits if b is negative.
(func $int_rshift (param $a i64) (param $b i64) (result i64)
  (call $exit_if (i64.lt_s (local.get $b) (i64.const 0)))
  (i64.shr_s (local.get $a) (select (local.get $b) (i64.const 63) (i64.lt_s (local.get $b) (i64.const 63)))))
;; a >> w0 for a constant in 0..=63.
(func $int_rshift_const (param $a i64) (result i64)
  (i64.shr_s (local.get $a) (global.get $w0)))
;; -a; exits beyond 63 bits.
(func $int_neg (param $a i64) (result i64)
  (call $exit_if (i64.eq (local.get $a) (i64.const -4611686018427387904)))
  (i64.sub (i64.const 0) (local.get $a)))
(func $int_invert (param $a i64) (result i64) (i64.xor (local.get $a) (i64.const -1)))
;; Exits unless 0 <= a.
(func $int_abs (param $a i64) (result i64)
  (call $exit_if (i64.eq (local.get $a) (i64.const -4611686018427387904)))
  (select (local.get $a) (i64.sub (i64.const 0) (local.get $a)) (i64.ge_s (local.get $a) (i64.const 0))))

(func $int_lt (param $a i64) (param $b i64) (result i32) (i64.lt_s (local.get $a) (local.get $b)))
(func $int_le (param $a i64) (param $b i64) (result i32) (i64.le_s (local.get $a) (local.get $b)))
(func $int_eq (param $a i64) (param $b i64) (result i32) (i64.eq (local.get $a) (local.get $b)))
(func $int_ne (param $a i64) (param $b i64) (result i32) (i64.ne (local.get $a) (local.get $b)))
(func $int_gt (param $a i64) (param $b i64) (result i32) (i64.gt_s (local.get $a) (local.get $b)))
(func $int_ge (param $a i64) (param $b i64) (result i32) (i64.ge_s (local.get $a) (local.get $b)))
;; bool(a)
(func $int_truth (param $a i64) (result i32) (i64.ne (local.get $a) (i64.const 0)))
;; int(flag)
(func $int_of_bool (param $a i32) (result i64) (i64.extend_i32_u (local.get $a)))
(func $bool_not (param $a i32) (result i32) (i32.eqz (local.get $a)))
