def count(words):
    d = {}
    for w in words:
        d[w] = d.get(w, 0) + 1
    return d


def count_try(words):
    d = {}
    for w in words:
        try:
            d[w] += 1
        except KeyError:
            d[w] = 1
    return d


def count_in(words):
    d = {}
    for w in words:
        if w in d:
            d[w] += 1
        else:
            d[w] = 1
    return d


words = [f"w{i * i % 97}" for i in range(1500)]
ints = [i * i % 97 for i in range(1500)]
for f in (count, count_try, count_in):
    r = f(words)
    s = f(ints)
    m = f([1, 1.0, True, "1", None, (1,), 2**70, 1.5, b"1"] * 50)
    print(len(r), sum(r.values()), max(r, key=r.get), len(s), s[0], m)
try:
    count([1, [], 2])
except TypeError as e:
    print(e)


def attributes_like(n):
    d = {"x": 0, "y": 1.5, "name": "n"}
    for i in range(n):
        d["x"] = d["x"] + 1
        d["y"] = d["y"] * 1.001
        if i % 300 == 0:
            d["name"] += str(i)
    return d


print(attributes_like(1500))


def changing_dict(n):
    d = {}
    t = 0
    for i in range(n):
        d[i % 50] = i
        if i % 7 == 0:
            d.pop(i % 50)
        if i % 31 == 0:
            d = dict(d)
        t += len(d)
    return t, sorted(d)[:5]


print(changing_dict(1500))


def iterate(d, n):
    t = 0
    for _ in range(n):
        for k in d:
            t += k
        for v in d.values():
            t += v
        for k, v in d.items():
            t += k * v
    return t


print(iterate({i: i + 1 for i in range(20)}, 30))


def resize_while_iterating():
    d = {i: i for i in range(5)}
    try:
        for k in d:
            d[k + 100] = 1
    except RuntimeError as e:
        return str(e)


for _ in range(50):
    r = resize_while_iterating()
print(r)


def subclass_missing():
    class D(dict):
        def __missing__(self, k):
            return k * 2

    d = D()
    t = 0
    for i in range(500):
        if i % 2:
            d[i] = 1
        t += d[i]
    return t, len(d)


print(subclass_missing())


def keyed(d, k):
    return d[k]


for i in range(300):
    keyed({"a": i}, "a")
print(keyed({1: "int"}, 1), keyed([5, 6], 1), keyed("str", 0), keyed({1.0: "f"}, 1), keyed({(1, 2): "t"}, (1, 2)))
for d, k in (({}, "a"), ([], 0), ("", 0), (None, 1), ({}, [])):
    try:
        keyed(d, k)
    except (KeyError, IndexError, TypeError) as e:
        print(type(e).__name__, e)
