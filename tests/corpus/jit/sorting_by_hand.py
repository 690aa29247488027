def numbers(n, seed=1):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed % 10007)
    return out


def insertion(a):
    for i in range(1, len(a)):
        x = a[i]
        j = i - 1
        while j >= 0 and a[j] > x:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = x
    return a


def shell(a):
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x = a[i]
            j = i
            while j >= gap and a[j - gap] > x:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 2
    return a


def quick(a, lo, hi):
    while lo < hi:
        p = a[(lo + hi) >> 1]
        i, j = lo, hi
        while i <= j:
            while a[i] < p:
                i += 1
            while a[j] > p:
                j -= 1
            if i <= j:
                a[i], a[j] = a[j], a[i]
                i += 1
                j -= 1
        quick(a, lo, j)
        lo = i


def heap(a):
    n = len(a)
    for start in range(n // 2 - 1, -1, -1):
        sift(a, start, n)
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(a, 0, end)
    return a


def sift(a, root, end):
    while (child := 2 * root + 1) < end:
        if child + 1 < end and a[child] < a[child + 1]:
            child += 1
        if not a[root] < a[child]:
            break
        a[root], a[child] = a[child], a[root]
        root = child


def radix(a):
    shift = 0
    while any(x >> shift for x in a):
        buckets = [[] for _ in range(16)]
        for x in a:
            buckets[x >> shift & 15].append(x)
        a = [x for b in buckets for x in b]
        shift += 4
    return a


for data in (numbers(150), numbers(200, 7), [3, 1, 2], [], [5], list(range(100)), list(range(100, 0, -1)), [2] * 50):
    expected = sorted(data)
    q = data[:]
    quick(q, 0, len(q) - 1)
    print(insertion(data[:]) == expected, shell(data[:]) == expected, q == expected, heap(data[:]) == expected, radix(data[:]) == expected, expected[:3])
floats = [x / 7 for x in numbers(120, 3)]
words = [str(x) for x in numbers(120, 4)]
mixed = [x if x % 2 else x * 1.0 for x in numbers(120, 5)]
pairs = [(x % 10, x) for x in numbers(120, 6)]
big = [x * 2**58 for x in numbers(120, 8)]
for data in (floats, words, mixed, pairs, big):
    expected = sorted(data)
    q = data[:]
    quick(q, 0, len(q) - 1)
    print(insertion(data[:]) == expected, shell(data[:]) == expected, q == expected, heap(data[:]) == expected)
try:
    insertion([3, 2, "a", 1])
except TypeError as e:
    print(e)
