;; Strings whose class has been guarded, lengths, and what is found in dicts.

;; text[i]; exits if the index is out of range. Characters of one byte have their strings at fixed places.
(func $str_get (param $s i64) (param $i i64) (result i64)
  (local $n i64) (local $k i64) (local $data i32) (local $state i32) (local $r i64)
  (local.set $n (i64.load32_u offset={Str.len} (i32.wrap_i64 (local.get $s))))
  (local.set $k (i64.add (local.get $i) (i64.and (local.get $n) (i64.shr_s (local.get $i) (i64.const 63)))))
  (call $exit_if (i64.ge_u (local.get $k) (local.get $n)))
  (local.set $state (i32.load offset={Str.state} (i32.wrap_i64 (local.get $s))))
  (if (call $likely (i32.eqz (i32.and (local.get $state) (i32.const 3))))
    (then
      (local.set $data (i32.add (i32.wrap_i64 (local.get $s)) (i32.const {Str.size})))
      ;; The characters of a shared string lie in a buffer, behind its header of 8 bytes.
      (if (i32.and (local.get $state) (i32.const 16))
        (then (local.set $data (i32.add (i32.load (local.get $data)) (i32.const 8)))))
      (local.set $r (i64.add (i64.const {static.CHARS})
        (i64.shl (i64.load8_u (i32.add (local.get $data) (i32.wrap_i64 (local.get $k)))) (i64.const 5)))))
    (else
      (local.set $r (call $str_char (local.get $s) (i32.wrap_i64 (local.get $k))))
      (call $exit_if (i64.eqz (local.get $r)))))
  (local.get $r))
