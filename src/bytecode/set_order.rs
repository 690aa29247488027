//! The order in which CPython shows the elements of a constant set, where it does not depend on the process.

use super::Const;

/// An empty table's size; a power of two.
const SMALLEST: usize = 8;
/// Neighbours that are tried before the search jumps.
const NEIGHBOURS: usize = 9;

/// The elements of a set in the order in which CPython iterates over it after they were added in the order given. Where
/// hashes differ from process to process (strings, bytes) or are not modelled (floats, say), the order given.
pub fn iteration_order(items: &[Const]) -> Vec<&Const> {
    let hashes: Option<Vec<u64>> = items.iter().map(hash).collect();
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

/// `hash()`, where it is the same everywhere.
fn hash(value: &Const) -> Option<u64> {
    Some(match value {
        Const::None => 0xFCA8_6420,
        Const::False => 0,
        Const::True => 1,
        Const::Int(number) => match number % ((1 << 61) - 1) {
            // -1 stands for an error.
            -1 => -2i64 as u64,
            rest => rest as u64,
        },
        Const::Tuple(items) => tuple_hash(items)?,
        _ => return None,
    })
}

/// A tuple's hash from those of its items, after xxHash64.
fn tuple_hash(items: &[Const]) -> Option<u64> {
    const PRIMES: [u64; 3] = [0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x27D4_EB2F_1656_67C5];
    let mut sum = PRIMES[2];
    for item in items {
        sum = sum.wrapping_add(hash(item)?.wrapping_mul(PRIMES[1]));
        sum = sum.rotate_left(31).wrapping_mul(PRIMES[0]);
    }
    sum = sum.wrapping_add(items.len() as u64 ^ PRIMES[2] ^ 3_527_539);
    Some(if sum == u64::MAX { 1_546_275_796 } else { sum })
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
        let order: Vec<String> = iteration_order(&items).iter().map(|item| text(item)).collect();
        assert_eq!(order, ["(3, 8)", "(-1, 10)", "(3, 9)", "(2305843009213693952, 0)", "()"]);
    }

    fn text(value: &Const) -> String {
        let mut out = String::new();
        crate::bytecode::repr::write_const(&mut out, value, &|_| 0);
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
            let order: Vec<&Const> = iteration_order(&items);
            assert_eq!(
                order,
                expected.iter().map(|&n| Const::Int(n)).collect::<Vec<_>>().iter().collect::<Vec<_>>()
            );
        }
    }
}
