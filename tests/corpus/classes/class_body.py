class C:
    print("body runs", __qualname__, __module__)
    a = 1
    b = a + 1
    for i in range(3):
        a += i
    if b > 1:
        def chosen(self):
            return "first"
    else:
        def chosen(self):
            return "second"

    try:
        c = 1 // 0
    except ZeroDivisionError:
        c = "caught"

    class Inner:
        value = 5

        def get(self):
            return self.value

    squares = {k: k * k for k in range(3)}
    total = sum(squares.values())
    del i


print(C.a, C.b, C.c, C().chosen(), C.Inner().get(), C.Inner.__qualname__, C.squares, C.total, hasattr(C, "i"))


def f():
    x = "enclosing"

    class D:
        y = x
        x = "class level"

        def method(self):
            return x

    return D


try:
    print(f().y)
except NameError as e:
    print(type(e).__name__, e)


def g():
    x = "enclosing"

    class D:
        y = x

        def method(self):
            return x, self.y

    return D().method()


print(g())
x = "module"


class E:
    x = x + "!"

    def m(self):
        return x


print(E.x, E().m(), x)


def decorate(cls):
    cls.added = True
    return cls


@decorate
class F:
    pass


print(F.added)


class G:
    pass


G.f = lambda self, v: v + 1
print(G().f(1))
g1 = G()
g1.f = lambda v: v + 100
print(g1.f(1))
G.__str__ = lambda self: "patched"
print(str(G()))
