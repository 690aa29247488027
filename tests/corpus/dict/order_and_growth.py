d = {}
for i in range(1000):
    d[(i * 37) % 1009] = i
print(len(d), list(d)[:5], list(d)[-3:], d[37], sum(d.values()))
for i in range(0, 1009, 2):
    d.pop(i, None)
print(len(d), list(d)[:5], sum(d), all(k % 2 for k in d))
for i in range(0, 100, 2):
    d[i] = "back"
print(len(d), list(d)[-3:], list(d).index(0) == len(d) - 50)
s = {}
for i in range(300):
    s["key%d" % (i % 150)] = i
print(len(s), s["key0"], s["key149"], list(s)[:3], list(s.values())[:3])
del s["key0"]
s["key0"] = "moved"
print(list(s)[0], list(s)[-1])
m = {1: "a", "1": "b", 1.5: "c", (1, 2): "d", frozenset([1]): "e", None: "f", b"1": "g", True: "a2", 10**20: "h", -1: "i", -2: "j"}
print(len(m), [m[k] for k in (1, "1", 1.5, (1, 2), frozenset([1]), None, b"1", 10**20, 1e20, -1, -2)])
n = {i: i for i in range(10)}
while n:
    k, v = n.popitem()
    if k == 5:
        n["late"] = 1
        print(n)
        break
big = {i: str(i) for i in range(5000)}
print(big[4999], len(big), sum(len(v) for v in big.values()), 5000 in big, -1 in big)
copy = dict(big)
copy[0] = "changed"
print(big[0], copy[0], len({**big, -1: ""}))
nested = {}
for a, b, c in [("x", "y", 1), ("x", "z", 2), ("w", "y", 3)]:
    nested.setdefault(a, {})[b] = c
print(nested, nested["x"]["z"])
count = {}
for ch in "the quick brown fox jumps":
    count[ch] = count.get(ch, 0) + 1
print(sorted(count.items(), key=lambda kv: (-kv[1], kv[0]))[:4])
inverse = {}
for k, v in count.items():
    inverse.setdefault(v, []).append(k)
print({k: sorted(v) for k, v in sorted(inverse.items())})
class K(str):
    pass


x = {K("a"): 1}
print(x["a"], x[K("a")], "a" in x)
