import itertools as it

print(list(it.chain([1], "ab", (2,))), list(it.chain.from_iterable([[1], [2, 3]])), list(it.islice(range(10), 3)), list(it.islice(range(10), 2, 8, 3)), list(it.islice("abc", 1, None)), list(it.islice(it.count(5), 3)), list(it.islice(it.count(1, 2.5), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat(7, 3)))
print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.accumulate([1, 2], initial=10)), list(it.takewhile(lambda x: x < 3, range(9))), list(it.dropwhile(lambda x: x < 3, range(6))), list(it.filterfalse(lambda x: x % 2, range(6))), list(it.compress("abcd", [1, 0, 1, 1])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", "xyz", fillvalue="-")), list(it.pairwise([1, 2, 3])))
print(list(it.product("ab", [1, 2])), list(it.product(range(2), repeat=2)), list(it.permutations([1, 2, 3])), list(it.permutations("abc", 2)), list(it.combinations("abcd", 2)), list(it.combinations_with_replacement("ab", 2)), list(it.combinations([1, 2], 3)), list(it.product()), list(it.permutations([])))
for k, g in it.groupby("aaabbca"):
    print(k, list(g), end=" ")
print()
print([(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
a, b = it.tee(iter([1, 2, 3]))
print(next(a), list(b), list(a), list(it.batched("abcde", 2)))
c = it.count()
print(next(c), next(c), c, it.repeat(1), next(it.cycle([1])), sum(it.islice(it.count(), 100)), dict(zip("abc", it.count())))
for f in (lambda: it.islice([1], -1), lambda: list(it.chain(5)), lambda: it.combinations([1], -1), lambda: it.product([1], repeat=-1), lambda: it.count("a"), lambda: it.repeat(), lambda: it.batched("a", 0), lambda: it.islice([1], "a"), lambda: it.nope):
    try:
        print(f())
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
