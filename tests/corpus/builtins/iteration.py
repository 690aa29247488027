print(list(enumerate("abc")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(zip([1, 2], "ab")), list(zip()), list(zip([1])), list(zip("abc", range(2))), list(zip([1, 2], [3, 4], [5, 6])))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(max, [1, 5], [3, 2], [2, 9])), list(filter(lambda x: x > 1, [0, 1, 2, 3])), list(filter(None, [0, 1, ""])), list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))))
print(next(iter([1])), next(iter([]), "d"), list(iter("ab")), list(iter([1, 2].pop, 1)), any([0, 1]), any([]), all([1, 1]), all([]), sum([1, 2]), sum([1.5, 2]), sum([], 5), sum([[1], [2]], []), sum((i for i in range(4)), start=10))
for f in (lambda: zip([1, 2], [1], strict=True), lambda: zip([1], [1, 2], strict=True), lambda: zip([1, 2], [1, 2], strict=True), lambda: zip([], [1], [1], strict=True)):
    try:
        print(list(f()))
    except ValueError as e:
        print(e)
for f in (lambda: enumerate(), lambda: enumerate(5), lambda: zip(1), lambda: zip([1], 2), lambda: map(len), lambda: map(), lambda: filter(None), lambda: list(map(5, [1])), lambda: list(map(len, [1])), lambda: next([]), lambda: next(), lambda: iter(), lambda: iter(5), lambda: iter(5, 6), lambda: reversed({}.values and {1}), lambda: reversed(5), lambda: sum(5), lambda: sum(["a", "b"]), lambda: sum([1], "a"), lambda: sum([b""], b""), lambda: any(5), lambda: all(None), lambda: next(iter([])), lambda: enumerate("a", "b"), lambda: list(filter(5, [1])), lambda: enumerate("a", start=1, foo=2)):
    try:
        print(f())
    except (TypeError, StopIteration) as e:
        print(type(e).__name__, e)
e = enumerate("abc")
print(next(e), list(e), list(e), iter(e) is e, type(e).__name__, type(zip()).__name__, type(map(str, [])).__name__, type(iter([])).__name__, type(iter({})).__name__, type(iter("")).__name__, type(iter(())).__name__, type(iter(range(1))).__name__, type(iter(set())).__name__, type(reversed([])).__name__)
z = zip(iter([1, 2, 3]), iter([1]))
print(next(z), list(z))
it = iter([1, 2, 3, 4, 5, 6])
print(list(zip(it, it, it)), [(a, b) for (a, b), c in zip([(1, 2)], "x")], dict(map(lambda p: (p[1], p[0]), enumerate("ab"))), max(enumerate([3, 9, 2]), key=lambda p: p[1]), list(zip(*[(1, 2), (3, 4)])), sum(map(len, ["a", "bb"])))
print(list(map(lambda x: (yield_ := x) * 2, [1, 2])), [*map(int, "12")], tuple(filter(str.isalpha, "a1b2")), set(map(abs, [-1, 1])), *zip("ab", "cd"))
