class Typed:
    def __set_name__(self, owner, name):
        self.name = name
        print("set_name", owner.__name__, name)

    def __init__(self, kind):
        self.kind = kind

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}")
        obj.__dict__[self.name] = value

    def __delete__(self, obj):
        print("delete", self.name)
        obj.__dict__.pop(self.name, None)


class NonData:
    def __get__(self, obj, owner):
        return (obj is None, owner.__name__)


class C:
    a = Typed(int)
    b = Typed(str)
    n = NonData()


c = C()
print(c.a)
c.a = 5
c.b = "x"
print(c.a, c.b, c.__dict__)
try:
    c.a = "no"
except TypeError as e:
    print(e)
del c.a
print(c.a, type(C.a).__name__)
print(c.n, C.n)
c.__dict__["n"] = "instance wins"
print(c.n)
c.__dict__["a"] = "data descriptor wins: still goes through get"
print(c.a)


class Function:
    def __get__(self, obj, owner):
        return lambda *args: (type(obj).__name__, args)


class D:
    method = Function()


print(D().method(1, 2))
f = lambda self: self
print(f.__get__(42)(), type(f.__get__(42)).__name__)


class Cached:
    def __init__(self, f):
        self.f = f
        self.name = f.__name__

    def __get__(self, obj, owner):
        if obj is None:
            return self
        value = self.f(obj)
        obj.__dict__[self.name] = value
        return value


class Circle:
    def __init__(self, r):
        self.r = r

    @Cached
    def area(self):
        print("computing")
        return self.r * self.r * 3


k = Circle(2)
print(k.area, k.area, k.__dict__)
