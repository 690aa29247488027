//! The built-in functions about numbers: `abs`, `divmod`, `pow`, `round`, `sum`, `bin`, `oct`, `hex`, `min`, `max`.

use crate::heap::bounds::every;
use crate::heap::layout::{List, Tuple};
use crate::heap::{Kind, Res, Value, statics};
use crate::jit::drain::Drain;
use crate::objects::dunder::Dunder;
use crate::objects::slots::{Args, BinOp, Compare, Method, Sig, UnaryOp, function, opt, req};
use crate::objects::{float, int};
use crate::vm::Vm;

/// The functions, for the builtins module.
pub const FUNCTIONS: &[Method] = &[
    function("abs", abs, Sig::Exact(1)),
    function("divmod", divmod, Sig::Exact(2)),
    function("pow", pow, Sig::Named(&[req("base"), req("exp"), opt("mod")])),
    function("round", round, Sig::Named(&[req("number"), opt("ndigits")])),
    function("sum", sum, Sig::Named(&[req(""), opt("start")])),
    function("bin", |vm, args| prefixed(vm, args, "0b", 1), Sig::Exact(1)),
    function("oct", |vm, args| prefixed(vm, args, "0o", 3), Sig::Exact(1)),
    function("hex", |vm, args| prefixed(vm, args, "0x", 4), Sig::Exact(1)),
    function("min", |vm, args| extreme(vm, args, "min", Compare::Lt), Sig::Any),
    function("max", |vm, args| extreme(vm, args, "max", Compare::Gt), Sig::Any),
];

fn abs(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    vm.unary(UnaryOp::Absolute, value)
}

fn divmod(vm: &mut Vm, args: Args) -> Res {
    let (a, b) = (args.get(vm, 0), args.get(vm, 1));
    vm.binary(BinOp::DivMod, a, b)
}

