# Natives that draw from compiled generators: what comes out, and in which order things happen.

log = []


def numbers(n, kind=int):
    for i in range(n):
        yield kind(i)


def told(items):
    for item in items:
        log.append(item)
        yield item


def failing(n, error):
    for i in range(n):
        yield i
    raise error


def warm():
    total = 0
    for i in range(300):
        total += sum(x for x in numbers(3)) + sum(x * 0.5 for x in numbers(3, float))
        total += any(x > 5 for x in numbers(8)) + all(x < 5 for x in numbers(8))
        total += len(list(told([1]))) + len([*told([2])]) + next(told([3])) + len(list(failing_quietly()))
    return total


def failing_quietly():
    try:
        yield from failing(2, ValueError("quiet"))
    except ValueError:
        yield "caught"


print(warm(), len(log))
log.clear()

# Sums of every kind, changing under way.
for items in ([1, 2, 3], [2**62 - 1, 2**62, 5], [2**63 - 1, 1, -1], [1, True, 2], [1, 0.1, 0.2, 0.3], [0.1] * 10,
              [1e100, 1.0, -1e100], [float("inf"), 1.0], [float("nan"), 1], [1.5, 2, 2**70, 1j], [1, 2.5, 5e-324, 1e300],
              [-0.0, -0.0], [0.0, -0.0], [], [True, True], [1, 10**30, 2]):
    print(sum(x for x in told(items)), sum((x for x in told(items)), 0.0), sum(told(items), 5))
print(log.count(0.1), len(log))
try:
    print(sum(told([1, "x", 2])))
except TypeError as error:
    print(error, log[-2:])
log.clear()
print(sum((told([[1], [2]])), []), sum(((1,) for _ in range(3)), ()))

# As little is drawn as is needed, and the rest is still there.
for function, items in ((any, [False, 0, "", 3, 4]), (all, [True, 1, "x", 0, 1]), (any, []), (all, []),
                        (any, [False] * 5), (all, [True] * 5)):
    log.clear()
    generator = told(items)
    print(function.__name__, function(generator), log, list(generator))


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        log.append(("asked", self.value))
        if self.value is None:
            raise KeyError("no truth")
        return self.value


log.clear()
print(any(told([Truth(False), False, Truth(True), Truth(None)])), [type(entry).__name__ for entry in log])
try:
    all(told([True, Truth(True), Truth(None), 1]))
except KeyError as error:
    print(error)

# Exceptions, with their places.
import sys


def lines(error):
    out = []
    tb = error.__traceback__
    while tb is not None:
        out.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    return out


for function in (sum, any, list, tuple, sorted, max, set, "".join, dict):
    try:
        function(failing(0, KeyError("gone")))
    except KeyError as error:
        print(getattr(function, "__name__", function), error, lines(error))
try:
    list(failing(3, StopIteration(1)))
except RuntimeError as error:
    print(error, repr(error.__cause__))


# A generator that draws from itself, and one that others draw from while it runs.
def snake():
    yield 1
    yield sum(me)


me = snake()
try:
    print(sum(me))
except ValueError as error:
    print(error)


def nested(depth):
    if depth:
        yield sum(nested(depth - 1)) + sum(x for x in nested(depth - 1))
        yield len(list(nested(depth - 1)))
    else:
        yield 1


print(sum(nested(6)), list(nested(4)))


def deep(n):
    return n if n == 0 else 1 + sum(deep(m) for m in [n - 1])


print(deep(60))
try:
    deep(100_000)
except RecursionError as error:
    print(type(error).__name__)


# Handled exceptions are those of the one that draws.
def handling():
    try:
        raise ValueError("inner")
    except ValueError:
        yield repr(sys.exc_info()[1])
        yield repr(sys.exc_info()[1])
    yield repr(sys.exc_info()[1])


try:
    raise KeyError("outer")
except KeyError:
    for _ in range(100):
        result = list(handling()), repr(sys.exc_info()[1])
print(result)

# Extending a list that the generator looks at, or changes.
target = [1, 2, 3]
target.extend(len(target) for _ in range(5))
print(target)


def changes():
    for i in range(6):
        if i == 3:
            target.clear()
        yield i


target.extend(changes())
print(target)


# next() of generators, to the end and beyond.
def returns(value):
    yield 1
    return value


def nexts(value):
    generator = returns(value)
    out = [next(generator)]
    for _ in range(2):
        try:
            out.append(next(generator))
        except StopIteration as stop:
            out.append(("stop", stop.value))
    out.append(next(generator, "default"))
    return out


for i in range(300):
    last = nexts(i)
print(last, nexts(None), nexts("x"))


def first(iterator):
    return next(iterator)


for i in range(300):
    first(numbers(2))
try:
    first(numbers(0))
except StopIteration as stop:
    print("stopped", stop.args, lines(stop))
print(first(iter([7])), first(map(str, [8])), [first(iter("ab")) for _ in range(3)])
print("".join(c for c in told("xyz")), ",".join(str(x) for x in numbers(5)), sorted(x % 3 for x in numbers(7)))
print(tuple(x for x in numbers(4)), min(x - 3 for x in numbers(5)), dict((x, -x) for x in numbers(3)), {x for x in numbers(3)})
