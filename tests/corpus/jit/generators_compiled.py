# Generators that are compiled: what may come to them from outside, and what is to be seen of them.
import sys


class Thrown(Exception):
    pass


def log_all(events, n):
    for i in range(n):
        try:
            got = yield i
            if got is not None:
                events.append(("got", got))
        except Thrown as error:
            events.append(("thrown", error.args[0]))
        finally:
            events.append(("finally", i))


def thrown_into(rounds):
    events = []
    for r in range(rounds):
        g = log_all(events, 6)
        next(g)
        g.send("a")
        g.throw(Thrown(r))
        next(g)
        g.close()
    return len(events), events[-7:]


print(thrown_into(40))


def leaf(n):
    for i in range(n):
        if i == 4:
            raise ValueError("deep inside")
        yield i
    return "leaf"


def middle(n, depth):
    if depth == 0:
        return (yield from leaf(n))
    result = yield from middle(n, depth - 1)
    return [result, depth]


def outer(n):
    try:
        result = yield from middle(n, 5)
    except ValueError as error:
        depth = 0
        entry = error.__traceback__
        while entry is not None:
            depth += 1
            entry = entry.tb_next
        yield (str(error), depth)
    else:
        yield result


for i in range(45):
    a, b = list(outer(3)), list(outer(6))
print(a, b)


def throw_deep():
    g = outer(4)
    next(g)
    return g.throw(ValueError("from outside"))


for i in range(45):
    message, depth = throw_deep()
print(message, depth)


def endless(n):
    yield n
    yield from endless(n + 1)


def how_deep():
    count = 0
    try:
        for count in endless(0):
            pass
    except RecursionError as error:
        return count > 40, str(error)


sys.setrecursionlimit(60)
for i in range(3):
    result = how_deep()
print(result)
sys.setrecursionlimit(1000)


def reentrant():
    while True:
        try:
            yield next(current)
        except ValueError as error:
            yield str(error)


for i in range(45):
    current = reentrant()
    said = [next(current) for _ in range(3)]
print(said)


def handles(n):
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            yield type(sys.exception()).__name__
        yield sys.exception()


def sees(n):
    seen = []
    for name in handles(n):
        seen.append((name, sys.exception()))
        try:
            raise ValueError
        except ValueError:
            seen.append(type(sys.exception()).__name__)
    return seen[:4], len(seen)


print(sees(100))


def within_handler(n):
    g = handles(n)
    seen = set()
    for _ in range(n):
        try:
            raise OSError
        except OSError:
            seen.add(next(g))
            inner = next(g)
            seen.add(type(inner).__name__)
            seen.add(type(sys.exception()).__name__)
    return sorted(seen)


print(within_handler(100))


def states(n):
    shown = set()
    for i in [1, 2] * n:
        me = watched(i)
        shown.add((me.gi_running, me.gi_suspended, me.gi_frame is None))
        next(me)
        shown.add(repr((me.gi_running, me.gi_suspended, sorted(me.gi_frame.f_locals.items()), me.gi_yieldfrom)))
        box.append(me)
        next(me)
        box.clear()
        shown.add((me.gi_yieldfrom is not None, me.gi_frame.f_lineno - watched.__code__.co_firstlineno))
        for _ in me:
            pass
        shown.add((me.gi_running, me.gi_suspended, me.gi_frame))
    return sorted(map(str, shown))


box = []


def watched(x):
    y = x + 1
    z = y * 0.5
    yield z
    if box:
        z = box[0].gi_running
    yield from iter([z, y])


print(*states(8), sep="\n")


def returns(n):
    yield n
    return n * 2


def collects(n):
    total = 0
    for i in range(n):
        total += yield from returns(i)
    return total


def drive(g):
    while True:
        try:
            next(g)
        except StopIteration as stop:
            return stop.value


print(drive(collects(100)))


def mixed(sources):
    for source in sources:
        yield from source


class Iterable:
    def __iter__(self):
        return self

    def __init__(self):
        self.left = 3

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration("end")
        return self.left


for i in range(45):
    items = list(mixed([[1, 2], (3, 4), range(2), "ab", {5: 6}, Iterable(), returns(9)]))
print(items)


def averager():
    total, count = 0.0, 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


def averages(n):
    g = averager()
    next(g)
    for i in range(n):
        mean = g.send(i if i % 2 else i * 0.5)
    try:
        g.send("x")
    except TypeError as error:
        return mean, str(error), g.gi_frame


print(averages(200))


def stops_inside(n):
    for i in range(n):
        if i == n - 1:
            next(iter([]))
        yield i


def counts_stops(rounds):
    messages = set()
    for i in range(rounds):
        try:
            for x in stops_inside(5):
                pass
        except RuntimeError as error:
            messages.add((str(error), type(error.__cause__).__name__))
    return messages


print(counts_stops(45))


def makes_cells(n):
    functions = []
    for i in range(n):
        yield lambda: i
    del i


print([f() for f in makes_cells(5)][-1], sum(f() for f in makes_cells(80)))


def ignores_close():
    for left in range(4):
        try:
            yield left
        except GeneratorExit:
            pass
        if left == 2:
            return


def closes(n):
    said = set()
    for i in range(n):
        g = ignores_close()
        next(g)
        next(g)
        try:
            g.close()
        except RuntimeError as error:
            said.add(str(error))
        list(g)
    return said


print(closes(60))


def rows(n):
    for i in range(n):
        for j in range(i):
            if j % 2:
                yield i, j
            elif j % 3 == 0:
                continue
            else:
                yield -i, j
        if i % 10 == 9:
            yield "row"


print(len(list(rows(20))), list(rows(20))[-2:], any(r == "row" for r in rows(30)))
print(sum(x * x for x in (y for y in range(300) if y % 3) if x & 1), sorted(-x for x in range(5)))
print(max((len(str(x)), x) for x in range(120)), ",".join(str(x) for x in range(12)))


def swaps(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


print(list(swaps(100))[-1], sum(swaps(50)))
