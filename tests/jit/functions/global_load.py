k = 5
def f():
    return k
print(f(), f(), f())
