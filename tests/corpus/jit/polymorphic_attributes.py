class A:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v


class B:
    def __init__(self, v):
        self.other = 0
        self.v = v * 2

    def get(self):
        return self.v + 1


class C:
    __slots__ = ("v",)

    def __init__(self, v):
        self.v = v

    def get(self):
        return -self.v


class D:
    @property
    def v(self):
        return 100

    def get(self):
        return self.v


class E:
    def __getattr__(self, name):
        return 7 if name == "v" else (lambda: 8)


class F(A):
    v = "class attribute hidden by the instance"


def read(objects):
    total = 0
    for o in objects:
        total += o.v
    return total


def call(objects):
    total = 0
    for o in objects:
        total += o.get()
    return total


mono = [A(i) for i in range(500)]
print(read(mono), call(mono))
for kinds in ((A, B), (A, B, C), (B, C, F)):
    objs = [kinds[i % len(kinds)](i) for i in range(600)]
    print(read(objs), call(objs))
objs = [A(1), D(), E(), C(5), B(3), F(9)] * 100
print(read(objs), call(objs))
print(read(mono), call(mono))


def write(objects):
    for i, o in enumerate(objects):
        o.v = i
        o.v += 1
    return sum(o.v for o in objects)


print(write(mono), write([A(1), B(2), C(3), F(4)] * 100))
try:
    read([A(1), D(), object()])
except AttributeError as e:
    print(e)
