//! Sums, products and norms that keep more precision than a float has: `fsum`, `sumprod`, `hypot`, `dist`; and `prod`.

use crate::heap::layout::List;
use crate::heap::{Kind, Res, Value};
use crate::objects::float::methods::argument;
use crate::objects::numeric_builtins::Items;
use crate::objects::slots::{Args, BinOp};
use crate::objects::{float, int};
use crate::vm::Vm;

/// A number as an unevaluated sum of two floats.
type Double = (f64, f64);

/// `a + b` exactly.
fn two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// `a + b` exactly, where |a| >= |b|.
fn fast_two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    (sum, (a - sum) + b)
}

/// `a * b` exactly.
fn two_product(a: f64, b: f64) -> Double {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// Runs `body` in a scope of roots.
fn scoped(vm: &mut Vm, body: impl FnOnce(&mut Vm) -> Res) -> Res {
    let scope = vm.open_roots();
    let result = body(vm);
    vm.close_roots(scope);
    result
}

/// Shewchuk's exact sum: partial sums that do not overlap, in order of size.
#[derive(Default)]
struct Partials(Vec<f64>);

impl Partials {
    /// Adds a finite `x`; whether no partial sum overflowed.
    fn add(&mut self, mut x: f64) -> bool {
        let mut kept = 0;
        for j in 0..self.0.len() {
            let mut y = self.0[j];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let (high, low) = fast_two_sum(x, y);
            if low != 0.0 {
                self.0[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.0.truncate(kept);
        if x != 0.0 {
            self.0.push(x);
        }
        x.is_finite()
    }

    /// The sum, rounded once.
    fn total(&self) -> f64 {
        let mut rest = self.0.iter().rev();
        let Some(&first) = rest.next() else { return 0.0 };
        let (mut high, mut low) = (first, 0.0);
        for &y in rest.by_ref() {
            (high, low) = fast_two_sum(high, y);
            if low != 0.0 {
                break;
            }
        }
        // A tie that the remaining partial sums decide the other way than half-to-even did.
        if let Some(&next) = rest.next()
            && (low < 0.0 && next < 0.0 || low > 0.0 && next > 0.0)
        {
            let twice = low * 2.0;
            let up = high + twice;
            if up - high == twice {
                high = up;
            }
        }
        high
    }
}

/// `fsum(seq)`.
pub fn fsum(vm: &mut Vm, args: Args) -> Res {
    let iterable = args.get(vm, 0);
    scoped(vm, |vm| {
        let mut items = Items::of(vm, iterable)?;
        let mut partials = Partials::default();
        let (mut special, mut infinite) = (0.0f64, 0.0f64);
        while let Some(item) = items.next(vm)? {
            let x = argument(vm, item)?;
            if !x.is_finite() {
                if x.is_infinite() {
                    infinite += x;
                }
                special += x;
            } else if !partials.add(x) {
                return Err(vm.overflow_error("intermediate overflow in fsum"));
            }
        }
        if special != 0.0 {
            if infinite.is_nan() {
                return Err(vm.value_error("-inf + inf in fsum"));
            }
            return vm.new_float(special);
        }
        vm.new_float(partials.total())
    })
}

/// Whether `v` is an int or bool of the exact class, and its value if that fits.
fn exact_int(vm: &Vm, v: Value) -> Option<i64> {
    if v.is_small_int() {
        return v.as_small_int();
    }
    let exact = vm.is_exact(v, Kind::INT) || vm.is_exact(v, Kind::BOOL);
    if exact { int::as_i64(vm, v) } else { None }
}

fn exact_float(vm: &Vm, v: Value) -> Option<f64> {
    if vm.is_exact(v, Kind::FLOAT) { float::as_f64(vm, v) } else { None }
}

/// Puts `value` into slot `i` of a rooted list.
fn hold(vm: &mut Vm, holder: Value, i: u32, value: Value) {
    let at = List(holder.offset()).items(&vm.heap);
    vm.heap.set_u64(at + i * 8, value.word());
}

/// `a * b`, both of which nothing else need hold.
fn multiply_rooted(vm: &mut Vm, a: Value, b: Value) -> Res {
    vm.with_roots(|vm| {
        vm.root(a);
        vm.root(b);
        vm.binary(BinOp::Multiply, a, b)
    })
}

/// `prod(iterable, *, start=1)`.
pub fn prod(vm: &mut Vm, args: Args) -> Res {
    let (iterable, start) = (args.get(vm, 0), args.opt(vm, 1));
    scoped(vm, |vm| {
        let mut total = start.unwrap_or(Value::int(1));
        let mut items = Items::of(vm, iterable)?;
        if let Some(mut product) = exact_int(vm, total).filter(|_| vm.is_exact(total, Kind::INT)) {
            loop {
                let Some(item) = items.next(vm)? else { return vm.new_int(product) };
                match exact_int(vm, item).and_then(|n| product.checked_mul(n)) {
                    Some(next) => product = next,
                    None => {
                        total = vm.new_int(product)?;
                        total = multiply_rooted(vm, total, item)?;
                        break;
                    }
                }
            }
        }
        if let Some(mut product) = exact_float(vm, total) {
            loop {
                let Some(item) = items.next(vm)? else { return vm.new_float(product) };
                let factor = match exact_float(vm, item) {
                    Some(x) => Some(x),
                    None => exact_int(vm, item).map(|n| n as f64),
                };
                match factor {
                    Some(x) => product *= x,
                    None => {
                        total = vm.new_float(product)?;
                        total = multiply_rooted(vm, total, item)?;
                        break;
                    }
                }
            }
        }
        let holder = vm.new_list(&[total])?;
        vm.root(holder);
        while let Some(item) = items.next(vm)? {
            total = multiply_rooted(vm, total, item)?;
            hold(vm, holder, 0, total);
        }
        Ok(total)
    })
}

/// A sum of products of floats in three parts.
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}

impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let product = two_product(x, y);
        let sum = two_sum(self.high, product.0);
        let first = two_sum(self.low, product.1);
        let second = two_sum(first.0, sum.1);
        Triple { high: sum.0, low: second.0, tiny: self.tiny + first.1 + second.1 }
    }

    fn total(self) -> f64 {
        let last = two_sum(self.low, self.high);
        self.tiny + last.1 + last.0
    }
}

/// `sumprod(p, q)`: ints exactly, floats in three parts, anything else by `*` and `+`.
pub fn sumprod(vm: &mut Vm, args: Args) -> Res {
    let (p, q) = (args.get(vm, 0), args.get(vm, 1));
    scoped(vm, |vm| {
        let (mut left, mut right) = (Items::of(vm, p)?, Items::of(vm, q)?);
        let holder = vm.new_list(&[Value::int(0); 3])?;
        vm.root(holder);
        let mut total = Value::int(0);
        // What the two fast paths have collected, while they are open.
        let mut ints = Some(None::<i64>);
        let mut floats = Some(None::<Triple>);
        loop {
            let a = left.next(vm)?;
            if let Some(a) = a {
                hold(vm, holder, 1, a);
            }
            let b = right.next(vm)?;
            if let Some(b) = b {
                hold(vm, holder, 2, b);
            }
            if a.is_some() != b.is_some() {
                return Err(vm.value_error("Inputs are not the same length"));
            }
            if let Some(sum) = ints {
                if let (Some(a), Some(b)) = (a, b)
                    && let (Some(x), Some(y)) = (exact_int(vm, a), exact_int(vm, b))
                    && let Some(next) = x.checked_mul(y).and_then(|xy| xy.checked_add(sum.unwrap_or(0)))
                {
                    ints = Some(Some(next));
                    continue;
                }
                ints = None;
                if let Some(sum) = sum {
                    let sum = vm.new_int(sum)?;
                    total = vm.binary(BinOp::Add, total, sum)?;
                    hold(vm, holder, 0, total);
                }
            }
            if let Some(sum) = floats {
                if let (Some(a), Some(b)) = (a, b) {
                    let (x, y) = (exact_float(vm, a), exact_float(vm, b));
                    let pair = match (x, y) {
                        (Some(x), Some(y)) => Some((x, y)),
                        (Some(x), None) => exact_int(vm, b).map(|y| (x, y as f64)),
                        (None, Some(y)) => exact_int(vm, a).map(|x| (x as f64, y)),
                        (None, None) => None,
                    };
                    let next = pair.map(|(x, y)| sum.unwrap_or_default().add_product(x, y));
                    if let Some(next) = next.filter(|next| next.high.is_finite()) {
                        floats = Some(Some(next));
                        continue;
                    }
                }
                floats = None;
                if let Some(sum) = sum {
                    let sum = vm.new_float(sum.total())?;
                    total = vm.binary(BinOp::Add, total, sum)?;
                    hold(vm, holder, 0, total);
                }
            }
            let (Some(a), Some(b)) = (a, b) else { return Ok(total) };
            let product = vm.binary(BinOp::Multiply, a, b)?;
            hold(vm, holder, 1, product);
            total = vm.binary(BinOp::Add, total, product)?;
            hold(vm, holder, 0, total);
        }
    })
}

/// The Euclidean norm of magnitudes: scaled by a power of 2, squared and summed in double length, and the root corrected
/// once for what it misses.
fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || values.len() <= 1 {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        // The scale itself would overflow.
        let smaller: Vec<f64> = values.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * norm(&smaller);
    }
    let scale = int::limbs::scale(1.0, -exponent);
    // The sum starts at one, so that each square is the smaller summand.
    let (mut sum, mut first, mut second) = (1.0, 0.0, 0.0);
    let mut add = |product: Double| {
        let (high, low) = fast_two_sum(sum, product.0);
        sum = high;
        first += product.1;
        second += low;
        sum - 1.0 + (first + second)
    };
    let mut square = 0.0;
    for x in values {
        let x = x * scale;
        square = add(two_product(x, x));
    }
    let mut root = square.sqrt();
    let missing = add(two_product(-root, root));
    root += missing / (2.0 * root);
    root / scale
}

