def f(d, k):
    return d[k]
print(f({'a': 1}, 'a'), f({'a': 2}, 'a'), f({'a': 3}, 'a'))
