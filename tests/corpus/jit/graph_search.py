from collections import deque


def grid(w, h):
    return [[1 if (x * 7 + y * 13) % 5 == 0 and (x, y) not in ((0, 0), (w - 1, h - 1)) else 0 for x in range(w)] for y in range(h)]


def bfs(g):
    h, w = len(g), len(g[0])
    q = deque([(0, 0, 0)])
    seen = {(0, 0)}
    while q:
        x, y, d = q.popleft()
        if (x, y) == (w - 1, h - 1):
            return d, len(seen)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            p = (x + dx, y + dy)
            if 0 <= p[0] < w and 0 <= p[1] < h and not g[p[1]][p[0]] and p not in seen:
                seen.add(p)
                q.append((*p, d + 1))
    return None, len(seen)


def dfs(g, x, y, seen):
    if not (0 <= y < len(g) and 0 <= x < len(g[0])) or g[y][x] or (x, y) in seen:
        return 0
    seen.add((x, y))
    return 1 + sum(dfs(g, x + dx, y + dy, seen) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))


def dijkstra(n):
    edges = {i: [((i * 7 + 3) % n, i % 5 + 1), ((i + 1) % n, 3), ((i * i + 1) % n, 7)] for i in range(n)}
    dist = {0: 0}
    todo = {0}
    while todo:
        u = min(todo, key=lambda v: (dist[v], v))
        todo.discard(u)
        for v, w in edges[u]:
            if v not in dist or dist[u] + w < dist[v]:
                dist[v] = dist[u] + w
                todo.add(v)
    return len(dist), sum(dist.values()), max(dist.values())


def topological(n):
    after = {i: [j for j in range(i + 1, min(n, i + 4)) if (i * j) % 3] for i in range(n)}
    degree = dict.fromkeys(range(n), 0)
    for outs in after.values():
        for j in outs:
            degree[j] += 1
    ready = [i for i in range(n) if degree[i] == 0]
    order = []
    while ready:
        i = ready.pop()
        order.append(i)
        for j in after[i]:
            degree[j] -= 1
            if not degree[j]:
                ready.append(j)
    return len(order), order[:8]


class Union:
    def __init__(self, n):
        self.parent = list(range(n))
        self.sets = n

    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parent[a] = b
            self.sets -= 1


u = Union(500)
for i in range(700):
    u.join(i * 31 % 500, i * 17 % 500 // 2)
print(bfs(grid(20, 15)), dfs(grid(12, 12), 0, 0, set()), dijkstra(60), topological(60), u.sets)


def queens(n, row=0, cols=0, d1=0, d2=0):
    if row == n:
        return 1
    count = 0
    free = ~(cols | d1 | d2) & (1 << n) - 1
    while free:
        bit = free & -free
        free ^= bit
        count += queens(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count


print([queens(n) for n in range(1, 8)])
