//! The hash table behind sets: open addressing with short linear probes, step for step CPython 3.13's, so that sets of
//! numbers and tuples iterate in its order.

use crate::heap::bounds::every;
use crate::heap::gc::SET_TOMBSTONE;
use crate::heap::layout::Set;
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value, alloc};
use crate::objects::dict::{hash_key, quick_eq};
use crate::vm::Vm;

/// Bytes of a slot: hash, key.
const SLOT: u32 = 16;
const KEY: u32 = 8;
/// Slots of the smallest table.
const MIN_SLOTS: u64 = 8;
/// Slots looked at in a row before the probe jumps.
const LINEAR_PROBES: u32 = 9;
/// The hash in a deleted slot: CPython's -1, which no key has.
const DELETED_HASH: u64 = u64::MAX;

/// A new, empty set of `kind` (SET or FROZENSET, or any class of these).
pub fn new(vm: &mut Vm, class: u32) -> Res<Set> {
    Ok(Set(vm.alloc_instance(class)?))
}

/// A new, empty set of exactly the type set.
pub fn new_set(vm: &mut Vm) -> Res<Set> {
    Ok(Set(vm.alloc(Kind::SET.class(), Set::SIZE)?))
}

/// A frozenset of `items`, which are hashable constants.
pub fn new_frozenset(vm: &mut Vm, items: &[Value]) -> Res {
    let s = new(vm, Kind::FROZENSET.class())?;
    for item in items {
        add(vm, s, *item)?;
    }
    Ok(s.value())
}

/// The set or frozenset behind a value, subclasses included.
#[inline]
pub fn as_set(vm: &Vm, v: Value) -> Option<Set> {
    if !v.is_object() {
        return None;
    }
    matches!(vm.kind_of(v), Kind::SET | Kind::FROZENSET).then_some(Set(v.offset()))
}

/// The mask; a set without a table counts as one of the smallest size.
#[inline(always)]
pub(super) fn mask(m: &Memory, s: Set) -> u32 {
    if s.table(m) == 0 { MIN_SLOTS as u32 - 1 } else { s.mask(m) }
}

/// The slots to look at for a hash.
struct Probe {
    i: u32,
    mask: u32,
    perturb: u64,
    /// Slots left in this row.
    left: u32,
    at: u32,
}

impl Probe {
    #[inline(always)]
    fn new(hash: u64, mask: u32) -> Self {
        let i = hash as u32 & mask;
        Self { i, mask, perturb: hash, left: Self::row(i, mask), at: i }
    }

    #[inline(always)]
    fn row(i: u32, mask: u32) -> u32 {
        if i.saturating_add(LINEAR_PROBES) <= mask { LINEAR_PROBES } else { 0 }
    }

    #[inline(always)]
    fn advance(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        self.i = self.i.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as u32) & self.mask;
        self.at = self.i;
        self.left = Self::row(self.i, self.mask);
    }
}

/// Where a key is, or the slot where it would go: one never used, or the last deleted one on the way there.
#[derive(Clone, Copy)]
pub(super) enum Place {
    At(u32),
    Empty(u32),
    Deleted(u32),
}

/// Looks a key up; may call Python. A set without a table has no place: `None`.
#[inline]
pub(super) fn lookup(vm: &mut Vm, s: Set, key: Value, hash: u64) -> Res<Option<Place>> {
    'again: loop {
        let table = s.table(&vm.heap);
        if table == 0 {
            return Ok(None);
        }
        let mut probe = Probe::new(hash, s.mask(&vm.heap));
        let mut deleted = 0;
        loop {
            let slot = table.wrapping_add(probe.at.wrapping_mul(SLOT));
            let word = vm.heap.u64(slot.wrapping_add(KEY));
            if word == 0 {
                return Ok(Some(if deleted == 0 { Place::Empty(slot) } else { Place::Deleted(deleted) }));
            }
            if word == SET_TOMBSTONE {
                deleted = slot;
            }
            if vm.heap.u64(slot) == hash {
                if word == key.word() {
                    return Ok(Some(Place::At(slot)));
                }
                if word != SET_TOMBSTONE
                    && let Some(other) = Value::from_word(word)
                {
                    let equal = match quick_eq(vm, other, key) {
                        Some(equal) => equal,
                        None => {
                            let equal = vm.eq(other, key)?;
                            if s.table(&vm.heap) != table || vm.heap.u64(slot.wrapping_add(KEY)) != word {
                                continue 'again;
                            }
                            equal
                        }
                    };
                    if equal {
                        return Ok(Some(Place::At(slot)));
                    }
                }
            }
            probe.advance();
        }
    }
}

