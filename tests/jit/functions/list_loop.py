def f(a):
    for x in a:
        if x:
            return x
print(f([0, 1]), f([0, 2]), f([3]))
