def lfsr(n):
    x = 0xACE1
    for _ in range(n):
        bit = (x ^ (x >> 2) ^ (x >> 3) ^ (x >> 5)) & 1
        x = (x >> 1) | (bit << 15)
    return x


def fnv(data):
    h = 0xCBF29CE484222325
    for b in data:
        h ^= b
        h = (h * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def popcount(n):
    t = 0
    while n:
        n &= n - 1
        t += 1
    return t


def xorshift(n):
    x = 88172645463325252
    for _ in range(n):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFFFFFF
    return x


def shifts(n):
    t = 0
    for i in range(n):
        t ^= (1 << (i % 70)) | (-1 << (i % 66))
        t ^= t >> (i % 65)
    return t


def negative(n):
    t = 0
    for i in range(-n, n):
        t += (i & 0xFF) ^ (i | 3) ^ ~i ^ (i >> 3) ^ (i // 4) ^ (i % 8)
    return t


def reverse_bits(x, width):
    r = 0
    for _ in range(width):
        r = (r << 1) | (x & 1)
        x >>= 1
    return r


def masks(n):
    t = 0
    for i in range(n):
        t = (t * 31 + i) & 0x3FFFFFFFFFFFFFFF
        t = (t + (t >> 61)) % (2**61 - 1)
    return t


print(lfsr(2000), fnv(bytes(range(256)) * 3), sum(popcount(i) for i in range(500)), popcount(2**100 - 1), xorshift(500), shifts(500), negative(700), reverse_bits(0b1011, 8), reverse_bits(2**61 + 5, 63), reverse_bits(12345, 64), masks(1500))


def bool_bits(n):
    t = False
    for i in range(n):
        t ^= i % 3 == 0
        u = t & (i > 5) | False
    return t, u, type(t).__name__, (t | 4, True & 6)


print(bool_bits(1000))


def bad_shift(n):
    out = []
    for i in range(n):
        try:
            out.append(1 << (5 - i % 8))
        except ValueError as e:
            out.append(str(e))
    return out[-8:]


print(bad_shift(400))
try:
    for i in range(1000):
        x = (i if i < 999 else 1.5) & 3
except TypeError as e:
    print(e)
