//! The order in which CPython shows the elements of a constant set.

use super::Const;
use super::hash::{self, HashKey, SetHash, TupleHash};

/// An empty table's size; a power of two.
const SMALLEST: usize = 8;
/// Neighbours that are tried before the search jumps.
const NEIGHBOURS: usize = 9;

/// The elements of a set in the order in which CPython iterates over it, where text hashes with `key`, after they were added in the
/// order given. Where an element hashes by its address, the order given.
pub fn iteration_order(items: &[Const], key: HashKey) -> Vec<&Const> {
    let hashes: Option<Vec<u64>> = items.iter().map(|item| hash(item, key)).collect();
    let Some(hashes) = hashes else { return items.iter().collect() };
    let mut table: Vec<Option<usize>> = vec![None; SMALLEST];
    for (used, item) in (1..).zip(0..items.len()) {
        insert(&mut table, &hashes, item);
        if used * 5 >= (table.len() - 1) * 3 {
            let least = if used > 50_000 { used * 2 } else { used * 4 };
            let mut grown = vec![None; (least + 1).next_power_of_two().max(SMALLEST)];
            table.iter().flatten().for_each(|&item| insert(&mut grown, &hashes, item));
            table = grown;
        }
    }
    table.into_iter().flatten().map(|item| &items[item]).collect()
}

/// `hash()`, where it does not depend on where the value lies.
fn hash(value: &Const, key: HashKey) -> Option<u64> {
    let float = |x: f64| (!x.is_nan()).then(|| hash::float(x));
    Some(match value {
        Const::None => hash::NONE,
        Const::False => 0,
        Const::True => 1,
        Const::Int(number) => hash::int(*number) as u64,
        Const::BigInt(number) => hash::big_int(number) as u64,
        Const::Float(x) => float(*x)? as u64,
        Const::Complex(real, imaginary) => hash::complex(float(*real)?, float(*imaginary)?) as u64,
        Const::Str(text) => key.hash_text(text),
        Const::Bytes(bytes) => key.hash(bytes),
        Const::Tuple(items) => {
            let mut sum = TupleHash::new();
            for item in items {
                sum.item(hash(item, key)?);
            }
            sum.finish(Some(items.len() as u64)) as u64
        }
        Const::FrozenSet(items) => {
            let mut sum = SetHash::default();
            for item in items {
                sum.item(hash(item, key)?);
            }
            sum.finish(items.len() as u64) as u64
        }
        Const::Ellipsis | Const::Code(_) => return None,
    })
}

/// Adds an element that is not there yet.
fn insert(table: &mut [Option<usize>], hashes: &[u64], item: usize) {
    let mask = table.len() - 1;
    let mut perturb = hashes[item];
    let mut at = perturb as usize & mask;
    loop {
        let end = if at + NEIGHBOURS <= mask { at + NEIGHBOURS } else { at };
        if let Some(free) = table[at..=end].iter_mut().find(|slot| slot.is_none()) {
            *free = Some(item);
            return;
        }
        perturb >>= 5;
        at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_have_cpythons_order() {
        let pair = |a, b| Const::Tuple(vec![Const::Int(a), Const::Int(b)]);
        let items = [pair(3, 8), pair(3, 9), pair(-1, 10), Const::Tuple(vec![]), pair(1 << 61, 0)];
        let order: Vec<String> =
            iteration_order(&items, HashKey::default()).iter().map(|item| text(item)).collect();
        assert_eq!(order, ["(3, 8)", "(-1, 10)", "(3, 9)", "(2305843009213693952, 0)", "()"]);
    }

    fn text(value: &Const) -> String {
        let mut out = String::new();
        crate::bytecode::repr::write_const(&mut out, value, HashKey::default(), &|_| 0);
        out
    }

    #[test]
    fn orders_are_cpythons() {
        let big: Vec<i64> = (0..20).map(|n| n * 7919 % 1009 - 300).collect();
        for (given, expected) in [
            (&[3, 2, 1][..], &[1, 2, 3][..]),
            (&[64, 32, 0, 96], &[64, 0, 32, 96]),
            (&[10, 3, 200, -1, 1_000_000_007], &[3, 1_000_000_007, 200, 10, -1]),
            (
                &big,
                &[
                    647, -118, 403, 279, 35, 556, -209, 432, 188, -56, 585, -180, -300, 341, 97, -27, 494,
                    -271, 250, 126,
                ],
            ),
        ] {
            let items: Vec<Const> = given.iter().map(|&n| Const::Int(n)).collect();
            let order: Vec<&Const> = iteration_order(&items, HashKey::default());
            assert_eq!(
                order,
                expected.iter().map(|&n| Const::Int(n)).collect::<Vec<_>>().iter().collect::<Vec<_>>()
            );
        }
    }
}
