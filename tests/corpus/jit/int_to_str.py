def join(items, start):
    total = start
    for x in items:
        total = total + x
    return total


for _ in range(300):
    a = join([1, 2, 3], 0)
print(a)
print(join(["a", "b"], ""), join([1.5, 2], 0), join([[1], [2]], []), join([(1,), (2,)], ()), join([b"x", b"y"], b""), join([1j, 2], 0), join([True, 2**62, 2**62], 0))
for bad in (["a"], [None], [[1]], [{}]):
    try:
        print(join(bad, 0))
    except TypeError as e:
        print(e)
print(join([1, 2, 3], 0))


def mixed(n):
    out = []
    x = 0
    for i in range(n):
        if i == n // 3:
            x = 0.5
        elif i == 2 * n // 3:
            x = "s"
        x = x + x if i % 500 == 0 else x
        if i % 300 == 0:
            out.append(x)
    return out


print(mixed(3000))
