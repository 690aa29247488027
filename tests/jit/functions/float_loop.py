def f(x, n):
    for i in range(n):
        x = x * 0.5
    return x
print(f(1.0, 3), f(1.0, 3), f(1.0, 3))
