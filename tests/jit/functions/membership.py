def f(x, a):
    return x in a
print(f(1, [1]), f(2, [1]), f(1, [1]))
