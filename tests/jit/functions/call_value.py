def f(g, x):
    return g(x)
print(f(lambda x: x, 1), f(lambda x: x, 2), f(lambda x: x, 3))
