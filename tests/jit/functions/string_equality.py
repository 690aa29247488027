def f(a, b):
    return a == b
print(f('a', 'b'), f('a', 'a'), f('a', 'ab'))
