d = {"a": 1, "b": 2}
print(d, d["a"], d.get("a"), d.get("z"), d.get("z", 5), "a" in d, "z" in d, len(d), list(d), list(d.keys()), list(d.values()), list(d.items()))
d["c"] = 3
d["a"] = 10
print(d, d.pop("a"), d.pop("zz", "default"), d, d.setdefault("b", 9), d.setdefault("n"), d.setdefault("m", []), d)
d["m"].append(1)
print(d.popitem(), d.popitem(), d, d.copy() == d, d.copy() is d)
d.update({"x": 1}, y=2)
d.update([("p", 1), ["q", 2]])
d.update(z=5)
d.update()
print(d)
d.clear()
print(d, dict(), dict(a=1), dict([("a", 1)]), dict({"a": 1}, b=2), dict(zip("ab", (1, 2))), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(["ab", "cd"]), dict(**{"k": 1}))
e = {1: "int", 1.0: "float", True: "bool", "1": "str", (1,): "tuple", None: "none", 2.5: "f"}
print(e, e[1], e[True], {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == [], {"a": 1} != {"a": 2})
print({"a": 1} | {"b": 2}, {"a": 1, "b": 1} | {"b": 2, "c": 3}, list(reversed({"a": 1, "b": 2})), list(reversed({"a": 1, "b": 2}.items())), sorted({"b": 1, "a": 2}), max({"a": 5, "b": 2}, key={"a": 5, "b": 2}.get))
for f in (lambda: {}["k"], lambda: {1: 2}[3], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: dict([1]), lambda: dict(["abc"]), lambda: dict([(1, 2, 3)]), lambda: dict(5), lambda: {} + {}, lambda: {} < {}, lambda: {}.get(), lambda: {}.update(5), lambda: {}.update([1]), lambda: dict(1, 2), lambda: {} | [], lambda: hash({}), lambda: {}[{}], lambda: {(1, 2): 3}[1, 3], lambda: {}.nope, lambda: {"a": 1}.a, lambda: {}.get([]), lambda: {}.fromkeys(5), lambda: {[]: 1 for _ in "a"}):
    try:
        print(f())
    except (KeyError, TypeError, ValueError, AttributeError) as ex:
        print(type(ex).__name__, ex)
