e = "before"
try:
    raise ValueError("x")
except ValueError as e:
    pass
try:
    print(e)
except NameError as err:
    print(err)


def f():
    try:
        raise ValueError("y")
    except ValueError as exc:
        kept = exc
    try:
        exc
    except UnboundLocalError as err:
        print(err)
    return kept


print(repr(f()))


def closure():
    try:
        1 / 0
    except ZeroDivisionError as exc:
        return lambda: exc


try:
    closure()()
except NameError as err:
    print(err)


def nested():
    try:
        raise ValueError("outer")
    except ValueError as e:
        try:
            raise TypeError("inner")
        except TypeError as e:
            print(e)
        try:
            print(e)
        except UnboundLocalError as err:
            print(err)


nested()


def deleted():
    try:
        raise ValueError("z")
    except ValueError as e:
        del e
    return "no error"


print(deleted())
import sys

print(sys.exc_info())
try:
    raise KeyError("info")
except KeyError:
    kind, value, tb = sys.exc_info()
    print(kind.__name__, value, tb is not None, sys.exception() is value)
print(sys.exc_info()[0], sys.exception())


def current():
    return type(sys.exception()).__name__


try:
    raise KeyError
except KeyError:
    print(current())
    try:
        raise ValueError
    except ValueError:
        print(current())
    print(current())
print(current())


def in_generator():
    try:
        raise ValueError
    except ValueError:
        yield current()
    yield current()


print(list(in_generator()))
