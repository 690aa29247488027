def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [1, b]:
            return f"one then {b}"
        case (a, b):
            return f"two {a} {b}"
        case ["cmd", *args]:
            return f"cmd {args}"
        case [first, *_, "end"]:
            return f"ends from {first}"
        case [_, [inner, *more], *rest]:
            return f"nested {inner} {more} {rest}"
        case [*all_]:
            return f"many {all_}"
        case _:
            return "no sequence"


tests = ([], (), [5], [1, 2], (3, 4), ["cmd", 1, 2], ["cmd"], [1, 2, "end"], [0, [1, 2, 3], 4], [0, 1, 2], range(3), range(0), "ab", b"ab", {1, 2}, {1: 2}, None,
         iter([1]), bytearray(b"ab"), 5)
for t in tests:
    print(t if not hasattr(t, "__next__") else "iterator", "->", f(t))


def g(x):
    match x:
        case [int(a), str(b)]:
            return f"int {a} str {b}"
        case [a, b] if a == b:
            return "equal"
        case [(1 | 2) as n, _]:
            return f"n {n}"
        case [*start, last] if len(start) > 2:
            return f"{start} {last}"
        case [[a, b], [c, d]]:
            return a + b + c + d
        case (a, b) | [a, b, _]:
            return f"either {a} {b}"


for t in ([1, "x"], [3, 3], [2, 9], [1, 2, 3, 4], [[1, 2], [3, 4]], [7, 8], [7, 8, 9], [1]):
    print(t, g(t))


class Seq:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i


print(f(Seq()))
from collections import deque

print(f(deque([1, 2])), f(deque()))


class L(list):
    pass


class S(str):
    pass


print(f(L([1])), f(S("ab")))
match [1, [2, [3, [4]]]]:
    case [a, [b, [c, [d]]]]:
        print(a, b, c, d)
match (1, 2, 3, 4, 5):
    case (first, *middle, last):
        print(first, middle, last)
