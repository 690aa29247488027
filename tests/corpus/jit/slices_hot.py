def windows(a, k):
    best = 0
    for i in range(len(a) - k + 1):
        s = sum(a[i:i + k])
        if s > best:
            best = s
    return best


def reverse_prefixes(n):
    p = list(range(n))
    t = 0
    for i in range(1, 400):
        k = i % n + 1
        p[:k] = p[k - 1::-1] if k < n else p[::-1]
        t += p[0] * i
    return t, p


def strings(s):
    out = 0
    for i in range(len(s)):
        if s[i:] == s[:len(s) - i]:
            out += i
        out += len(s[i::2]) + len(s[-i:]) + len(s[:-i])
    return out


def assign(n):
    a = [0] * 10
    for i in range(n):
        a[i % 10:i % 10 + 2] = [i, i + 1]
        if len(a) > 15:
            del a[10:]
        a[::5] = [i] * len(a[::5])
    return a


def tuples(n):
    t = tuple(range(10))
    x = 0
    for i in range(n):
        x += sum(t[i % 5:]) - len(t[:i % 7]) + t[1:3][1] + t[::-1][0]
    return x


def merge_sort(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    l, r = merge_sort(a[:m]), merge_sort(a[m:])
    out = []
    i = j = 0
    while i < len(l) and j < len(r):
        if l[i] <= r[j]:
            out.append(l[i])
            i += 1
        else:
            out.append(r[j])
            j += 1
    return out + l[i:] + r[j:]


def mixed(x, n):
    t = 0
    for i in range(n):
        t += len(x[1:i])
    return t


data = [(i * 7919) % 503 for i in range(400)]
print(windows(data, 7), reverse_prefixes(12), strings("abababab" * 5), assign(500), tuples(500), merge_sort(data) == sorted(data), mixed([1] * 50, 100), mixed("x" * 50, 100), mixed((1,) * 50, 100), mixed(b"y" * 50, 100), mixed(range(50), 100))
try:
    mixed(5, 10)
except TypeError as e:
    print(e)
try:
    mixed({}, 10)
except (TypeError, KeyError) as e:
    print(type(e).__name__)


def bounds(a, n):
    t = 0
    for i in range(-n, n):
        t = t * 31 + len(a[i:]) + len(a[:i]) * 2 + sum(a[i:i + 3]) & 0xFFFFFFFF
    return t


print(bounds(list(range(20)), 60), [list(range(5))[2**62:], list(range(5))[:-(2**70)], "ab"[None:2**63]])
