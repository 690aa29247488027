import time

a = time.perf_counter()
b = time.monotonic()
c = time.time()
d = time.process_time()
print(type(a).__name__, type(b).__name__, type(c).__name__, type(d).__name__, type(time.time_ns()).__name__, type(time.perf_counter_ns()).__name__)
total = 0
for i in range(1000):
    total += i
print(time.perf_counter() >= a, time.monotonic() >= b, time.time() > 1.6e9, time.process_time() >= d, total)
start = time.perf_counter()
time.sleep(0.002)
print(0.001 < time.perf_counter() - start < 5)
time.sleep(0)
for f in (lambda: time.sleep(-1), lambda: time.sleep("a"), lambda: time.sleep(), lambda: time.nope):
    try:
        f()
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
