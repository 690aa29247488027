class Base:
    def step(self, x):
        return x + 1

    def name(self):
        return "base"


class Left(Base):
    def step(self, x):
        return super().step(x) * 2


class Right(Base):
    pass


class Both(Left, Right):
    def name(self):
        return "both+" + super().name()


def drive(o, n):
    x = 0
    for _ in range(n):
        x = o.step(x) % 1000003
    return x


print(drive(Base(), 1000), drive(Left(), 1000), drive(Right(), 1000), drive(Both(), 1000))
Right.step = lambda self, x: x + 5
print(drive(Both(), 1000), drive(Right(), 1000), drive(Base(), 10))
Base.step = lambda self, x: x + 7
print(drive(Left(), 1000), drive(Both(), 1000), drive(Base(), 1000))
del Right.step
print(drive(Both(), 1000), drive(Right(), 1000))


class Late(Base):
    pass


o = Late()
print(drive(o, 500))
Late.step = Left.step if False else (lambda self, x: -x + 1)
print(drive(o, 500), drive(o, 501))
o.step = lambda x: x + 100
print(drive(o, 500))


class Callable:
    def __call__(self, x):
        return x + 3


Late.step = Callable()
del o.step
print(drive(o, 500))
Late.step = staticmethod(lambda x: x + 9)
print(drive(o, 500))
Late.step = classmethod(lambda cls, x: x + len(cls.__name__))
print(drive(o, 500))
Late.step = property(lambda self: lambda x: x + 11)
print(drive(o, 500))
Late.step = 5
try:
    drive(o, 1)
except TypeError as e:
    print(e)
print(Both().name())


def bound(n):
    b = Base()
    f = b.step
    b.step = None
    x = 0
    for _ in range(n):
        x = f(x) % 997
    return x


print(bound(1000))


def per_type(n):
    objs = [Base(), Left(), Right(), Both(), type("Dyn", (Base,), {"step": lambda s, x: x ^ 1})()]
    x = 0
    for i in range(n):
        x = objs[i % len(objs)].step(x) % 10007
    return x


print(per_type(2000))