/// Adds a key; whether it was new.
#[inline]
pub fn add(vm: &mut Vm, s: Set, key: Value) -> Res<bool> {
    let hash = hash_key(vm, key)?;
    add_hashed(vm, s, key, hash)
}

/// Adds a key whose hash is known; whether it was new.
pub fn add_hashed(vm: &mut Vm, s: Set, key: Value, hash: u64) -> Res<bool> {
    if s.table(&vm.heap) == 0 {
        resize(vm, s, 0)?;
    }
    let (slot, reused) = match lookup(vm, s, key, hash)? {
        Some(Place::Empty(slot)) => (slot, false),
        Some(Place::Deleted(slot)) => (slot, true),
        _ => return Ok(false),
    };
    let m = &mut vm.heap.memory;
    m.set_u64(slot, hash);
    m.set_u64(slot.wrapping_add(KEY), key.word());
    if reused {
        let used = s.used(m);
        s.set_used(m, used + 1);
        return Ok(true);
    }
    let (filled, used, mask) = (s.filled(m) + 1, s.used(m) + 1, s.mask(m));
    s.set_filled(m, filled);
    s.set_used(m, used);
    if filled as u64 * 5 >= mask as u64 * 3 {
        resize(vm, s, if used > 50_000 { used as u64 * 2 } else { used as u64 * 4 })?;
    }
    Ok(true)
}

/// Gives the set a table of more than `min_used` slots, without deleted ones.
pub(super) fn resize(vm: &mut Vm, s: Set, min_used: u64) -> Res<()> {
    let mut slots = MIN_SLOTS;
    while slots <= min_used {
        slots *= 2;
    }
    if slots * SLOT as u64 > u32::MAX as u64 / 2 {
        return Err(vm.memory_error());
    }
    let bytes = slots as u32 * SLOT;
    let table = vm.alloc_buffer(bytes)?;
    let m = &mut vm.heap.memory;
    m.zero(table, bytes);
    let new_mask = slots as u32 - 1;
    let old = s.table(m);
    let old_mask = s.mask(m);
    if old != 0 {
        for i in 0..=old_mask {
            every(i);
            let from = old.wrapping_add(i.wrapping_mul(SLOT));
            let word = m.u64(from.wrapping_add(KEY));
            if word != 0 && word != SET_TOMBSTONE {
                let hash = m.u64(from);
                insert_clean(m, table, new_mask, hash, word);
            }
        }
    }
    let used = s.used(m);
    s.set_table(m, table);
    s.set_mask(m, new_mask);
    s.set_filled(m, used);
    if old != 0 && (old_mask as u64 + 1) * SLOT as u64 > alloc::LARGEST as u64 {
        vm.heap.free_large(old);
    }
    Ok(())
}

/// Puts a key that is not there into a table without deleted slots.
fn insert_clean(m: &mut Memory, table: u32, mask: u32, hash: u64, word: u64) {
    let mut probe = Probe::new(hash, mask);
    loop {
        let slot = table.wrapping_add(probe.at.wrapping_mul(SLOT));
        if m.u64(slot.wrapping_add(KEY)) == 0 {
            m.set_u64(slot, hash);
            m.set_u64(slot.wrapping_add(KEY), word);
            return;
        }
        probe.advance();
    }
}

/// Whether a key is in the set.
#[inline]
pub fn contains(vm: &mut Vm, s: Set, key: Value) -> Res<bool> {
    let hash = hash_key(vm, key)?;
    contains_hashed(vm, s, key, hash)
}

/// Whether a key whose hash is known is in the set.
#[inline]
pub fn contains_hashed(vm: &mut Vm, s: Set, key: Value, hash: u64) -> Res<bool> {
    Ok(matches!(lookup(vm, s, key, hash)?, Some(Place::At(_))))
}

