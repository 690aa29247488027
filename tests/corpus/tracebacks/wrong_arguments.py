def target(a, b, *, c=1):
    return a


print(target(1, 2))
print(target(1, 2, d=3))
