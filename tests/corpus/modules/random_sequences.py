# The same seed gives the same numbers as in CPython, from every distribution.
import random
for seed in (42, 0, -5, 10**30, 'hello', b'abc', 2.5, None):
    if seed is None: continue
    r = random.Random(seed)
    print(seed, r.random(), r.getrandbits(10), r.getrandbits(100), r.randrange(100), r.randrange(5, 10**20), r.randint(-5, 5), r.choice('abcdef'), r.uniform(1, 2))
    xs = list(range(20)); r.shuffle(xs); print(xs)
    print(r.sample(range(1000), 10), r.sample(list(range(10)), 4), r.sample(['a', 'b'], k=3, counts=[2, 3]))
    print(r.choices([1, 2, 3], k=5), r.choices('abc', weights=[1, 5, 2], k=5), r.choices('abc', cum_weights=[1, 2, 10], k=3))
    print(r.gauss(0, 1), r.gauss(1, 2), r.normalvariate(), r.expovariate(2), r.triangular(), r.triangular(1, 5, 2), r.betavariate(2, 3), r.gammavariate(0.5, 2), r.gammavariate(1, 2), r.gammavariate(3, 2), r.lognormvariate(0, 1), r.vonmisesvariate(1, 2), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3), r.binomialvariate(100, 0.4), r.randbytes(5))
    st = r.getstate(); a = [r.random() for _ in range(3)]; r.setstate(st); print(a == [r.random() for _ in range(3)], len(st), len(st[1]))
random.seed(7); print([random.random() for _ in range(3)], random.randint(1, 6), [random.getrandbits(32) for _ in range(700)][-1])
random.seed('x', version=1); print(random.random())
for f in (lambda: random.randrange(0), lambda: random.randrange(5, 5), lambda: random.randrange(1, 10, 0), lambda: random.choice([]), lambda: random.sample({1}, 1), lambda: random.sample([1], 2), lambda: random.choices([1, 2], [1]), lambda: random.getrandbits(-1), lambda: random.seed([]), lambda: random.randrange(2.5), lambda: random.randrange(1, 10, 3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class R(random.Random):
    def random(self): return 0.25
print(R().randrange(100), R().choice('abcd'))
