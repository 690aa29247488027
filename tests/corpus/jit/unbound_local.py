def f(n, at):
    t = 0
    for i in range(n):
        if i == at:
            x = 5
        if i >= n - 1:
            t += x
    return t


for _ in range(20):
    f(50, 3)
print(f(1000, 10))
try:
    f(1000, -1)
except UnboundLocalError as e:
    print(e)


def deleted(n):
    x = 1
    t = 0
    for i in range(n):
        t += x
        if i == n - 2:
            del x
    return t


try:
    deleted(1000)
except UnboundLocalError as e:
    print(e)


def alternating(n):
    t = 0
    misses = 0
    for i in range(n):
        if i % 3 == 0:
            x = i
        elif i % 3 == 2:
            del x
        try:
            t += x
        except UnboundLocalError:
            misses += 1
    return t, misses


print(alternating(1500))


def loop_variable(items):
    for i in items:
        pass
    return i


for k in range(100):
    loop_variable([k])
print(loop_variable([7]))
try:
    loop_variable([])
except UnboundLocalError as e:
    print(e)


def except_variable(n):
    misses = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as e:
            pass
        try:
            e
        except UnboundLocalError:
            misses += 1
    return misses


print(except_variable(300))
try:
    del_twice = lambda: None

    def twice():
        y = 1
        for _ in range(3):
            del y

    twice()
except UnboundLocalError as e:
    print(e)
