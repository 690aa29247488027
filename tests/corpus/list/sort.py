a = [3, 1, 2, 10, -5, 0]
print(sorted(a), sorted(a, reverse=True), a.sort(), a)
words = ["banana", "Apple", "cherry", "apple", "fig", "Fig"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
words.sort(key=lambda w: w[-1])
print(words)
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "y")]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: -p[0]), sorted(pairs, key=lambda p: p[1], reverse=True))
print(sorted([1, 2.5, True, -0.5, 10**20, 0]), sorted([[2], [1, 5], [1]]), sorted("hello"), sorted({"b": 1, "a": 2}), sorted(range(5), key=lambda x: x % 3), sorted([]), sorted([None]), sorted((3, 1)))
big = [(i * 7919) % 1000 for i in range(1000)]
s = sorted(big)
print(s == list(range(1000)), sorted(big, reverse=True) == s[::-1], sorted(big, key=lambda x: -x) == s[::-1], sorted(s) == s, sorted(s[::-1]) == s)
stable = sorted([(i % 3, i) for i in range(30)], key=lambda p: p[0])
print(stable == [(k, i) for k in range(3) for i in range(30) if i % 3 == k], sorted([(i % 3, i) for i in range(9)], key=lambda p: p[0], reverse=True))
for f in (lambda: sorted([1, "a"]), lambda: sorted([1, None]), lambda: [{}, {}].sort(), lambda: sorted(5), lambda: sorted([1], key=5), lambda: sorted([3, 1], lambda x: x), lambda: [1j, 2j].sort(), lambda: sorted([1, 2], key=lambda x: 1 / (x - 2))):
    try:
        print(f())
    except (TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
print(calls)


class R:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v > o.v

    def __repr__(self):
        return f"R{self.v}"


print(sorted([R(1), R(3), R(2)]), min([R(1), R(3)]), max([R(1), R(3)]))
lst = [3, 1, 2]


def meddle(x):
    lst.append(9)
    return x


try:
    lst.sort(key=meddle)
except ValueError as e:
    print(e)
from functools import cmp_to_key

print(sorted([5, 2, 8, 1], key=cmp_to_key(lambda a, b: b - a)), sorted(["10", "9", "1"], key=int), sorted([0.5, -0.0, 0, 0.0]))
