fs = [lambda v: v + 1, lambda v: v.upper()]
print(list(map(lambda f: f("a"), fs[1:])))
print(list(map(lambda f: f("a"), fs)))