/// Takes a key whose hash is known out; whether it was there.
pub fn discard_hashed(vm: &mut Vm, s: Set, key: Value, hash: u64) -> Res<bool> {
    match lookup(vm, s, key, hash)? {
        Some(Place::At(slot)) => {
            remove_at(&mut vm.heap, s, slot);
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Takes a key out; whether it was there.
pub fn discard(vm: &mut Vm, s: Set, key: Value) -> Res<bool> {
    let hash = hash_key(vm, key)?;
    discard_hashed(vm, s, key, hash)
}

fn remove_at(m: &mut Memory, s: Set, slot: u32) {
    m.set_u64(slot, DELETED_HASH);
    m.set_u64(slot.wrapping_add(KEY), SET_TOMBSTONE);
    let used = s.used(m);
    s.set_used(m, used.saturating_sub(1));
}

/// The first key at or behind slot `pos`: (the slot behind it, hash, key).
#[inline(always)]
pub fn next_key(m: &Memory, s: Set, pos: u32) -> Option<(u32, u64, Value)> {
    every(pos);
    key_from(m, s, pos)
}

/// The same for an iterator, whose turns are counted where it is used.
pub fn key_from(m: &Memory, s: Set, pos: u32) -> Option<(u32, u64, Value)> {
    let table = s.table(m);
    if table == 0 {
        return None;
    }
    let mask = s.mask(m);
    let mut pos = pos;
    while pos <= mask {
        let slot = table.wrapping_add(pos.wrapping_mul(SLOT));
        pos += 1;
        let word = m.u64(slot.wrapping_add(KEY));
        if word != SET_TOMBSTONE
            && let Some(key) = Value::from_word(word)
        {
            return Some((pos, m.u64(slot), key));
        }
    }
    None
}

/// Takes some key out: the first behind where the last one was found.
pub fn pop(m: &mut Memory, s: Set) -> Option<Value> {
    if s.used(m) == 0 {
        return None;
    }
    let start = s.finger(m) & s.mask(m);
    let (next, _, key) = next_key(m, s, start).or_else(|| next_key(m, s, 0))?;
    let slot = s.table(m).wrapping_add((next - 1).wrapping_mul(SLOT));
    remove_at(m, s, slot);
    s.set_finger(m, next);
    Some(key)
}

/// Removes everything.
pub fn clear(m: &mut Memory, s: Set) {
    s.set_table(m, 0);
    s.set_mask(m, 0);
    s.set_used(m, 0);
    s.set_filled(m, 0);
    s.set_finger(m, 0);
}

/// Exchanges the contents of two sets.
pub(super) fn swap(m: &mut Memory, a: Set, b: Set) {
    let of = |m: &Memory, s: Set| (s.table(m), s.mask(m), s.used(m), s.filled(m));
    let (x, y) = (of(m, a), of(m, b));
    for (s, (table, mask, used, filled)) in [(a, y), (b, x)] {
        s.set_table(m, table);
        s.set_mask(m, mask);
        s.set_used(m, used);
        s.set_filled(m, filled);
    }
}

/// Adds every key of another set.
pub fn merge(vm: &mut Vm, s: Set, other: Set) -> Res<()> {
    let (n, mine) = (other.used(&vm.heap), s.filled(&vm.heap));
    if s == other || n == 0 {
        return Ok(());
    }
    if (mine as u64 + n as u64) * 5 >= mask(&vm.heap, s) as u64 * 3 {
        let goal = (s.used(&vm.heap) as u64 + n as u64) * 2;
        resize(vm, s, goal)?;
    } else if s.table(&vm.heap) == 0 {
        resize(vm, s, 0)?;
    }
    let m = &mut vm.heap.memory;
    if s.filled(m) == 0 {
        let (to, from) = (s.table(m), other.table(m));
        if s.mask(m) == other.mask(m) && other.filled(m) == n {
            m.copy(to, from, (other.mask(m) + 1) * SLOT);
        } else {
            let mut pos = 0;
            while let Some((next, hash, key)) = next_key(m, other, pos) {
                pos = next;
                insert_clean(m, to, s.mask(m), hash, key.word());
            }
        }
        s.set_filled(m, n);
        s.set_used(m, n);
        return Ok(());
    }
    let mut pos = 0;
    while let Some((next, hash, key)) = next_key(&vm.heap, other, pos) {
        pos = next;
        add_hashed(vm, s, key, hash)?;
    }
    Ok(())
}
