class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


class E(C, B):
    def who(self):
        return ["E"] + super().who()


print(D().who(), E().who(), B().who())
print([k.__name__ for k in D.__mro__], [k.__name__ for k in E.mro()])
try:

    class F(A, B):
        pass

except TypeError as e:
    print(e)
try:

    class G(A, A):
        pass

except TypeError as e:
    print(e)
try:

    class H(5):
        pass

except TypeError as e:
    print(type(e).__name__)
try:

    class I(bool):
        pass

except TypeError as e:
    print(e)


class Mixin:
    def describe(self):
        return f"<{self.name}>"


class Named:
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name


class Sized:
    def __init__(self, size=0, **kw):
        super().__init__(**kw)
        self.size = size


class Thing(Mixin, Named, Sized):
    pass


t = Thing(name="box", size=3)
print(t.describe(), t.size, Thing.__mro__[1].__name__)
print(super(Thing, t).describe(), super(Named, t).__init__.__qualname__)
print(isinstance(t, Mixin), issubclass(Thing, Sized))
X = type("X", (D,), {"who": lambda self: ["X"] + D.who(self), "z": 1})
print(X().who(), X.z, X.__name__)


class Diamond1(D, E.__bases__[1]):
    pass


print([k.__name__ for k in Diamond1.__mro__])
