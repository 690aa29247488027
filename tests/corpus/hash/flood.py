# Keys made to collide: against an unkeyed hash that multiplies and folds, by their low bits, and by their numbers.
K, MASK = 0x9E37_79B9_7F4A_7C15, 2**64 - 1


def folded(a, b):
    product = a * b
    return (product ^ product >> 64) & MASK


keys = []
for i in range(20_000):
    second = folded(K ^ 16 ^ i, K)
    keys.append((i.to_bytes(8, "little") + second.to_bytes(8, "little")).decode("latin-1"))
print(len(dict.fromkeys(keys)), len(set(keys)), sum(key in set(keys[:10]) for key in keys[:50]))
raw = [key.encode("latin-1") for key in keys]
print(len(dict.fromkeys(raw)), len(set(raw)))
for shift in (10, 20, 32, 40, 45):
    keys = [i << shift for i in range(5_000)]
    print(len(dict.fromkeys(keys)), len(set(keys)), len(dict.fromkeys((key, key) for key in keys)))
same = [i * (2**61 - 1) + 1 for i in range(1000)]
print(len({hash(key) for key in same}), len(dict.fromkeys(same)), len(set(same)))