fn pow(vm: &mut Vm, args: Args) -> Res {
    let (base, exponent) = (args.get(vm, 0), args.get(vm, 1));
    let Some(modulus) = args.opt(vm, 2).filter(|m| *m != statics::NONE) else {
        return vm.binary(BinOp::Power, base, exponent);
    };
    let class = vm.class_of(base);
    if vm.overrides(class, Dunder::Pow) {
        let result =
            vm.call_dunder(base, Dunder::Pow, &[exponent, modulus])?.unwrap_or(statics::NOT_IMPLEMENTED);
        if result != statics::NOT_IMPLEMENTED {
            return Ok(result);
        }
    } else if let (Some(x), Some(y), Some(m)) =
        (int::view(vm, base), int::view(vm, exponent), int::view(vm, modulus))
    {
        return int::ops::power_modulo(vm, x, y, m);
    } else if [base, exponent, modulus].iter().any(|v| matches!(vm.kind_of(*v), Kind::FLOAT)) {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    } else if [base, exponent].iter().any(|v| matches!(vm.kind_of(*v), Kind::COMPLEX)) {
        return Err(vm.value_error("complex modulo"));
    }
    let names = [vm.type_name(base), vm.type_name(exponent), vm.type_name(modulus)];
    let [a, b, c] = &names;
    Err(vm.type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
}

fn round(vm: &mut Vm, args: Args) -> Res {
    let (number, digits) = (args.get(vm, 0), args.opt(vm, 1));
    let digits = digits.filter(|d| *d != statics::NONE);
    let class = vm.class_of(number);
    if !vm.overrides(class, Dunder::Round) {
        if let Some(x) = float::as_f64(vm, number) {
            return float::methods::round(vm, x, digits);
        }
        if int::is_int(vm, number) {
            return int::methods::round(vm, number, digits);
        }
    }
    let result = match digits {
        Some(digits) => vm.call_dunder(number, Dunder::Round, &[digits])?,
        None => vm.call_dunder(number, Dunder::Round, &[])?,
    };
    match result {
        Some(result) => Ok(result),
        None => {
            let name = vm.type_name(number);
            Err(vm.type_error(format!("type {name} doesn't define __round__ method")))
        }
    }
}

fn prefixed(vm: &mut Vm, args: Args, prefix: &str, bits: u32) -> Res {
    let value = args.get(vm, 0);
    let value = vm.index(value)?;
    int::text::prefixed(vm, value, prefix, bits)
}

/// The items of a loop over an iterable: exact lists and tuples are read in place.
pub(crate) enum Items {
    /// A list or tuple and the next index.
    Indexed(Value, u32),
    Iterator(Value),
}

impl Items {
    /// Starts; what it holds is rooted in the caller's open scope.
    pub(crate) fn of(vm: &mut Vm, iterable: Value) -> Res<Items> {
        if vm.is_exact(iterable, Kind::LIST) || vm.is_exact(iterable, Kind::TUPLE) {
            vm.root(iterable);
            return Ok(Items::Indexed(iterable, 0));
        }
        let iterator = vm.iter(iterable)?;
        vm.root(iterator);
        Ok(Items::Iterator(iterator))
    }

    /// The next item that `drain` cannot deal with.
    #[inline]
    fn next_beyond(&mut self, vm: &mut Vm, drain: Drain) -> Res<Option<Value>> {
        match self {
            Items::Iterator(iterator) => vm.next_beyond(*iterator, drain),
            Items::Indexed(..) => self.next(vm),
        }
    }

    #[inline]
    pub(crate) fn next(&mut self, vm: &mut Vm) -> Res<Option<Value>> {
        match self {
            Items::Iterator(iterator) => vm.next(*iterator),
            Items::Indexed(sequence, index) => {
                every(*index);
                let item = if vm.is_exact(*sequence, Kind::LIST) {
                    let list = List(sequence.offset());
                    let at = list.items(&vm.heap).wrapping_add(index.wrapping_mul(8));
                    if *index < list.len(&vm.heap) { Value::from_word(vm.heap.u64(at)) } else { None }
                } else {
                    let tuple = Tuple(sequence.offset());
                    (*index < tuple.len(&vm.heap)).then(|| tuple.item(vm, *index))
                };
                *index += item.is_some() as u32;
                Ok(item)
            }
        }
    }
}

fn sum(vm: &mut Vm, args: Args) -> Res {
    let (iterable, start) = (args.get(vm, 0), args.opt(vm, 1));
    let start = start.unwrap_or(Value::int(0));
    let joined = match vm.kind_of(start) {
        Kind::STR => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        Kind::BYTES => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        Kind::BYTEARRAY => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(message) = joined {
        return Err(vm.type_error(message));
    }
    let scope = vm.open_roots();
    let result = match Items::of(vm, iterable) {
        Ok(mut items) => sum_items(vm, &mut items, start),
        Err(raised) => Err(raised),
    };
    vm.close_roots(scope);
    result
}

/// Adds `x` to a compensated sum (Neumaier's variant of Kahan's): `low` collects what the sum loses.
#[inline]
pub fn compensated_add(sum: &mut f64, low: &mut f64, x: f64) {
    let total = *sum + x;
    *low += if sum.abs() >= x.abs() { (*sum - total) + x } else { (x - total) + *sum };
    *sum = total;
}

/// Ints first, then floats with compensation (as CPython since 3.12), then whatever `+` does.
fn sum_items(vm: &mut Vm, items: &mut Items, start: Value) -> Res {
    let mut total = start;
    let mut held = None;
    if vm.is_exact(total, Kind::INT)
        && let Some(mut sum) = int::as_i64(vm, total)
    {
        loop {
            let Some(item) = items.next_beyond(vm, Drain::Ints(&mut sum))? else { return vm.new_int(sum) };
            let exact = vm.is_exact(item, Kind::INT) || vm.is_exact(item, Kind::BOOL);
            match int::as_i64(vm, item).filter(|_| exact).and_then(|n| sum.checked_add(n)) {
                Some(next) => sum = next,
                None => {
                    held = Some(item);
                    break;
                }
            }
        }
        total = vm.new_int(sum)?;
        // The first item that is no small int is added as any other; a float then starts the next loop.
        if let Some(item) = held.take() {
            total = add_rooted(vm, total, item)?;
        }
    }
    if vm.is_exact(total, Kind::FLOAT)
        && let Some(mut sum) = float::as_f64(vm, total)
    {
        let mut low = 0.0;
        while let Some(item) = items.next_beyond(vm, Drain::Floats(&mut sum, &mut low))? {
            if vm.is_exact(item, Kind::FLOAT)
                && let Some(x) = float::as_f64(vm, item)
            {
                compensated_add(&mut sum, &mut low, x);
            } else if let Some(n) = int::as_i64(vm, item).filter(|_| int::is_int(vm, item)) {
                sum += n as f64;
            } else {
                held = Some(item);
                break;
            }
        }
        if low != 0.0 && low.is_finite() {
            sum += low;
        }
        total = vm.new_float(sum)?;
        match held {
            None => return Ok(total),
            Some(item) => total = add_rooted(vm, total, item)?,
        }
    }
    // The running total is rooted in a list, for the next item may come out of Python.
    let holder = vm.new_list(&[total])?;
    vm.root(holder);
    while let Some(item) = items.next(vm)? {
        total = add_rooted(vm, total, item)?;
        let at = List(holder.offset()).items(&vm.heap);
        vm.heap.set_u64(at, total.word());
    }
    Ok(total)
}

/// `a + b`, both of which nothing else need hold.
fn add_rooted(vm: &mut Vm, a: Value, b: Value) -> Res {
    vm.with_roots(|vm| {
        vm.root(a);
        vm.root(b);
        vm.binary(BinOp::Add, a, b)
    })
}

/// `min` and `max`: the first item that none of the later ones beats.
fn extreme(vm: &mut Vm, args: Args, name: &str, op: Compare) -> Res {
    let (mut key, mut default) = (None, None);
    for (keyword, value) in args.keywords(vm) {
        if vm.str_is(keyword, "key") {
            key = Some(value).filter(|k| *k != statics::NONE);
        } else if vm.str_is(keyword, "default") {
            default = Some(value);
        } else {
            let keyword = vm.str_to_string(keyword);
            return Err(vm.type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
    }
    if args.count == 0 {
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    if args.count > 1 && default.is_some() {
        return Err(vm.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let scope = vm.open_roots();
    let result = best(vm, args, key, op);
    vm.close_roots(scope);
    match result? {
        Some(value) => Ok(value),
        None => match default {
            Some(default) => Ok(default),
            None => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
        },
    }
}

fn best(vm: &mut Vm, args: Args, key: Option<Value>, op: Compare) -> Res<Option<Value>> {
    let mut items = match args.count {
        1 => {
            let iterable = args.get(vm, 0);
            Some(Items::of(vm, iterable)?)
        }
        _ => None,
    };
    let mut index = 0;
    // The best item and its key so far, rooted in a list.
    let holder = vm.new_list(&[statics::NONE, statics::NONE, statics::NONE])?;
    vm.root(holder);
    let mut best: Option<(Value, Value)> = None;
    loop {
        let item = match &mut items {
            Some(items) => items.next(vm)?,
            None => {
                index += 1;
                args.opt(vm, index - 1)
            }
        };
        let Some(item) = item else { return Ok(best.map(|(item, _)| item)) };
        let rank = match key {
            Some(key) => {
                let at = List(holder.offset()).items(&vm.heap);
                vm.heap.set_u64(at + 16, item.word());
                vm.call(key, &[item])?
            }
            None => item,
        };
        let better = match best {
            None => true,
            Some((_, best)) => {
                if let (Some(a), Some(b)) = (rank.as_small_int(), best.as_small_int()) {
                    op.holds(a.cmp(&b))
                } else {
                    let at = List(holder.offset()).items(&vm.heap);
                    vm.heap.set_u64(at + 16, item.word());
                    vm.with_roots(|vm| {
                        vm.root(rank);
                        vm.compare_bool(op, rank, best)
                    })?
                }
            }
        };
        if better {
            best = Some((item, rank));
            let at = List(holder.offset()).items(&vm.heap);
            vm.heap.set_u64(at, item.word());
            vm.heap.set_u64(at + 8, rank.word());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_compensated() {
        let (mut sum, mut low) = (0.0, 0.0);
        for _ in 0..10 {
            compensated_add(&mut sum, &mut low, 0.1);
        }
        assert_eq!(sum + low, 1.0);
    }
}
