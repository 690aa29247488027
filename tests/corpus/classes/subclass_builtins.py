class Stack(list):
    def push(self, x):
        self.append(x)

    def peek(self):
        return self[-1]


s = Stack([1, 2])
s.push(3)
print(s, s.peek(), len(s), s.pop(), isinstance(s, list), type(s[:1]).__name__, s == [1, 2])


class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value


d = DefaultDict(a=1)
print(d["a"], d["bb"], d, d.get("zz"), "zz" in d)


class Counter(dict):
    def add(self, key):
        self[key] = self.get(key, 0) + 1


c = Counter()
for ch in "hello":
    c.add(ch)
print(c, sorted(c.items()))


class MySet(set):
    def describe(self):
        return f"{len(self)} items"


m = MySet([1, 2, 2])
m.add(5)
print(m.describe(), 5 in m, sorted(m), type(m | {9}).__name__)


class Money(float):
    def __str__(self):
        return f"${float(self):.2f}"

    def __add__(self, other):
        return Money(float(self) + float(other))


print(Money(3) + 4, repr(Money(2.5)), Money(1) < 2, type(Money(1) * 2).__name__)


class Mod7(int):
    def __add__(self, other):
        return Mod7((int(self) + int(other)) % 7)

    def __eq__(self, other):
        return int(self) % 7 == int(other) % 7

    def __hash__(self):
        return hash(int(self) % 7)


print(Mod7(5) + 4, Mod7(3) == 10, sum([Mod7(6), Mod7(6)], Mod7(0)), {Mod7(1): "x"}[8 % 7])


class Loud(str):
    def __getitem__(self, i):
        return Loud(super().__getitem__(i).upper())


print(Loud("abc")[1], Loud("abc")[0:2], Loud("abc").upper(), [ch for ch in Loud("ab")])


class Override(list):
    def __len__(self):
        return 99

    def __getitem__(self, i):
        return "item"


o = Override([1])
print(len(o), o[5], o, list(o))
