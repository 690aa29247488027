def f(mode):
    log = []
    for i in range(3):
        try:
            log.append(f"t{i}")
            if mode == "continue" and i == 1:
                continue
            if mode == "break" and i == 1:
                break
            if mode == "return" and i == 1:
                return log
            if mode == "raise" and i == 1:
                raise ValueError(i)
            log.append("end")
        except ValueError as e:
            log.append(f"caught{e}")
        else:
            log.append("else")
        finally:
            log.append("fin")
    else:
        log.append("loop-else")
    log.append("done")
    return log


for mode in ("none", "continue", "break", "return", "raise"):
    print(mode, *f(mode))


def override():
    for i in range(5):
        try:
            return "from try"
        finally:
            if i < 2:
                continue
            break
    return "after loop"


def swallow():
    while True:
        try:
            raise ValueError("swallowed")
        finally:
            break
    return "swallowed"


def order():
    out = []
    try:
        try:
            try:
                out.append(1)
                raise KeyError
            finally:
                out.append(2)
        except KeyError:
            out.append(3)
            raise ValueError
        finally:
            out.append(4)
    except ValueError:
        out.append(5)
    finally:
        out.append(6)
    return out


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def deep(n):
    try:
        if n:
            deep(n - 1)
        else:
            raise LookupError("deep")
    finally:
        trail.append(n)


trail = []
try:
    deep(5)
except LookupError as e:
    print(e, trail)
print(override(), swallow(), order(), value_kept())


def gen():
    try:
        yield 1
        yield 2
    finally:
        print("gen closed")


g = gen()
for v in g:
    print(v)
    break
g.close()
g = gen()
next(g)
g.close()
