def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def until_float(x):
    n = 0
    while x < 1000.0:
        x *= 1.01
        n += 1
    return n, x


def compound(n):
    i = j = 0
    while i < n and (j < n * 2 or i % 2) and not (i > 5000):
        i += 1
        j += 3 if i & 1 else 1
    return i, j


def truthy(items):
    n = 0
    while items:
        items = items[1:]
        n += 1
    return n


def string_loop(s):
    n = 0
    while s and s[0] == "a":
        s = s[1:]
        n += 1
    return n, s


def none_loop(n):
    node = None
    for i in range(n):
        node = (i, node)
    t = 0
    while node is not None:
        t += node[0]
        node = node[1]
    return t


def counts_down(n):
    t = 0
    while n:
        n -= 1
        t += n
    return t


def float_counts_down(n):
    t = 0
    while n > 0:
        n -= 0.5
        t += 1
    return t, n


print(max((collatz(n), n) for n in range(1, 300)), gcd(2**60 * 3, 6**20), sum(gcd(i, 360) for i in range(1, 500)), until_float(1.0), until_float(1), compound(1000), truthy(list(range(200))), truthy("x" * 100), truthy((1,) * 50), string_loop("a" * 300 + "b"), none_loop(800), counts_down(2000), counts_down(True), float_counts_down(700), float_counts_down(3.25))
