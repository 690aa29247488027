class Date:
    created = 0

    def __init__(self, y, m, d):
        self.y, self.m, self.d = y, m, d
        Date.created += 1

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("-")))

    @staticmethod
    def valid(m):
        return 1 <= m <= 12

    @classmethod
    def count(cls):
        return cls.__name__, cls.created

    def __repr__(self):
        return f"{type(self).__name__}({self.y}, {self.m}, {self.d})"


class DateTime(Date):
    pass


print(Date.parse("2024-02-03"), DateTime.parse("1999-12-31"))
print(Date.valid(5), Date.parse("1-1-1").valid(13), DateTime.count(), Date(1, 2, 3).count())
f = DateTime.parse
print(f("3-2-1"), f.__self__.__name__, f.__func__ is Date.parse.__func__)
print(type(Date.__dict__["parse"]).__name__, type(Date.__dict__["valid"]).__name__, type(Date.valid).__name__)


class Meta:
    @classmethod
    @property
    def unused(cls):
        return 1

    @staticmethod
    def s(*args, **kw):
        return args, kw

    c = classmethod(lambda cls, x: (cls.__name__, x))
    t = staticmethod(len)


print(Meta.s(1, k=2), Meta().s(), Meta.c(4), Meta().c(5), Meta.t("abc"), Meta().t([1]))


@staticmethod
def plain():
    return "callable staticmethod"


print(plain())


class Lazy:
    @staticmethod
    def helper(x):
        return x * 2

    table = [helper(i) for i in range(3)] if False else None

    def use(self):
        return self.helper(4), Lazy.helper(5), type(self).helper(6)


print(Lazy().use())
