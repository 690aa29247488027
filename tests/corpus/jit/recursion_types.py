def add(n, zero, one):
    if n == 0:
        return zero
    return add(n - 1, zero, one) + one


for _ in range(40):
    add(20, 0, 1)
print(add(50, 0, 1), add(50, 0.0, 0.5), add(50, "", "x"), add(5, [], [1]), add(70, 1, 2**60), add(10, (), (1,)))
try:
    add(5, 0, "x")
except TypeError as e:
    print(e)


def power(b, e):
    if e == 0:
        return 1
    h = power(b, e // 2)
    return h * h * b if e & 1 else h * h


for i in range(100):
    power(2, 10)
print(power(3, 50), power(1.5, 20), power(2, 62), power(2, 63), power(2, 200), power(-2, 63), power(1j, 3), power(True, 5))


def tree(d):
    return None if d == 0 else (tree(d - 1), d, tree(d - 1))


def walk(t):
    return 0 if t is None else walk(t[0]) + t[1] + walk(t[2])


print(walk(tree(9)))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print([even(i) for i in range(0, 300, 37)])


def permute(s):
    if len(s) <= 1:
        return [s]
    return [c + p for i, c in enumerate(s) for p in permute(s[:i] + s[i + 1:])]


print(len(permute("abcdef")), permute("abcde")[77])


def raise_at(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        return raise_at(n - 1)
    except ValueError:
        if n % 2:
            raise
        raise ValueError(f"level {n}")


for _ in range(20):
    try:
        raise_at(30)
    except ValueError as e:
        r = str(e)
print(r)


def varying(n, x):
    return x if n == 0 else varying(n - 1, x + 1 if n % 3 else x + 0.5 if isinstance(x, (int, float)) else x)


print(varying(100, 0), varying(100, 0.5), varying(90, 2**62 - 10))