/// `hypot(*coordinates)`.
pub fn hypot(vm: &mut Vm, args: Args) -> Res {
    let mut values = Vec::with_capacity(args.count as usize);
    for i in 0..args.count {
        let value = args.get(vm, i);
        values.push(argument(vm, value)?.abs());
    }
    vm.new_float(norm(&values))
}

/// `dist(p, q)`.
pub fn dist(vm: &mut Vm, args: Args) -> Res {
    let (p, q) = (args.get(vm, 0), args.get(vm, 1));
    scoped(vm, |vm| {
        let left = vm.collect_iter(p)?;
        for value in &left {
            vm.root(*value);
        }
        let right = vm.collect_iter(q)?;
        for value in &right {
            vm.root(*value);
        }
        if left.len() != right.len() {
            return Err(vm.value_error("both points must have the same number of dimensions"));
        }
        let mut differences = Vec::with_capacity(left.len());
        for (a, b) in left.into_iter().zip(right) {
            let (a, b) = (argument(vm, a)?, argument(vm, b)?);
            differences.push((a - b).abs());
        }
        vm.new_float(norm(&differences))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_sums() {
        let sum = |values: &[f64]| {
            let mut partials = Partials::default();
            assert!(values.iter().all(|x| partials.add(*x)));
            partials.total()
        };
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[1e100, 1.0, -1e100]), 1.0);
        assert_eq!(sum(&[1e16, 1.0, 1e-16]), 10000000000000002.0);
        assert_eq!(sum(&[]), 0.0);
    }

    #[test]
    fn norms() {
        assert_eq!(norm(&[3.0, 4.0, 12.0]), 13.0);
        assert_eq!(norm(&[5e-324, 0.0]), 5e-324);
        assert_eq!(norm(&[f64::NAN, f64::INFINITY]), f64::INFINITY);
        assert_eq!(norm(&[1e308, 1e308]), 1.4142135623730951e308);
    }

    #[test]
    fn products_keep_what_they_lose() {
        let total = [(10.0, 20.0), (5.0, -0.5), (1e30, 1e-30), (-1e30, 1e-30)]
            .iter()
            .fold(Triple::default(), |total, (x, y)| total.add_product(*x, *y));
        assert_eq!(total.total(), 197.5);
    }
}
