value = 3
assert value == 4
