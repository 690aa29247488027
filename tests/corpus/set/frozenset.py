f = frozenset([1, 2, 3])
print(f == {1, 2, 3}, len(f), 2 in f, sorted(f | {4}), sorted(f & {1}), sorted(f - {1}), sorted(f ^ {1, 9}), type(f | {4}).__name__, type({4} | f).__name__, frozenset(), frozenset({5}), hash(f) == hash(frozenset([3, 2, 1])))
print({f: "value"}[frozenset([3, 1, 2])], frozenset("aab") == frozenset("ab"), frozenset(f) is f, f.copy() is f, f < {1, 2, 3, 4}, f <= f, f.union([7]) == {1, 2, 3, 7}, f.issubset(range(5)), f.isdisjoint([9]), sorted(f.difference([1], [2])), f.intersection(range(2)))
print(hash(frozenset()) == hash(frozenset()), frozenset() == set(), len({frozenset([1]), frozenset([1]), frozenset([2])}), sorted(map(sorted, {frozenset("ab"), frozenset("c")})), bool(frozenset()))
for g in (lambda: f.add(1), lambda: f.remove(1), lambda: frozenset([[]]), lambda: frozenset(5), lambda: f + f, lambda: f[0], lambda: f.update([1]), lambda: frozenset(1, 2), lambda: f < 5):
    try:
        print(g())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
x = frozenset([1])
y = x
x |= {2}
print(sorted(x), sorted(y), type(x).__name__)


class FS(frozenset):
    pass


print(FS([1]) == frozenset([1]), type(FS([1]) | {2}).__name__, FS(), len(FS("abc")), hash(FS([1])) == hash(frozenset([1])))
print(sorted(x for x in frozenset(range(5)) if x % 2), sum(frozenset((1, 2))), {1, 2} == frozenset((1, 2)), set(frozenset([1])), frozenset({"k": 1}), max(frozenset((3, 9))), (lambda: frozenset((1,)) in {frozenset((1,))})())
