;; Between words and unboxed values; constants; guards on words.

(func $const_word (result i64) (global.get $w0))
(func $const_float (result f64) (global.get $d0))
(func $const_bool (result i32) (global.get $i0))

(func $box_int (param $a i64) (result i64)
  (i64.or (i64.shl (local.get $a) (i64.const 1)) (i64.const 1)))
(func $unbox_int (param $v i64) (result i64) (i64.shr_s (local.get $v) (i64.const 1)))
(func $box_bool (param $a i32) (result i64)
  (select (i64.const {static.TRUE}) (i64.const {static.FALSE}) (local.get $a)))
;; The word of a float: tagged where the exponent allows, the static zeros, or a new object.
(func $box_float_word (param $a f64) (result i64) (local $r i64)
  (local.set $r (i64.rotl
    (i64.add (i64.reinterpret_f64 (local.get $a)) (i64.const 0x1000000000000000)) (i64.const 3)))
  (if (result i64) (call $likely (i32.eq (i32.and (i32.wrap_i64 (local.get $r)) (i32.const 3)) (i32.const 2)))
    (then (local.get $r))
    (else (if (result i64) (f64.eq (local.get $a) (f64.const 0))
      (then (select (i64.const {static.ZERO}) (i64.const {static.NEG_ZERO})
                    (i64.eqz (i64.reinterpret_f64 (local.get $a)))))
      (else (call $float_object (local.get $a)))))))
;; The number of a float; exits if the word is none.
(func $unbox_float (param $v i64) (result f64)
  (if (result f64) (call $likely (i32.eq (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)) (i32.const 2)))
    (then (f64.reinterpret_i64 (i64.sub (i64.rotr (local.get $v) (i64.const 3)) (i64.const 0x1000000000000000))))
    (else
      (call $exit_if (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)))
      (call $exit_if (i32.ne (i32.load (i32.wrap_i64 (local.get $v))) (i32.const {class.FLOAT})))
      (f64.load offset={Float.number} (i32.wrap_i64 (local.get $v))))))
;; The number of a float or of a 63-bit integer; exits if the word is neither.
(func $unbox_number (param $v i64) (result f64)
  (if (result f64) (call $likely (i32.eq (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)) (i32.const 2)))
    (then (f64.reinterpret_i64 (i64.sub (i64.rotr (local.get $v) (i64.const 3)) (i64.const 0x1000000000000000))))
    (else (if (result f64) (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 1))
      (then (f64.convert_i64_s (i64.shr_s (local.get $v) (i64.const 1))))
      (else
        (call $exit_if (i32.ne (i32.load (i32.wrap_i64 (local.get $v))) (i32.const {class.FLOAT})))
        (f64.load offset={Float.number} (i32.wrap_i64 (local.get $v))))))))
;; 1 if the word is True, 0 if False; exits otherwise.
(func $unbox_bool (param $v i64) (result i32)
  (call $exit_if (i32.eqz (i32.or (i64.eq (local.get $v) (i64.const {static.TRUE}))
                                  (i64.eq (local.get $v) (i64.const {static.FALSE})))))
  (i64.eq (local.get $v) (i64.const {static.TRUE})))

;; Exits unless the word is a 63-bit integer.
(func $guard_int (param $v i64)
  (call $exit_if (i32.eqz (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 1)))))
;; Exits unless the word is w0.
(func $guard_word (param $v i64) (call $exit_if (i64.ne (local.get $v) (global.get $w0))))
;; Exits if there is no value.
(func $guard_value (param $v i64) (call $exit_if (i64.eqz (local.get $v))))
;; Exits unless the word is a heap object of the class i0.
(func $guard_class (param $v i64)
  (call $exit_if (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)))
  (call $exit_if (i32.ne (i32.load (i32.wrap_i64 (local.get $v))) (global.get $i0))))
;; Exits unless the word is a heap object whose first 8 bytes (class, and shape or the like) are w0.
(func $guard_head (param $v i64)
  (call $exit_if (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)))
  (call $exit_if (i64.ne (i64.load (i32.wrap_i64 (local.get $v))) (global.get $w0))))
;; Exits unless the word is a tagged number, an object of a native class, or one of the class i0.
(func $guard_native_or (param $v i64) (local $class i32)
  (if (call $unlikely (i32.eqz (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3))))
    (then
      (local.set $class (i32.load (i32.wrap_i64 (local.get $v))))
      (call $exit_if (i32.and
        (i32.ge_u (local.get $class) (i32.const {static.HEAP}))
        (i32.ne (local.get $class) (global.get $i0)))))))
;; Exits unless the 32-bit word at the absolute offset i0 is i1.
(func $guard_cell (call $exit_if (i32.ne (i32.load (global.get $i0)) (global.get $i1))))
;; Exits always.
(func $exit_always (call $exit_if (i32.const 1)))

(func $word_eq (param $a i64) (param $b i64) (result i32) (i64.eq (local.get $a) (local.get $b)))
(func $word_ne (param $a i64) (param $b i64) (result i32) (i64.ne (local.get $a) (local.get $b)))
;; Whether the word is w0, or is not.
(func $word_is (param $a i64) (result i32) (i64.eq (local.get $a) (global.get $w0)))
(func $word_is_not (param $a i64) (result i32) (i64.ne (local.get $a) (global.get $w0)))
