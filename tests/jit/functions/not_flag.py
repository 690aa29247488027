def f(a, b):
    return not a < b
print(f(1, 2), f(2, 1), f(1, 1))
