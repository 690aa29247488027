data = [3, 2, 1, 0]
print([6 // x for x in data if x is not None])
