print({x: x * x for x in range(4)}, {k: v for k, v in zip("ab", [1, 2])}, {v: k for k, v in {"a": 1}.items()})
print({x % 3 for x in range(10)} == {0, 1, 2}, len({c for c in "mississippi"}), {i: [j for j in range(i)] for i in range(3)})
print({x: y for x in range(2) for y in range(3)}, {k: v for k, v in {"a": 1, "b": 2}.items() if v > 1})
print({(i, j) for i in range(2) for j in range(2)} == {(0, 0), (0, 1), (1, 0), (1, 1)}, {str(k): None for k in (1, 2)})
words = ["apple", "bob", "cat", "apricot"]
print({w[0]: [v for v in words if v[0] == w[0]] for w in words})


def log(x):
    print("eval", x, end=" ")
    return x


print({log(i): log(i * 10) for i in range(2)})
try:
    {[]: 1 for _ in range(1)}
except TypeError as e:
    print(e)
try:
    {[i] for i in range(2)}
except TypeError as e:
    print(e)


def f():
    total = 0
    d = {i: (total := total + i) for i in range(5)}
    return d, total


print(f())
print({**{i: 0 for i in range(2)}, **{1: "x"}}, {*(i for i in range(2)), *{1, 5}} == {0, 1, 5})
nested = {i: {j: i * j for j in range(2)} for i in range(2)}
print(nested, {k: sum(v.values()) for k, v in nested.items()})
print({x for x in [1, 1.0, True]}, {x: i for i, x in enumerate([1, 1.0, True])}, {frozenset([i]) for i in [1, 1]})
print(sorted({len(w) for w in words}), max({w: len(w) for w in words}, key=len))
k = "untouched"
{k: 1 for k in range(3)}
print(k)
