class Timer:
    ticks = 0

    def __enter__(self):
        Timer.ticks += 1
        self.start = Timer.ticks
        return self

    def __exit__(self, *exc):
        Timer.ticks += 1
        self.elapsed = Timer.ticks - self.start
        return False


class ExitStack:
    def __init__(self):
        self.stack = []

    def push(self, cm):
        value = cm.__enter__()
        self.stack.append(cm)
        return value

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        while self.stack:
            if self.stack.pop().__exit__(kind, value, tb):
                kind = value = tb = None
        return kind is None


class Transaction:
    def __init__(self, data):
        self.data = data

    def __enter__(self):
        self.backup = dict(self.data)
        return self.data

    def __exit__(self, kind, value, tb):
        if kind is not None:
            self.data.clear()
            self.data.update(self.backup)
        return kind is ValueError


class manager:
    """A context manager from a generator function."""

    def __init__(self, f):
        self.f = f

    def __call__(self, *args):
        outer = self

        class M:
            def __enter__(self):
                self.g = outer.f(*args)
                return next(self.g)

            def __exit__(self, kind, value, tb):
                if kind is None:
                    try:
                        next(self.g)
                    except StopIteration:
                        return False
                    raise RuntimeError("generator didn't stop")
                try:
                    self.g.throw(value)
                except StopIteration:
                    return True
                except BaseException as e:
                    if e is value:
                        return False
                    raise

        return M()


@manager
def tag(name):
    print(f"<{name}>")
    try:
        yield name
    except KeyError as e:
        print("handled", e)
    finally:
        print(f"</{name}>")


with Timer() as t:
    with Timer() as inner:
        pass
print(t.elapsed, inner.elapsed)
data = {"a": 1}
with Transaction(data) as d:
    d["b"] = 2
with Transaction(data) as d:
    d["c"] = 3
    raise ValueError
print(data)
with tag("p") as name:
    print("in", name)
with tag("q"):
    raise KeyError("k")
try:
    with tag("r"):
        raise IndexError("i")
except IndexError as e:
    print("outside", e)
with ExitStack() as s:
    s.push(tag("x"))
    s.push(tag("y"))
    print("stacked")
