d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 2) in i, type(k).__name__, type(i).__name__)
d["d"] = 4
print(list(k), list(v), list(i), k.mapping == d)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted(i & {("a", 1)}), k == {"a", "b", "c", "d"}, k.isdisjoint({"x"}), k >= {"a"}, k < set("abcde"))
print([x for x in k], [x + 1 for x in v], [(q, w) for q, w in i], {q: w for w, q in i}, sum(v), max(k), sorted(i, key=lambda p: -p[1]), list(reversed(k)), list(reversed(v)), dict(i) == d, dict(reversed(i)))
del d["a"]
print(k, v, i, list(zip(k, v)), next(iter(k)), next(iter(i)), bool(k), bool({}.keys()), {}.items(), {}.values(), {}.keys())
e = {1: "x", 2: [1]}
print(e.items(), repr(e.values()), str(e.keys()), e.values() == e.values(), e.keys() == e.keys(), e.items() == {1: "x", 2: [1]}.items())
for f in (lambda: k[0], lambda: hash(k), lambda: k + k, lambda: v & v, lambda: k.append, lambda: {1: []}.items() & {1}, lambda: next(k)):
    try:
        print(f())
    except (TypeError, AttributeError) as ex:
        print(ex)
it = iter(d)
print(next(it), it.__length_hint__())
d["new"] = 1
try:
    next(it)
except RuntimeError as ex:
    print(ex)
it = iter(d.items())
del d["new"]
try:
    next(it)
except RuntimeError as ex:
    print(ex)
for key, (x, y) in {"p": (1, 2), "q": (3, 4)}.items():
    print(key, x + y)
print([*d], sorted({*d}), (*d.values(),), "".join(d), " ".join(d.keys()), list(map(str.upper, d)), all(d.values()), any(d))
