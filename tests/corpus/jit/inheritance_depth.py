class L0:
    def value(self):
        return 1

    def chain(self, x):
        return x


def make(base, i):
    class L(base):
        def chain(self, x):
            return super().chain(x + i)

    L.__name__ = f"L{i}"
    return L


k = L0
classes = [k]
for i in range(1, 12):
    k = make(k, i)
    classes.append(k)
objs = [c() for c in classes]
print(sum(o.value() for o in objs * 50), [o.chain(0) for o in objs], sum(objs[-1].chain(i) for i in range(100)))
L0.value = lambda self: 2
print(sum(o.value() for o in objs * 50))
classes[5].value = lambda self: 10
print(sum(o.value() for o in objs * 50))
classes[8].extra = "attr"
print([hasattr(o, "extra") for o in objs], objs[-1].extra)
del classes[5].value
print(sum(o.value() for o in objs * 50))


class Abstract:
    def run(self, n):
        return sum(self.item(i) for i in range(n))

    def item(self, i):
        raise NotImplementedError(type(self).__name__)


class One(Abstract):
    def item(self, i):
        return 1


class Square(Abstract):
    def item(self, i):
        return i * i


class Half(Abstract):
    def item(self, i):
        return i / 2


class Missing(Abstract):
    pass


for _ in range(3):
    print([c().run(200) for c in (One, Square, Half)])
try:
    Missing().run(5)
except NotImplementedError as e:
    print(repr(e))


class Counted:
    made = 0

    def __init__(self):
        type(self).made += 1
        self.id = self.made


class CountedChild(Counted):
    made = 100


for _ in range(300):
    Counted()
    CountedChild()
print(Counted.made, CountedChild.made, Counted().id, CountedChild().id)


def isinstance_loop(n):
    items = [One(), Square(), 5, "s", Half(), None, True, 2.5]
    t = 0
    for i in range(n):
        x = items[i % 8]
        t += isinstance(x, Abstract) + 2 * isinstance(x, (int, str)) + 4 * (type(x) is One) + 8 * issubclass(type(x), (Half, float))
    return t


print(isinstance_loop(1600))
