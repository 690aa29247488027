class Key:
    def __init__(self, v, h):
        self.v, self.h = v, h

    def __eq__(self, o):
        return isinstance(o, Key) and self.v == o.v

    def __hash__(self):
        return self.h

    def __repr__(self):
        return f"K{self.v}"


d = {Key(i, i % 3): i for i in range(12)}
print(len(d), d[Key(7, 1)], Key(7, 1) in d, Key(7, 2) in d, Key(99, 0) in d)
print(d)
del d[Key(3, 0)]
print(len(d), list(d.values()))
d[Key(3, 0)] = "again"
print(list(d.items())[-1])
s = {Key(1, 5), Key(1, 5), Key(2, 5)}
print(len(s), sorted(k.v for k in s))
print({1: "int", 1.0: "float", True: "bool"}, {0: "a", False: "b", 0.0: "c", -0.0: "d"})
print({"a": 1, "a": 2}, {(1, 2): 3}[1, 2], {frozenset({1}): 1}[frozenset([1])], {None: 0}[None])
print(hash(1) == hash(1.0) == hash(True), hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(0.5), hash(10**20))
print(hash(float("inf")), hash(float("-inf")), hash(1e300), hash(3 + 4j), hash(()), hash((1, 2, 3)), hash(None) == hash(None))
for bad in ([], {}, set(), bytearray()):
    try:
        hash(bad)
    except TypeError as e:
        print(e)
try:
    {[1]: 2}
except TypeError as e:
    print(e)
try:
    {(1, [2])}
except TypeError as e:
    print(e)
nan = float("nan")
dn = {nan: 1}
print(dn[nan], float("nan") in dn, len({nan, nan}), len({float("nan"), float("nan")}))


class EqRaises:
    def __hash__(self):
        return 1

    def __eq__(self, o):
        raise ValueError("eq raised")


m = {EqRaises(): 1}
try:
    m[EqRaises()]
except ValueError as e:
    print(e)
try:
    m[1]
except ValueError as e:
    print("int key too:", e)
