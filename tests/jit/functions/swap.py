def f(a, b):
    a, b = b, a
    return a
print(f(1, 2), f(3, 4), f(5, 6))
