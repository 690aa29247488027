def echo():
    received = None
    while True:
        received = yield received
        if received == "stop":
            return "stopped"


g = echo()
print(next(g), g.send(1), g.send("two"), g.send(None), next(g))
try:
    g.send("stop")
except StopIteration as e:
    print(e.value)
try:
    g.send(1)
except StopIteration as e:
    print("finished", e.value)


def average():
    total = n = 0
    mean = None
    while True:
        mean = total / n if n else None
        total += yield mean
        n += 1


a = average()
next(a)
print(a.send(10), a.send(20), a.send(60))
try:
    echo().send(5)
except TypeError as e:
    print(e)


def expression():
    x = (yield 1) + (yield 2)
    print("sum", x)
    y = [(yield "a"), (yield "b")]
    print(y)
    print((yield "c"))
    return (yield)


g = expression()
out = [g.send(None)]
for v in (10, 20, "x", "y", "z"):
    out.append(g.send(v))
print(out)
try:
    g.send("last")
except StopIteration as e:
    print(e.value)


def machine():
    state = "start"
    while True:
        event = yield state
        state = {"start": {"go": "running"}, "running": {"pause": "paused", "end": "done"}, "paused": {"go": "running"}}.get(
            state, {}).get(event, state)


m = machine()
print([m.send(e) for e in (None, "go", "pause", "bad", "go", "end", "go")])


def running():
    yield
    g.send(1)


def self_call():
    yield next(me)


me = self_call()
try:
    next(me)
except ValueError as e:
    print(e)
