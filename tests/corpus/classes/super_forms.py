class A:
    x = "A.x"

    def f(self):
        return "A.f"

    @classmethod
    def make(cls):
        return f"A.make for {cls.__name__}"

    @property
    def p(self):
        return "A.p"


class B(A):
    x = "B.x"

    def f(self):
        return "B.f > " + super().f()

    def explicit(self):
        return super(B, self).f()

    @classmethod
    def make(cls):
        return "B > " + super().make()

    @property
    def p(self):
        return "B.p > " + super().p

    def attribute(self):
        return super().x, self.x

    def missing(self):
        return super().nothing

    @staticmethod
    def static():
        try:
            return super().f()
        except RuntimeError as e:
            return str(e)

    def from_nested(self):
        def inner():
            return __class__.__name__

        return inner(), [super(B, self).f() for _ in range(1)]


b = B()
print(b.f(), b.explicit(), B.make(), b.p, b.attribute(), B.static(), b.from_nested())
try:
    b.missing()
except AttributeError as e:
    print(e)
try:
    super().f()
except RuntimeError as e:
    print(e)


class C(B):
    def __init__(self):
        super().__init__()
        self.s = super()

    def f(self):
        return "C.f > " + super().f()


c = C()
print(c.f(), c.s.f(), type(c.s).__name__)
try:
    super(C, 5)
except TypeError as e:
    print(e)


class D(A):
    def __getattr__(self, name):
        return "dynamic " + name

    def test(self):
        try:
            return super().unknown
        except AttributeError as e:
            return str(e)


print(D().anything, D().test())


def outside(self):
    return super(B, self).f()


B.outside = outside
print(b.outside())