;; Whether a string contains another. Short ones of one byte a character are searched here for one character.
(func $str_has (param $s i64) (param $part i64) (result i32)
  (local $at i32) (local $end i32) (local $c i32) (local $r i32) (local $n i32)
  (local.set $n (i32.load offset={Str.len} (i32.wrap_i64 (local.get $s))))
  (local.set $r (i32.const 0))
  (block $done
    (if (call $unlikely (i32.or
          (i32.or (i32.ne (i32.load offset={Str.len} (i32.wrap_i64 (local.get $part))) (i32.const 1))
                  (i32.gt_u (local.get $n) (i32.const 64)))
          (i32.and (i32.or (i32.load offset={Str.state} (i32.wrap_i64 (local.get $s)))
                           (i32.load offset={Str.state} (i32.wrap_i64 (local.get $part))))
                   (i32.const 19))))
      (then
        (local.set $r (call $str_contains (local.get $s) (local.get $part)))
        (br $done)))
    (local.set $c (i32.load8_u offset={Str.size} (i32.wrap_i64 (local.get $part))))
    (local.set $at (i32.add (i32.wrap_i64 (local.get $s)) (i32.const {Str.size})))
    (local.set $end (i32.add (local.get $at) (local.get $n)))
    (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (if (i32.ne (i32.load8_u (local.get $at)) (local.get $c))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (local.set $r (i32.const 1)))
  (local.get $r))
;; ord(text); exits unless it has one character. And chr(n); exits unless the character has one byte.
(func $str_ord (param $s i64) (result i64) (local $shift i32) (local $r i64)
  (call $exit_if (i32.ne (i32.load offset={Str.len} (i32.wrap_i64 (local.get $s))) (i32.const 1)))
  (local.set $shift (i32.and (i32.load offset={Str.state} (i32.wrap_i64 (local.get $s))) (i32.const 3)))
  (local.set $r (i64.load8_u offset={Str.size} (i32.wrap_i64 (local.get $s))))
  (if (i32.eq (local.get $shift) (i32.const 1))
    (then (local.set $r (i64.load16_u offset={Str.size} (i32.wrap_i64 (local.get $s))))))
  (if (i32.ge_u (local.get $shift) (i32.const 2))
    (then (local.set $r (i64.load32_u offset={Str.size} (i32.wrap_i64 (local.get $s))))))
  (local.get $r))
(func $int_chr (param $n i64) (result i64)
  (call $exit_if (i64.ge_u (local.get $n) (i64.const 256)))
  (i64.add (i64.const {static.CHARS}) (i64.shl (local.get $n) (i64.const 5))))
;; len(value) of anything: of what has it in the same place, here.
(func $any_len (param $v i64) (result i64) (local $class i32) (local $r i64)
  (block $done
    (if (call $likely (i32.eqz (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3))))
      (then
        (local.set $class (i32.load (i32.wrap_i64 (local.get $v))))
        (local.set $r (i64.load32_u offset={List.len} (i32.wrap_i64 (local.get $v))))
        (br_if $done (i32.eq (local.get $class) (i32.const {class.LIST})))
        (br_if $done (i32.eq (local.get $class) (i32.const {class.STR})))
        (br_if $done (i32.eq (local.get $class) (i32.const {class.DICT})))
        (br_if $done (i32.eq (local.get $class) (i32.const {class.SET})))
        (local.set $r (i64.load32_u offset={Tuple.len} (i32.wrap_i64 (local.get $v))))
        (br_if $done (i32.eq (local.get $class) (i32.const {class.TUPLE})))))
    (local.set $r (call $length (local.get $v)))
    (call $raise_if (i64.lt_s (local.get $r) (i64.const 0))))
  (local.get $r))
;; The entry of a dict (whose class has been guarded) that holds this very key, a string with a hash or a small integer; 0 if
;; there is none on the way to where it would be.
(func $dict_entry (param $dict i64) (param $key i64) (result i32)
  (local $hash i64) (local $index i32) (local $mask i32) (local $i i32) (local $number i32) (local $entry i32) (local $found i32)
  (local.set $found (i32.const 0))
  (block $done
    (if (i32.and (i32.wrap_i64 (local.get $key)) (i32.const 1))
      (then
        (local.set $hash (i64.shr_s (local.get $key) (i64.const 1)))
        ;; Where the hash is the number itself.
        (br_if $done (i64.lt_s (local.get $hash) (i64.const 0)))
        (br_if $done (i64.ge_s (local.get $hash) (i64.const 0x1FFF_FFFF_FFFF_FFFF))))
      (else
        (br_if $done (i32.and (i32.wrap_i64 (local.get $key)) (i32.const 3)))
        (br_if $done (i32.ne (i32.load (i32.wrap_i64 (local.get $key))) (i32.const {class.STR})))
        (local.set $hash (i64.load offset={Str.hash} (i32.wrap_i64 (local.get $key))))
        (br_if $done (i64.eqz (local.get $hash)))))
    (local.set $index (i32.load offset={Dict.index} (i32.wrap_i64 (local.get $dict))))
    (br_if $done (i32.eqz (local.get $index)))
    (local.set $mask (i32.load offset={Dict.mask} (i32.wrap_i64 (local.get $dict))))
    (local.set $i (i32.and (i32.wrap_i64 (local.get $hash)) (local.get $mask)))
    (loop $probe
      (local.set $number (i32.load (i32.add (local.get $index) (i32.shl (local.get $i) (i32.const 2)))))
      (br_if $done (i32.eqz (local.get $number)))
      (if (i32.ne (local.get $number) (i32.const -1))
        (then
          (local.set $entry (i32.add (i32.load offset={Dict.entries} (i32.wrap_i64 (local.get $dict)))
            (i32.mul (i32.sub (local.get $number) (i32.const 1)) (i32.const 24))))
          (if (i64.eq (i64.load offset=8 (local.get $entry)) (local.get $key))
            (then
              (local.set $found (local.get $entry))
              (br $done)))))
      (local.set $hash (i64.shr_u (local.get $hash) (i64.const 5)))
      (local.set $i (i32.and (local.get $mask)
        (i32.add (i32.add (i32.mul (local.get $i) (i32.const 5)) (i32.wrap_i64 (local.get $hash))) (i32.const 1))))
      (br $probe)))
  (local.get $found))
;; The value in such an entry, 0 if there is no entry; and a store into one.
(func $entry_value (param $entry i32) (result i64)
  (if (result i64) (local.get $entry) (then (i64.load offset=16 (local.get $entry))) (else (i64.const 0))))
(func $entry_store (param $entry i32) (param $v i64)
  (if (local.get $entry) (then (i64.store offset=16 (local.get $entry) (local.get $v)))))
