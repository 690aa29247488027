def numbers(n):
    try:
        for i in range(n):
            yield i
    except ValueError as e:
        yield f"handled {e}"
    finally:
        log.append("closed")


log = []


def throw_many(n):
    out = 0
    for i in range(n):
        g = numbers(5)
        next(g)
        r = g.throw(ValueError(i))
        out += len(r)
        try:
            next(g)
        except StopIteration:
            out += 1
    return out


def close_many(n):
    for i in range(n):
        g = numbers(10)
        for x in g:
            if x == i % 4:
                break
        g.close()
    return len(log)


print(throw_many(200), close_many(200))


def failing(n, at):
    for i in range(n):
        yield 10 // (at - i)


def consume(at):
    total = 0
    try:
        for v in failing(50, at):
            total += v
    except ZeroDivisionError:
        return -total
    return total


print([consume(k) for k in range(0, 100, 7)], sum(consume(k % 60) for k in range(300)))


def returns(n):
    for i in range(n):
        if i == 3:
            return "early"
        yield i


def collect(n):
    total = 0
    for _ in range(n):
        g = returns(10)
        while True:
            try:
                total += next(g)
            except StopIteration as e:
                total += len(e.value)
                break
    return total


print(collect(200))


def ping(n):
    received = 0
    while received < n:
        received += yield received * 2
    return received


def drive(n):
    g = ping(n)
    x = next(g)
    steps = 0
    try:
        while True:
            x = g.send(1)
            steps += 1
    except StopIteration as e:
        return steps, x, e.value


print(drive(700))


def delegate(n):
    r = yield from ping(n)
    while True:
        try:
            yield r
        except KeyError:
            r += 1


d = delegate(100)
next(d)
for _ in range(100):
    last = d.send(1)
for _ in range(200):
    last = d.throw(KeyError)
print(last)
