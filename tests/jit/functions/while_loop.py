def f(n):
    while n > 0:
        n -= 1
    return n
print(f(3), f(3), f(3))
