class Lock:
    depth = 0
    entered = 0

    def __enter__(self):
        self.depth += 1
        Lock.entered += 1
        return self

    def __exit__(self, kind, value, tb):
        self.depth -= 1
        return kind is KeyError


def plain(n):
    lock = Lock()
    t = 0
    for i in range(n):
        with lock as l:
            t += l.depth * i
    return t, lock.depth


def nested(n):
    a, b = Lock(), Lock()
    t = 0
    for i in range(n):
        with a, b:
            with a:
                t += a.depth + b.depth
    return t


def suppressed(n):
    t = 0
    for i in range(n):
        with Lock():
            if i % 3 == 0:
                raise KeyError(i)
            t += i
    return t


def passing(n):
    t = caught = 0
    lock = Lock()
    for i in range(n):
        try:
            with lock:
                if i % 5 == 0:
                    raise ValueError(i)
                t += lock.depth
        except ValueError as e:
            caught += e.args[0]
    return t, caught, lock.depth


def returning(n):
    lock = Lock()

    def inner(i):
        with lock:
            if i % 2:
                return i
            for k in range(3):
                with lock:
                    if k == 1:
                        break
                    continue
        return -i

    return sum(inner(i) for i in range(n)), lock.depth


def loop_control(n):
    lock = Lock()
    t = 0
    for i in range(n):
        with lock:
            if i % 2:
                continue
            if i > n - 10:
                break
            t += 1
    else:
        t = -1
    return t, lock.depth


print(plain(1000), nested(300), suppressed(600), passing(600), returning(400), loop_control(600), Lock.entered)
Lock.__exit__ = lambda self, *a: None
try:
    suppressed(10)
except KeyError as e:
    print("no longer suppressed", e)
