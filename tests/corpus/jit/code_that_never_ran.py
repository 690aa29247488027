# Code that runs for the first time only after its function was compiled: later loops, rare branches, what stands behind a
# call that always raised.


def three_loops(n):
    total = 0
    for i in range(n):
        total += i & 3
    names = {}
    for i in range(n):
        key = f"k{i % 5}"
        names[key] = names.get(key, 0) + 1
    items = []
    for key, count in sorted(names.items()):
        items.append((key, count * 0.5))
    return total, items


print(three_loops(3000))


def rare(i, log):
    if i % 500 == 499:
        log.append(i)
        log.sort(reverse=True)
    elif i == 2500:
        log.clear()
    return len(log) + i


def calls_rare(n):
    log = []
    total = 0
    for i in range(n):
        total += rare(i, log)
    return total, log


print(calls_rare(4000))


def fails(x):
    if x < 2500:
        raise ValueError(x)
    return x


def behind_a_call(x):
    try:
        y = fails(x)
        z = y * 2
        return z + 0.5
    except ValueError as error:
        return error.args[0]
    finally:
        counts[x & 1] += 1


counts = [0, 0]
print(sum(behind_a_call(i) for i in range(4000)), counts)


def generator(n):
    for i in range(n):
        if i < n - 10:
            yield i
        else:
            got = yield -i
            if got:
                yield [got] * 2
    yield "end"


def drives(n):
    g = generator(n)
    seen = []
    for value in g:
        if value == "end":
            break
        if value.__class__ is int and value < 0:
            seen.append(g.send(value))
    return seen


print(drives(3000))


class Shape:
    def area(self):
        return 1


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2


def areas(n):
    total = 0
    for i in range(n):
        shape = Shape() if i < n - 5 else Square(i)
        total += shape.area()
    while total > 10:
        total //= 3
    return total


print(areas(5000))
