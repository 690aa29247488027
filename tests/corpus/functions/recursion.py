import sys


def fact(n):
    return 1 if n == 0 else n * fact(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, a, b, c):
    if n == 0:
        return 0
    return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def flatten(x):
    if isinstance(x, list):
        return [z for y in x for z in flatten(y)]
    return [x]


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(fact(30))
print(ackermann(2, 3))
print(hanoi(8, "a", "b", "c"))
print(is_even(100), is_odd(101), is_even(7))
print(flatten([1, [2, [3, [4]], 5], [[[6]]]]))
print(depth(800))


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RecursionError as e:
    print(type(e).__name__, e)


def mutual(n):
    return other(n)


def other(n):
    return mutual(n)


try:
    mutual(0)
except RecursionError as e:
    print("again", str(e).startswith("maximum recursion depth exceeded"))
print(sys.getrecursionlimit())
print(depth(500))


def combos(s, k):
    if k == 0:
        return [""]
    return [s[i] + t for i in range(len(s)) for t in combos(s[i + 1 :], k - 1)]


print(combos("abcd", 2))
