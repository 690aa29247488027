names = []
for i in range(500):
    names.append("name" + str(i))
d = {n: i for i, n in enumerate(names)}
names = None
junk = [str(i) * 3 for i in range(3000)]
print(d["name77"], d["name" + "499"], len(d))


class C:
    pass


c = C()
for i in range(300):
    setattr(c, "attr" + str(i), [i])
junk = [[] for _ in range(3000)]
print(c.attr5, getattr(c, "attr" + "299"), len(c.__dict__))
classes = []
for i in range(50):
    classes.append(type("T" + str(i), (C,), {"v": [i]}))
junk = [{} for _ in range(2000)]
print(sum(k.v[0] for k in classes), classes[7]().v, classes[-1].__name__)
classes = classes[:3]
print([k.__name__ for k in classes], sum(1 for k in range(100)))
fs = []
for i in range(40):
    ns = {}
    exec(f"def f(x):\n    return x + {i}", ns)
    fs.append(ns["f"])
junk = [[] for _ in range(2000)]
print(sum(f(1) for f in fs))
small = {i: i * i for i in range(-5, 257)}
print(small[256], small[-5], sum(small.values()))
big = [2**70 + i for i in range(200)]
floats = [1e300 * i for i in range(200)]
junk = [2**80 + i for i in range(2000)]
print(sum(big) - 200 * 2**70, sum(floats) / 1e300, big[100] - 2**70)
