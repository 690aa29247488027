def g(n):
    x = 5
    for i in range(n):
        yield i


it = g(2)
print(it.gi_running, it.gi_frame is not None, it.gi_yieldfrom, it.gi_code.co_name, it.__qualname__)
print(next(it), it.gi_frame is None)
list(it)
print(it.gi_frame)
print(hasattr(it, "send"), hasattr(it, "throw"), hasattr(it, "close"), callable(it))


def running():
    yield me.gi_running


me = running()
print(next(me), me.gi_running)


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            yield self, i

    def evens(self):
        yield from (i for _, i in self if i % 2 == 0)


c = Counter(5)
print([i for _, i in c], list(c.evens()), list(c.evens()))


def producer(queue):
    for i in range(3):
        queue.append(i)
        yield "produced"


def consumer(queue):
    while True:
        while queue:
            print("consume", queue.pop(0))
        yield "idle"


queue = []
p, k = producer(queue), consumer(queue)
for _ in p:
    print(next(k))


def tasks(name, n):
    for i in range(n):
        yield f"{name}{i}"


ready = [tasks("a", 3), tasks("b", 1), tasks("c", 2)]
order = []
while ready:
    t = ready.pop(0)
    try:
        order.append(next(t))
        ready.append(t)
    except StopIteration:
        pass
print(order)


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


ps = primes()
print([next(ps) for _ in range(15)])
