a, b = {1, 2, 3}, {3, 4}
print(a | b == {1, 2, 3, 4}, a & b, a - b == {1, 2}, a ^ b == {1, 2, 4}, a < b, {1} < a, a <= a, a >= {1}, a == {3, 2, 1}, a != b, 1 in a, 9 in a, len(a), a.isdisjoint({9}), a.issubset({1, 2, 3, 4}), a.issuperset([1]))
a.add(10)
a.add(1)
a.discard(2)
a.discard(99)
a.remove(3)
print(sorted(a), a.union([5], (6,)) == {1, 10, 5, 6}, a.intersection([1, 2]), a.difference([1]), sorted(a.symmetric_difference([1, 7])), sorted(a.copy()))
a.update([20, 30], {40})
a.intersection_update({1, 20, 30, 50})
a.difference_update([1])
a.symmetric_difference_update({20, 60})
print(sorted(a), a.pop() in (30, 60), len(a))
a.clear()
print(a, set(), {1}, set("aab") == {"a", "b"}, set([1, 1.0, True]), set(range(3)), set({1: 2}), frozenset([1, 2]) == {1, 2}, {frozenset([1])}, bool(set()), bool({0}))
s = {1, 2}
t = s
s |= {3}
s -= {1}
s &= {2, 3}
s ^= {2}
print(s, s is t)
for f in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} + {2}, lambda: {1} | [2], lambda: {1} < [1], lambda: hash(set()), lambda: set(5), lambda: set([1])[0], lambda: {{1}}, lambda: set().add(), lambda: {1}.update(5), lambda: {1} in {1} and 0, lambda: set(1, 2), lambda: [1] in {1}, lambda: {1}.union(5)):
    try:
        print(f())
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)
print(sorted({x % 5 for x in range(20)}), max({3, 1}), sum({1, 2, 3}), sorted({"b", "a"}), {1, 2} == {2, 1}, {1, 2} == [1, 2], {1.0} == {1}, sorted({(1, 2), (0, 5)}))
print({frozenset({1, 2})} == {frozenset({2, 1})}, frozenset({1}) in {1} if False else {1} in {frozenset({1})}, sorted(set("hello") - set("help")), len(set(range(1000)) & set(range(500, 1500))))
big = set()
for i in range(1000):
    big.add(i * 3 % 700)
print(len(big), sum(big), 699 in big, 700 in big)
for i in range(0, 700, 2):
    big.discard(i)
print(len(big), min(big), max(big))
print({5}, {"x"}, {None}, {(1, 2)}, {True}, repr({1.5}), str(set()))
