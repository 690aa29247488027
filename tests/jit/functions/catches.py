def f(x):
    try:
        return 1 // x
    except ZeroDivisionError:
        return 0
print(f(1), f(0), f(2), f(0))
