class P:
    def __init__(self):
        self.n = 0


def bump(p, by, n):
    for _ in range(n):
        p.n += by
    return p.n


p = P()
print(bump(p, 1, 1000), bump(p, 0.5, 1000), bump(p, 2**60, 10))
p.n = ""
print(len(bump(p, "x", 500)))
p.n = []
print(len(bump(p, [1], 300)))
p.n = 2**62 - 5
print(bump(p, 1, 10))
try:
    bump(p, "x", 1)
except TypeError as e:
    print(e)


class Slots:
    __slots__ = ("n",)


s = Slots()
try:
    bump(s, 1, 1)
except AttributeError as e:
    print(e)
s.n = 1
print(bump(s, 1, 500))


class Prop:
    store = 5

    @property
    def n(self):
        return self.store

    @n.setter
    def n(self, v):
        self.store = v if v < 100 else 0


print(bump(Prop(), 1, 500))


class OnClass:
    n = 10


o = OnClass()
print(bump(o, 1, 300), OnClass.n, o.__dict__)
del o.n
print(bump(o, 2, 300), OnClass.n)


class ReadOnly:
    @property
    def n(self):
        return 1


try:
    bump(ReadOnly(), 1, 1)
except AttributeError as e:
    print(e)


def grow_dict(n):
    p = P()
    for i in range(n):
        setattr(p, f"a{i}", i)
        p.n += getattr(p, f"a{i // 2}")
    return p.n, len(p.__dict__)


print(grow_dict(200))


def delete_and_add(n):
    p = P()
    misses = 0
    for i in range(n):
        if i % 3 == 0:
            p.extra = i
        try:
            misses += p.extra * 0
        except AttributeError:
            misses += 1
        if i % 3 == 1:
            del p.extra
    return misses


print(delete_and_add(900))


def many_shapes(n):
    t = 0
    for i in range(n):
        p = P()
        if i & 1:
            p.a = 1
        if i & 2:
            p.b = 2
        if i & 4:
            p.c = 3
        p.d = i
        t += p.n + p.d + len(p.__dict__)
    return t


print(many_shapes(800))
