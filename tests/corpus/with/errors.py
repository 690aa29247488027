class NoExit:
    def __enter__(self):
        return 1


class NoEnter:
    def __exit__(self, *a):
        return 1


class EnterFails:
    def __enter__(self):
        raise ValueError("enter failed")

    def __exit__(self, *a):
        print("not called")


class ExitFails:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        raise TypeError("exit failed")


class Truthy:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return [1]


for cm in (NoExit, NoEnter, EnterFails):
    try:
        with cm():
            print("body")
    except Exception as e:
        print(type(e).__name__, e)
try:
    with 5:
        pass
except TypeError as e:
    print(e)
try:
    with ExitFails():
        pass
except TypeError as e:
    print(e, e.__context__)
try:
    with ExitFails():
        raise KeyError("body")
except TypeError as e:
    print(e, repr(e.__context__))
with Truthy():
    raise RuntimeError("gone")
print("still here")


class Instance:
    pass


i = Instance()
i.__enter__ = lambda: 1
i.__exit__ = lambda *a: None
try:
    with i:
        pass
except TypeError as e:
    print(e)


class Nested:
    depth = 0

    def __enter__(self):
        Nested.depth += 1
        return Nested.depth

    def __exit__(self, *a):
        Nested.depth -= 1


n = Nested()
with n as a, n as b, n as c:
    print(a, b, c)
print(Nested.depth)
try:
    with Nested() as x, Nested() as y:
        raise ValueError((x, y))
except ValueError as e:
    print(e, Nested.depth)


def gen():
    with Nested() as d:
        yield d
        yield d + 1


g = gen()
print(next(g), Nested.depth)
g.close()
print(Nested.depth)
