def f(a):
    if a > 0:
        return 1
    return 2
print(f(1), f(-1), f(0))
