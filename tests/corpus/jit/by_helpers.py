# Instructions on values of every kind, in functions that run often enough to be compiled.


class Generic:
    def __class_getitem__(cls, key):
        return (cls.__name__, key)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return [self.n, [0] * 50][0]


class Manager:
    log = []
    depth = 0

    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        Manager.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        Manager.depth -= 1
        self.log.append(kind and kind.__name__)
        return self.swallow


class Base:
    scale = 3

    def __init__(self, x):
        self.x = x

    @property
    def double(self):
        return self.x * 2

    def name(self, prefix="b"):
        return f"{prefix}{self.x}"


class Derived(Base):
    def __init__(self, x, y=0):
        super().__init__(x)
        self.y = y

    @property
    def double(self):
        return super().double + self.y

    def name(self, prefix="d"):
        return super().name(prefix=prefix) + f"-{self.y!r:>4}"


def subscripts(i):
    return list[int], dict[str, i], Generic[i], Generic["a", i]


def slices(i):
    items = list(range(10))
    text = "abcdefghij"
    items[Index(i % 3) : Index(4)] = ["x", Index(1).n]
    return items[Index(1) :], items[: Index(i % 5)], text[Index(2) : Index(7) : Index(2)], text[Index(-3) :]


def managed(i):
    out = []
    with Manager(True) as m, Manager(False):
        out.append(m.depth)
        if i % 3 == 0:
            raise ValueError(i)
        out.append(m.swallow)
    out.append(Manager.depth)
    return out


def formatted(i):
    x = i / 4
    return f"{i}|{i:>4}|{x:.2f}|{'a'}|{str(i)!r}|{i!s:<3}|{'%s' % i!a}|{x=}|{None}|{i:{i % 7 + 1}}"


def keywords(i):
    def inner(a, b=2, *rest, c, d=i, **more):
        return a, b, rest, c, d, sorted(more.items())

    first = inner(i, c=1)
    second = inner(1, 2, 3, c=4, e=5)
    third = inner(*[i, i], **{"c": 1, "z": 2})
    try:
        inner(1)
    except TypeError as error:
        return first, second, third, str(error).split(".")[-1]


def unpacked(i):
    a, b = [i, i + 1]
    c, *d, e = range(i % 4 + 2)
    f, g, h = "xyz"
    (j, k), *m = (*{i: 1}.items(), *"ab"[: i % 2])
    return a, b, c, d, e, f, g, h, j, k, m


def containers(i):
    s = {i, i % 2, 1}
    squares = {n * n for n in range(i % 5)}
    pairs = {n: -n for n in range(i % 4)}
    merged = [*s, *squares, *pairs]
    mapping = {"a": i, "b": {}, **pairs}
    del mapping["a"], merged[0]
    return sorted(s), sorted(squares), pairs, len(merged), mapping


def negated(x):
    return -x, +x


def attributes(o):
    o.extra = o.x
    Base.scale += 1
    attributes.calls += 1
    return o.double, o.name(), o.name(prefix="p"), o.extra, o.scale - Base.scale, type(o).__name__


attributes.calls = 0


def failing(i):
    caught = []
    for action in (lambda: i[0], lambda: i.none, lambda: i(), lambda: -"x", lambda: {}[i], lambda: {[]},
                   lambda: f"{i:no}", lambda: i.upper(), lambda: [*i], lambda: int(a=1)):
        try:
            action()
        except Exception as error:
            caught.append(f"{type(error).__name__}: {error}")
    try:
        a, b = i, i, i
    except ValueError as error:
        caught.append(str(error))
    try:
        with i:
            pass
    except TypeError as error:
        caught.append(str(error))
    return caught


def run(function, values):
    last = None
    for value in values:
        try:
            result = function(value)
        except ValueError as error:
            result = repr(error)
        if result != last:
            last = result
    print(function.__name__, last)
    print(function.__name__, [function(v) if v is not None else None for v in (values[0], values[-1])])


numbers = list(range(1, 320))
run(subscripts, numbers)
run(slices, numbers)
run(managed, numbers)
print(len(Manager.log), Manager.log[:5], Manager.log.count("ValueError"), Manager.depth)
run(formatted, numbers)
run(keywords, numbers)
run(unpacked, numbers)
run(containers, numbers)
for values in ([1, -1, 2**61, -(2**62), 2**62 - 1, 2**70] * 60, [1.5, -0.0, 0.0, 1e300, -5e-324] * 70,
               [True, 1j, 2] * 100):
    run(negated, values)
run(attributes, [Base(1), Derived(2, 3), Base(4), Derived("x", "y")] * 80)
print(attributes.calls)
print(failing(5))
run(failing, numbers)
