if (n := 10) > 5:
    print("n", n)
data = [1, 2, 3, 4, 5]
print([y for x in data if (y := x * x) > 5], y)
while (chunk := data[:2]):
    print(chunk)
    data = data[2:]
print((a := 1, b := 2), a, b)
print(any((hit := w).startswith("b") for w in ["a", "bc", "d"]), hit)


def f(x):
    if (m := x % 7) == 0:
        return "multiple"
    return m


print(f(14), f(15))


def running(values):
    total = 0
    return [total := total + v for v in values], total


print(running([1, 2, 3, 4]))
x = (y := 5) + (z := 3)
print(x, y, z)
print(f"{(w := 42)} {w=}")
d = {(k := "key"): (v := 1)}
print(d, k, v)
print((lambda: (q := 3) + q)())
items = [1, 2, 3]
print(items[(i := 1)], i)
print(not (flag := False), flag)
