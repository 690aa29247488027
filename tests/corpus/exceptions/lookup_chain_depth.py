def build(n):
    try:
        if n == 0:
            raise ValueError("root")
        build(n - 1)
    except Exception as e:
        raise RuntimeError(f"level {n}") from e


try:
    build(5)
except RuntimeError as e:
    chain = []
    while e is not None:
        chain.append(str(e))
        e = e.__cause__
    print(chain)


def implicit(n):
    try:
        if n == 0:
            raise ValueError("root")
        implicit(n - 1)
    except Exception:
        raise RuntimeError(f"level {n}")


try:
    implicit(4)
except RuntimeError as e:
    chain = []
    while e is not None:
        chain.append((str(e), e.__cause__))
        e = e.__context__
    print(chain)
e = ValueError("self")
try:
    try:
        raise e
    except ValueError:
        raise e
except ValueError as again:
    print(again is e, again.__context__)
try:
    try:
        raise KeyError(1)
    except KeyError as a:
        try:
            raise IndexError(2)
        except IndexError as b:
            raise a
except KeyError as k:
    print(repr(k), repr(k.__context__), k.__context__.__context__)
err = RuntimeError("x")
err.__context__ = ValueError("set by hand")
print(repr(err.__context__), err.__suppress_context__)
try:
    err.__cause__ = 5
except TypeError as t:
    print(t)
try:
    err.__context__ = "no"
except TypeError as t:
    print(t)
try:
    err.__traceback__ = 1
except TypeError as t:
    print(t)
