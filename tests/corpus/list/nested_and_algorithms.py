grid = [[i * j for j in range(4)] for i in range(3)]
print(grid, grid[2][3], [row[1] for row in grid], list(zip(*grid)), [list(r) for r in zip(*grid)], sum(map(sum, grid)))
grid[0][0] = 99
grid[1] = ["x"] * 4
print(grid)


def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def quick(a):
    if len(a) < 2:
        return a
    p, *rest = a
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])


def binary_search(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def permutations(a):
    if not a:
        return [[]]
    return [[a[i]] + p for i in range(len(a)) for p in permutations(a[:i] + a[i + 1:])]


def powerset(a):
    out = [[]]
    for x in a:
        out += [s + [x] for s in out]
    return out


def rotate(m):
    return [list(r) for r in zip(*m[::-1])]


def spiral(m):
    out = []
    while m:
        out += m.pop(0)
        m = [list(r) for r in zip(*m)][::-1]
    return out


data = [5, 2, 9, 1, 5, 6, -3]
print(bubble(data), quick(data), data, binary_search(sorted(data), 6), permutations([1, 2, 3]), powerset("abc"))
print(rotate([[1, 2], [3, 4]]), spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
stack, queue = [], []
for i in range(5):
    stack.append(i)
    queue.insert(0, i)
print([stack.pop() for _ in range(5)], [queue.pop() for _ in range(5)])


def transpose_in_place(m):
    for i in range(len(m)):
        for j in range(i):
            m[i][j], m[j][i] = m[j][i], m[i][j]
    return m


print(transpose_in_place([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
seen = []
[seen.append(x) for x in data if x not in seen]
print(seen, [a for a in data if a > sum(data) / len(data)], max(range(len(data)), key=data.__getitem__))
