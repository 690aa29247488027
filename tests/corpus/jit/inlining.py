# Small callees, called often enough to lie in their callers' compiled code.
import sys
import traceback


def where(error):
    return [(f.name, f.line) for f in traceback.extract_tb(error.__traceback__)]


def add(a, b):
    return a + b


def twice(x):
    return add(x, x)


def four(x):
    return twice(twice(x))


def total(values):
    s = four(values[0])
    for v in values:
        s = add(s, four(v))
    return s


for values in ([1, 2, 3] * 200, [0.5, -0.0, 1e300] * 200, [1, 2.5] * 200, ["a", "b"] * 40, [2**62, 1] * 100):
    r = total(values)
    print(r if not isinstance(r, str) else (len(r), r[:12]))


# Exceptions from a callee, caught in the caller, in the callee, or nowhere near.
def div(a, b):
    return a // b


def guarded(a, b):
    try:
        return div(a, b)
    except ZeroDivisionError as error:
        return where(error)


def inner_guard(a, b):
    try:
        return a // b
    except ZeroDivisionError:
        return -1
    finally:
        seen[0] += 1


def through(a, b):
    return inner_guard(a, b) + div(a, 1)


seen = [0]
for i in range(600):
    guarded(i, 7)
    through(i, i % 3)
print(guarded(1, 0), through(5, 0), seen)


def outer(i):
    return guarded(i, i % 50) and div(100, i - 599)


caught = 0
try:
    for i in range(700):
        outer(i)
except ZeroDivisionError as error:
    print(i, where(error))


# A local without a value.
def maybe(flag):
    if flag:
        x = 1
    return x


def asks(i):
    try:
        return maybe(i % 10)
    except UnboundLocalError as error:
        return str(error)


print(sorted({str(asks(i)) for i in range(500)}))


# Arguments of each kind, defaults, reassigned parameters, deleted ones.
def shape(a, b=2.0, c=None, d=True):
    if d:
        a = a + 1
    if c is None:
        c = a
        del b
        return (a, c, d)
    return (a, b, c, d)


def shapes(i):
    return [shape(i), shape(i, 1), shape(i, 1.5, "c"), shape(i, d=i > 3), shape(i + 0.5, b=2, c=i == 2)]


for i in range(300):
    r = shapes(i % 7)
print(r, shapes(2), shapes(4))


# Loops in the callee, and the callee in a loop's condition.
def below(n):
    s = 0
    while s * s < n:
        s += 1
    return s


def roots(n):
    out = 0
    i = 0
    while below(i) < n:
        out += below(i)
        i += 1
    return out, i


print(roots(30))


# Recursion, mutual recursion, and the limit.
def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print([even(n) for n in range(120)].count(True), even(500), odd(333))


def depth(n):
    return 1 + depth(n + 1)


for _ in range(20):
    try:
        depth(0)
    except RecursionError as error:
        print(str(error), end=" ") if _ == 19 else None
print()


# The callee changes under the caller's feet.
def changing(i):
    return add(i, 1)


for i in range(400):
    if i == 350:
        def add(a, b):
            return a - b
    r = changing(i)
print(r)


def rebind(i):
    global twice
    if i == 450:
        twice = lambda x: x * 3
    return i


def uses(i):
    a = twice(i)
    rebind(i)
    return a, twice(i)


for i in range(500):
    r = uses(i) if i < 448 or i > 452 else print(uses(i))
print(r)
twice.__code__ = (lambda x: [x]).__code__
print(uses(7))
twice.__defaults__ = (9,)
print(twice())


# Methods, properties, constructors, operators.
class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def scaled(self, k):
        return Point(self.x * k, self.y * k)


class Box:
    def __init__(self, item):
        self.item = item
        self.count = 0

    def get(self):
        self.count += 1
        return self.item

    def set(self, item):
        old, self.item = self.item, item
        return old


class Odd(Box):
    def get(self):
        return super().get() if self.count % 2 else None


def walk(n):
    p, box = Point(0), Box(0)
    for i in range(n):
        p = p + Point(i, 1).scaled(2)
        box.set(box.get() + p.norm % 7)
    return p.x, p.y, box.item, box.count


print(walk(500), walk(3))
boxes = [Box(1), Odd(2), Box(3.5)] * 100
print([b.get() for b in boxes].count(None), sum(b.count for b in boxes))


class Broken:
    def __init__(self, n):
        self.n = n
        if n % 100 == 99:
            raise ValueError(n)


def make(n):
    try:
        return Broken(n).n
    except ValueError as error:
        return where(error)


print([r for r in (make(n) for n in range(300)) if isinstance(r, list)])


# What callees see of their callers' frames.
def caller_name():
    return sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno - sys._getframe(2).f_lineno


def named():
    return caller_name()


def names():
    return named()


for _ in range(300):
    r = names()
print(r[0], r[1] < 0)
