"""Integers that leave 63 bits in the middle of a hot loop."""


def grow(x, n):
    for i in range(n):
        x = x + x
    return x


def shrink(x, n):
    for i in range(n):
        x = x - 4000000000000000
    return x


def product(n):
    p = 1
    for i in range(1, n):
        p *= i
    return p


def near(limit, steps):
    x = limit - steps // 2
    seen = 0
    for i in range(steps):
        x += 1
        if x == limit:
            seen = i
    return x, seen


for _ in range(200):
    grow(1, 20)
    shrink(0, 20)
    product(10)
print(grow(1, 60), grow(1, 61), grow(1, 62), grow(1, 63), grow(1, 64), grow(-1, 62), grow(-1, 63), grow(-1, 64), grow(3, 100))
print(shrink(0, 2000), shrink(0, 3000), shrink(-(2**62), 1), shrink(2**62, 3))
print(product(15), product(20), product(21), product(22), product(23), product(40))
for limit in (2**61, 2**62, 2**63, 2**64, -(2**62), -(2**63)):
    print(near(limit, 2000))
