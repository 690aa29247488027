def f(x, y):
    return x * x + y * y
print(f(1.5, 2.0), f(3.5, 4.0), f(5.5, 6.0))
