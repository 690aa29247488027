def f(a, b):
    return a < b
print(f(1, 2), f(2, 1), f(1, 1))
