//! Sorting: stable, and safe whatever the comparison function does.
//!
//! While it sorts, the list is empty (as CPython's is): the items lie in a list that only the sort knows. Keys whose
//! types are known to compare without calling anything (small ints, floats, strings, tuples of these) are sorted by
//! Rust's stable sort; everything else by a merge sort whose comparisons may call Python and raise.

use std::cmp::Ordering;

use super::core::{self, item};
use super::methods::reverse_words;
use crate::heap::bounds::every;
use crate::heap::layout::{List, Str, Tuple};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value};
use crate::objects::dict::is_exact_str;
use crate::objects::sequence::{compare_known, exact_float, less};
use crate::objects::tuple;
use crate::vm::Vm;

/// Sorts `list` in place, by `key` if there is one. Raises what comparisons raise (the list keeps its items, in an order
/// that is not specified), and ValueError if the list was changed meanwhile.
pub fn sort_in_place(vm: &mut Vm, list: List, key: Option<Value>, reverse: bool) -> Res<()> {
    let scope = vm.open_roots();
    vm.root(list.value());
    let result = sort_taken(vm, list, key, reverse);
    vm.close_roots(scope);
    result
}

fn sort_taken(vm: &mut Vm, list: List, key: Option<Value>, reverse: bool) -> Res<()> {
    // Take the items out.
    let taken = core::with_capacity(vm, 0)?;
    vm.root(taken.value());
    swap_bodies(&mut vm.heap, list, taken);
    let result = match key {
        None => sort_items(vm, taken, reverse),
        Some(key) => sort_by_key(vm, taken, key, reverse),
    };
    let changed = list.len(&vm.heap) != 0 || list.items(&vm.heap) != 0;
    swap_bodies(&mut vm.heap, list, taken);
    result?;
    if changed {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn swap_bodies(m: &mut Memory, a: List, b: List) {
    let (len, cap, items) = (a.len(m), a.cap(m), a.items(m));
    let (other_len, other_cap, other_items) = (b.len(m), b.cap(m), b.items(m));
    a.set_len(m, other_len);
    a.set_cap(m, other_cap);
    a.set_items(m, other_items);
    b.set_len(m, len);
    b.set_cap(m, cap);
    b.set_items(m, items);
}

fn words(m: &Memory, list: List) -> Vec<Value> {
    (0..list.len(m)).inspect(|i| every(*i)).map(|i| item(m, list, i)).collect()
}

fn write_back(m: &mut Memory, list: List, values: impl Iterator<Item = Value>) {
    for (i, value) in values.enumerate() {
        every(i as u32);
        core::set(m, list, i as u32, value);
    }
}

fn sort_items(vm: &mut Vm, list: List, reverse: bool) -> Res<()> {
    // The words, and what sorting them takes beside.
    vm.hold(list.len(&vm.heap) as u64 * 24)?;
    let mut values = words(&vm.heap, list);
    match class_of_all(vm, &values) {
        Keys::Ints => {
            // Equal small ints are the same word: stability makes no difference.
            let mut compared = Compared::default();
            values.sort_unstable_by(|a, b| compared.count((a.word() as i64).cmp(&(b.word() as i64))));
            if reverse {
                values.reverse();
            }
            write_back(&mut vm.heap, list, values.into_iter());
            Ok(())
        }
        Keys::Unknown => {
            if reverse {
                reverse_words(&mut vm.heap, list);
                values.reverse();
            }
            let sorted = merge_sort(vm, values, |v| *v)?;
            write_back(&mut vm.heap, list, sorted.into_iter());
            if reverse {
                reverse_words(&mut vm.heap, list);
            }
            Ok(())
        }
        known => {
            sort_known(vm, known, &mut values, |v| *v, reverse);
            write_back(&mut vm.heap, list, values.into_iter());
            Ok(())
        }
    }
}

fn sort_by_key(vm: &mut Vm, list: List, key: Value, reverse: bool) -> Res<()> {
    let n = list.len(&vm.heap);
    vm.hold(n as u64 * 56)?;
    let keys = core::with_capacity(vm, n as usize)?;
    vm.root(keys.value());
    for i in 0..n {
        let value = item(&vm.heap, list, i);
        vm.charge(1)?;
        let k = vm.call(key, &[value])?;
        core::push(vm, keys, k)?;
    }
    let key_values = words(&vm.heap, keys);
    let class = class_of_all(vm, &key_values);
    let mut pairs: Vec<(Value, Value)> = key_values.into_iter().zip(words(&vm.heap, list)).collect();
    if class == Keys::Unknown {
        if reverse {
            pairs.reverse();
        }
        let mut sorted = merge_sort(vm, pairs, |pair| pair.0)?;
        if reverse {
            sorted.reverse();
        }
        pairs = sorted;
    } else {
        sort_known(vm, class, &mut pairs, |pair| pair.0, reverse);
    }
    write_back(&mut vm.heap, list, pairs.into_iter().map(|pair| pair.1));
    Ok(())
}

/// What all keys have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Ints,
    Floats,
    Strs,
    /// Tuples whose items compare without a call.
    Tuples,
    Unknown,
}

fn class_of_all(vm: &Vm, keys: &[Value]) -> Keys {
    let m = &vm.heap;
    let Some(first) = keys.first() else { return Keys::Ints };
    let all = |test: &dyn Fn(Value) -> bool| keys.iter().all(|v| test(*v));
    if first.is_small_int() {
        return if all(&|v| v.is_small_int()) { Keys::Ints } else { Keys::Unknown };
    }
    if exact_float(m, *first).is_some() {
        let comparable = |v| exact_float(m, v).is_some_and(|x| !x.is_nan());
        return if all(&comparable) { Keys::Floats } else { Keys::Unknown };
    }
    if is_exact_str(m, *first) {
        return if all(&|v| is_exact_str(m, v)) { Keys::Strs } else { Keys::Unknown };
    }
    if vm.is_exact(*first, Kind::TUPLE) && tuples_comparable(vm, keys) {
        return Keys::Tuples;
    }
    Keys::Unknown
}

/// Whether all keys are tuples whose columns each hold small ints and floats only, or strings only.
fn tuples_comparable(vm: &Vm, keys: &[Value]) -> bool {
    const NUMBER: u8 = 1;
    const STRING: u8 = 2;
    let m = &vm.heap;
    let mut columns: Vec<u8> = Vec::new();
    for key in keys {
        if !vm.is_exact(*key, Kind::TUPLE) {
            return false;
        }
        let t = Tuple(key.offset());
        for i in 0..t.len(m) {
            let value = tuple::item(m, t, i);
            let class = match value.as_small_int() {
                // Beyond 53 bits an int and a float do not compare exactly here.
                Some(n) if n.unsigned_abs() < 1 << 53 => NUMBER,
                Some(_) => return false,
                None if exact_float(m, value).is_some_and(|x| !x.is_nan()) => NUMBER,
                None if is_exact_str(m, value) => STRING,
                None => return false,
            };
            match columns.get(i as usize) {
                Some(seen) if *seen != class => return false,
                Some(_) => {}
                None => columns.push(class),
            }
        }
    }
    true
}

/// Counts comparisons that cannot fail.
#[derive(Default)]
struct Compared(u32);

impl Compared {
    #[inline(always)]
    fn count(&mut self, outcome: Ordering) -> Ordering {
        self.0 = self.0.wrapping_add(1);
        every(self.0);
        outcome
    }
}

/// Sorts by keys of a known class: nothing is called.
fn sort_known<T: Copy>(vm: &Vm, class: Keys, values: &mut [T], key: impl Fn(&T) -> Value, reverse: bool) {
    let m = &vm.heap;
    let mut compared = Compared::default();
    let mut order = |ordering: Ordering| compared.count(if reverse { ordering.reverse() } else { ordering });
    match class {
        Keys::Ints => values.sort_by(|a, b| order((key(a).word() as i64).cmp(&(key(b).word() as i64)))),
        Keys::Floats => {
            let number = |v: &T| exact_float(m, key(v)).unwrap_or(0.0);
            values.sort_by(|a, b| order(number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal)));
        }
        Keys::Strs => sort_strings(vm, values, key, order),
        Keys::Tuples | Keys::Unknown => {
            values.sort_by(|a, b| order(compare_known(vm, key(a), key(b), 0).unwrap_or(Ordering::Equal)))
        }
    }
}

