def gen():
    while True:
        try:
            x = yield "ready"
            print("got", x)
        except ValueError as e:
            print("caught", e)
            yield "recovered"
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("finally")


g = gen()
print(next(g))
print(g.throw(ValueError("v")))
print(next(g))
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("out", e)
print(list(g))
g = gen()
next(g)
g.close()
g.close()
try:
    next(g)
except StopIteration:
    print("exhausted")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


r = returns_on_close()
next(r)
print(r.close(), gen().close())


def fresh():
    print("never runs")
    yield


f = fresh()
try:
    f.throw(ValueError("before start"))
except ValueError as e:
    print(e)
print(list(f))
f = fresh()
f.close()
print(list(f))


def throw_forms():
    while True:
        try:
            yield
        except Exception as e:
            print(repr(e))


t = throw_forms()
next(t)
t.throw(ValueError)
t.throw(KeyError("inst"))
for bad in (5, "x", int):
    try:
        t.throw(bad)
    except TypeError as e:
        print(e)


def stops():
    try:
        yield 1
    except ValueError:
        return "done"


s = stops()
next(s)
try:
    s.throw(ValueError)
except StopIteration as e:
    print("stop", e.value)
