def f(a, b):
    return a and b
print(f(1, 2), f(0, 2), f(3, 4))