/// Sorts by strings. Where all have one byte a character, the first eight decide most comparisons.
fn sort_strings<T: Copy>(
    vm: &Vm,
    values: &mut [T],
    key: impl Fn(&T) -> Value,
    mut order: impl FnMut(Ordering) -> Ordering,
) {
    let m = &vm.heap;
    let text = |v: &T| Str(key(v).offset());
    if !values.iter().all(|v| text(v).shift(m) == 0) {
        values.sort_by(|a, b| order(vm.str_cmp(key(a), key(b))));
        return;
    }
    let start = |v: &T| {
        let bytes = text(v).bytes(m);
        let mut first = [0; 8];
        let n = bytes.len().min(8);
        first[..n].copy_from_slice(&bytes[..n]);
        u64::from_be_bytes(first)
    };
    let mut keyed: Vec<(u64, T)> = values.iter().map(|v| (start(v), *v)).collect();
    keyed.sort_by(|(x, a), (y, b)| {
        // Equal starts decide nothing: a shorter string is filled up with zeros.
        order(x.cmp(y).then_with(|| text(a).bytes(m).cmp(text(b).bytes(m))))
    });
    for (place, (_, v)) in values.iter_mut().zip(keyed) {
        *place = v;
    }
}

/// Runs shorter than this are made by insertion.
const MIN_RUN: usize = 24;

