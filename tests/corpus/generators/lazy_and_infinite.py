def naturals(n=0):
    while True:
        yield n
        n += 1


def take(n, it):
    out = []
    for x in it:
        if len(out) == n:
            break
        out.append(x)
    return out


def primes():
    yield 2
    known = []
    for n in naturals(3):
        if n % 2 and all(n % p for p in known if p * p <= n):
            known.append(n)
            yield n


def hailstone(n):
    while n != 1:
        yield n
        n = 3 * n + 1 if n % 2 else n // 2
    yield 1


def cycle(items):
    while items:
        yield from items


def roundrobin(*its):
    its = [iter(i) for i in its]
    while its:
        for i in its[:]:
            try:
                yield next(i)
            except StopIteration:
                its.remove(i)


def unique(it):
    seen = set()
    for x in it:
        if x not in seen:
            seen.add(x)
            yield x


def pairs(it):
    it = iter(it)
    for a in it:
        yield a, next(it, None)


def permutations(s):
    if not s:
        yield ""
    for i, c in enumerate(s):
        for rest in permutations(s[:i] + s[i + 1:]):
            yield c + rest


def gray(n):
    if n == 0:
        yield ""
    else:
        for g in gray(n - 1):
            yield "0" + g
        for g in reversed(list(gray(n - 1))):
            yield "1" + g


print(take(5, naturals(10)), take(12, primes()), list(hailstone(7)), take(7, cycle("ab")), list(roundrobin("abc", [1], (8, 9))))
print(list(unique("mississippi")), list(pairs(range(5))), list(permutations("abc")), list(gray(3)), take(3, cycle([])))
it = primes()
print(take(3, it), next(it), next(it))
squares = (n * n for n in naturals())
print(take(4, squares), next(squares), next(x for x in squares if x > 500))
