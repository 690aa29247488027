import random

random.seed(42)
print(random.random(), random.random(), random.randint(1, 6), random.randrange(10), random.randrange(0, 100, 5), random.choice("abcdef"), random.uniform(1, 2))
x = list(range(10))
random.shuffle(x)
print(x, random.sample(range(100), 5), random.choices([1, 2, 3], k=5), random.getrandbits(40), random.gauss(0, 1))
r = random.Random(7)
print([r.randint(0, 9) for _ in range(10)], r.random())
random.seed(42)
a = [random.random() for _ in range(3)]
random.seed(42)
print(a == [random.random() for _ in range(3)])
random.seed()
v = [random.random() for _ in range(100)]
print(all(0 <= t < 1 for t in v), len(set(v)) > 90, all(1 <= random.randint(1, 3) <= 3 for _ in range(50)))
state = r.getstate()
p = r.random()
r.setstate(state)
print(p == r.random())
for f in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.randrange(0), lambda: random.sample([1], 2), lambda: random.randint(1.5, 2)):
    try:
        print(f())
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
