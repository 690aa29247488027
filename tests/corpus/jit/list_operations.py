def fill(n):
    a = []
    for i in range(n):
        a.append(i * i)
    return a


def read(a):
    t = 0
    for i in range(len(a)):
        t += a[i]
    return t


def negative(a):
    t = 0
    for i in range(1, len(a) + 1):
        t += a[-i] * i
    return t


def write(a):
    for i in range(len(a)):
        a[i] = a[i] + 1
        a[-1] = 0
    return a


def swap(a):
    n = len(a)
    for i in range(n // 2):
        a[i], a[n - 1 - i] = a[n - 1 - i], a[i]
    return a


def pops(a):
    t = 0
    while a:
        t = t * 3 + a.pop() & 0xFFFFFF
    return t


def bounds(a, start):
    n = 0
    try:
        while True:
            a[start + n]
            n += 1
    except IndexError as e:
        return n, str(e)


a = fill(1500)
print(len(a), read(a), negative(a), sum(write(a)), swap(a)[:3], bounds(a, 0), bounds(a, -1500), bounds(a, -1501))
print(pops(a), a)
mixed = [1, 2.5, True, 2**70, 3] * 100
print(read(mixed))
try:
    read([1, 2, "x"])
except TypeError as e:
    print(e)
print(read((1, 2, 3)), read(range(10)), read(bytearray(b"ab")), read(b"ab"))


def grid(n):
    g = [[0] * n for _ in range(n)]
    for y in range(n):
        for x in range(n):
            g[y][x] = x * y
            if x:
                g[y][x] += g[y][x - 1] % 5
    return sum(map(sum, g)), g[n - 1][n - 1]


print(grid(35))


def index_types(a):
    out = []
    for k in (0, True, False, -1, 2**62, -(2**62), 2**70, "x", 1.0, None, slice(0, 2)):
        try:
            out.append(a[k])
        except (IndexError, TypeError) as e:
            out.append(type(e).__name__)
    return out


for _ in range(100):
    r = index_types([1, 2, 3])
print(r)


def while_growing():
    a = [1]
    i = 0
    while i < len(a) < 1000:
        a.append(a[i] * 2 % 1009)
        a.extend([i, i])
        i += 1
    return len(a), a[-1], sum(a)


print(while_growing())


def insert_delete(n):
    a = list(range(20))
    for i in range(n):
        a.insert(i % len(a), i)
        del a[(i * 7) % len(a)]
    return a


print(insert_delete(500))