/// A stable merge sort whose comparisons may run Python. What `values` names must be rooted by the caller.
fn merge_sort<T: Copy>(vm: &mut Vm, mut values: Vec<T>, key: impl Fn(&T) -> Value + Copy) -> Res<Vec<T>> {
    // Natural runs, short ones extended; the stack's lengths stay balanced, so merging takes n log n steps.
    let n = values.len();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut scratch: Vec<T> = Vec::with_capacity(n / 2);
    let mut at = 0;
    while at < n {
        vm.charge(1)?;
        let mut end = natural_run(vm, &mut values[at..], key)? + at;
        if end - at < MIN_RUN {
            let goal = (at + MIN_RUN).min(n);
            insert_sorted(vm, &mut values[at..goal], end - at, key)?;
            end = goal;
        }
        runs.push((at, end));
        at = end;
        while let [.., (a, mid), (_, b)] = runs[..] {
            let longer_below = runs.len() >= 3 && {
                let (c, d) = runs[runs.len() - 3];
                d - c <= (mid - a) + (b - mid)
            };
            if mid - a > b - mid && !longer_below {
                break;
            }
            merge(vm, &mut values[a..b], mid - a, &mut scratch, key)?;
            runs.pop();
            if let Some(last) = runs.last_mut() {
                last.1 = b;
            }
        }
    }
    while let [.., (a, mid), (_, b)] = runs[..] {
        merge(vm, &mut values[a..b], mid - a, &mut scratch, key)?;
        runs.pop();
        if let Some(last) = runs.last_mut() {
            last.1 = b;
        }
    }
    Ok(values)
}

/// The length of the ascending run at the start; a strictly descending one is reversed.
fn natural_run<T: Copy>(vm: &mut Vm, values: &mut [T], key: impl Fn(&T) -> Value + Copy) -> Res<usize> {
    if values.len() < 2 {
        return Ok(values.len());
    }
    let mut n = 2;
    if less(vm, key(&values[1]), key(&values[0]))? {
        while n < values.len() && less(vm, key(&values[n]), key(&values[n - 1]))? {
            vm.charge(1)?;
            n += 1;
        }
        values[..n].reverse();
    } else {
        while n < values.len() && !less(vm, key(&values[n]), key(&values[n - 1]))? {
            vm.charge(1)?;
            n += 1;
        }
    }
    Ok(n)
}

/// Binary insertion of what lies behind the first `sorted` values.
fn insert_sorted<T: Copy>(
    vm: &mut Vm,
    values: &mut [T],
    sorted: usize,
    key: impl Fn(&T) -> Value + Copy,
) -> Res<()> {
    for i in sorted..values.len() {
        vm.charge(1)?;
        let pivot = values[i];
        let (mut low, mut high) = (0, i);
        while low < high {
            let mid = low + (high - low) / 2;
            if less(vm, key(&pivot), key(&values[mid]))? {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        values.copy_within(low..i, low + 1);
        values[low] = pivot;
    }
    Ok(())
}

/// Merges the two sorted halves of `values`.
fn merge<T: Copy>(
    vm: &mut Vm,
    values: &mut [T],
    mid: usize,
    scratch: &mut Vec<T>,
    key: impl Fn(&T) -> Value + Copy,
) -> Res<()> {
    // Often nothing overlaps.
    if !less(vm, key(&values[mid]), key(&values[mid - 1]))? {
        return Ok(());
    }
    scratch.clear();
    scratch.extend_from_slice(&values[..mid]);
    let (mut left, mut right, mut to) = (0, mid, 0);
    while left < scratch.len() && right < values.len() {
        vm.charge(1)?;
        if less(vm, key(&values[right]), key(&scratch[left]))? {
            values[to] = values[right];
            right += 1;
        } else {
            values[to] = scratch[left];
            left += 1;
        }
        to += 1;
    }
    let rest = scratch.len() - left;
    values[to..to + rest].copy_from_slice(&scratch[left..]);
    Ok(())
}
