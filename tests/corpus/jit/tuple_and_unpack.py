def rotate(n):
    a, b, c = 1, 2, 3
    for _ in range(n):
        a, b, c = b, c, a
    return a, b, c


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def pairs(items):
    t = 0
    for k, (x, y) in items:
        t += k * x - y
    return t


def returns(n):
    def two(i):
        return i, i + 1

    t = 0
    for i in range(n):
        p, q = two(i)
        t += p * q % 7
    return t


def starred(n):
    t = 0
    for i in range(n):
        first, *rest = (i, i + 1, i + 2)
        *most, last = [i, 1]
        t += first + sum(rest) + len(most) + last
    return t


def index(n):
    p = (1, 2.5, "x")
    t = 0
    for i in range(n):
        t += p[0] + p[1] + len(p[-1])
        t += (i, i * 2)[i & 1]
    return t


print(rotate(1000), rotate(1001), fib(90), fib(100), fib(300), pairs([(i, (i + 1, i + 2)) for i in range(500)]), returns(1000), starred(500), index(1000))


def wrong_length(items):
    t = 0
    for a, b in items:
        t += a + b
    return t


good = [(1, 2)] * 300
print(wrong_length(good), wrong_length([[1, 2]] * 10 + ["", ] * 0), wrong_length([{1: 0, 2: 0}]), wrong_length([range(2)]))
for bad in ((1,), (1, 2, 3), 5, "a", [], None, [1, 2, 3]):
    try:
        wrong_length(good + [bad])
    except (ValueError, TypeError) as e:
        print(e)
print(wrong_length([iter([1, 2])]), wrong_length([(0.5, 1)]))
try:
    wrong_length([("a", 1)])
except TypeError as e:
    print(e)


def swap_elements(n):
    a = list(range(10))
    for i in range(n):
        j, k = i % 10, (i * 3) % 10
        a[j], a[k] = a[k], a[j]
    return a


print(swap_elements(1000))


def enumerate_zip(n):
    t = 0
    for i, (a, b) in enumerate(zip(range(n), range(n, 0, -1))):
        t += i * a - b
    for (i, c), d in zip(enumerate("abc" * 100), range(1000)):
        t += i + ord(c) - d
    return t


print(enumerate_zip(800))


def tuple_keys(n):
    d = {}
    for i in range(n):
        d[i % 10, i % 7] = d.get((i % 10, i % 7), 0) + i
    return len(d), d[3, 4]


print(tuple_keys(1000), sum(hash((i, i + 1)) == hash((i, i + 1)) for i in range(500)))
