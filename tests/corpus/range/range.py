print(range(5), range(2, 5), range(0, 10, 3), list(range(5)), list(range(5, 0, -1)), list(range(0)), list(range(5, 2)), list(range(-3, 3)), list(range(10, 0, -3)), list(range(0, -5, -2)))
r = range(3, 30, 4)
print(len(r), r[0], r[-1], r[2:4], r[::-1], 7 in r, 8 in r, 7.0 in r, "a" in r, r.index(11), r.count(11), r.count(12), r.start, r.stop, r.step, list(reversed(r)), sum(r), max(r), min(r))
print(range(0, 3) == range(3), range(0, 5, 2) == range(0, 6, 2), range(0) == range(5, 5), range(3) != [0, 1, 2], hash(range(3)) == hash(range(0, 3)), {range(2): 1}[range(0, 2)], bool(range(0)), bool(range(1)), range(True), range(1, 2, True))
for f in (lambda: range(1.5), lambda: range("a"), lambda: range(1, 2, 0), lambda: range(), lambda: range(1, 2, 3, 4), lambda: r[100], lambda: r[-100], lambda: r["a"], lambda: r.index(8), lambda: range(None), lambda: r + r, lambda: r * 2, lambda: r.start.x, lambda: setattr(r, "start", 1), lambda: range(3) < range(4), lambda: len(range(2**70)), lambda: r[::0]):
    try:
        print(f())
    except (TypeError, ValueError, IndexError, AttributeError, OverflowError) as e:
        print(type(e).__name__, e)
big = range(10**20, 10**20 + 10, 3)
print(list(big), big[1], len(big), 10**20 + 3 in big, big[::-1], range(2**62, 2**62 + 2)[1], list(range(-(2**63), -(2**63) + 2)), range(0, 2**70, 2**69)[-1], 2**69 in range(0, 2**70, 2**69))
it = iter(range(3))
print(next(it), list(it), list(it), it.__length_hint__(), list(zip(range(3), range(10, 0, -1))), [*range(2), *range(2)])
for i in range(3):
    for j in range(i, 3):
        print(i * j, end=" ")
print()
for i in range(5):
    i += 10
print(i)


class I:
    def __index__(self):
        return 4


print(list(range(I())), range(I(), 10), range(10)[I()], range(10)[-3:], range(10)[3:100], range(10)[::3], range(10)[8:1:-3], list(range(10)[::-2]), range(5)[5:], range(1, 10, 2)[1:3])
