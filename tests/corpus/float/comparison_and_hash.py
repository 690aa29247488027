inf, nan = float("inf"), float("nan")
print(nan == nan, nan != nan, nan < nan, nan <= 1, nan > inf, inf == inf, -inf < inf, inf > 10**400, -inf < -(10**400), inf == 10**400)
print(1.0 == 1, 1.5 > 1, 2 < 2.5, 2.0 >= 2, 0.1 + 0.2 > 0.3, 1e16 == 10**16, 1e23 == 10**23, 2.0**53 == 2**53, 2.0**53 < 2**53 + 1, 9007199254740993 > 9007199254740992.0)
print(True == 1.0, False < 0.5, 1.0 in [1], 1 in [1.0], {1.0: "a"}[1], {2**60: 1}[2.0**60], 0.5 in {0.5}, nan in {nan}, -0.0 in {0.0})
print(sorted([3, 1.5, -2, 2.5, 0, -0.5, True]), max(1, 1.0), max(1.0, 1), min(0, -0.0), max([nan, 1]), max([1, nan]), sorted([2, nan, 1])[0])
print(hash(1.0) == hash(1), hash(0.0) == hash(-0.0) == 0, hash(0.5), hash(-0.5), hash(1.1), hash(1e20) == hash(10**20), hash(inf), hash(-inf), hash(2.0**100) == hash(2**100), hash(5e-324))
print([a < b for a, b in zip((1, 1.0, 2**70, 1.5), (1.5, 2, 2.0**70, 1))], (1, 2.0) == (1.0, 2), [1.0] == [True])
small = [x / 4 for x in range(-4, 5)]
print(small, [x for x in small if x], [bool(x) for x in small], all(x == x for x in small), sum(small), sum(small, 0.5))
print(1.0 < 2 < 3.5, 1 < 1.5 < 1.4, inf > nan, not nan < 1, nan is nan, [nan] == [nan], [nan] == [float("nan")], [nan].index(nan), [nan].count(nan))
print(max((0.1, "a"), (0.2, "b")), min([0.3, 0.1, 0.2]), sorted([0.3, -0.1, 0.2], key=abs), sorted([1.5, 1, 1.0, True]))
for f in (lambda: 1.0 < "a", lambda: nan < None, lambda: 1.5 >= [], lambda: 1.0 > 1j):
    try:
        f()
    except TypeError as e:
        print(e)
print(1.5 == "1.5", 1.5 != None, 1j == 1.0j, 1 + 0j == 1.0, 2.5 == 2.5 + 0j)
