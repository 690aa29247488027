class Node:
    def __init__(self, v, next=None):
        self.v = v
        self.next = next


def chain(n):
    head = None
    for i in range(n):
        head = Node(i, head)
    return head


def length(node):
    n = 0
    while node is not None:
        n += 1
        node = node.next
    return n


keep = chain(300)
for i in range(30):
    garbage = chain(200)
print(length(keep), length(garbage), keep.v)
total = 0
for i in range(3000):
    t = (i, [i], {"k": i}, str(i))
    total += len(t[3]) + t[1][0] + t[2]["k"]
print(total)
lists = [[] for _ in range(50)]
for i in range(3000):
    lists[i % 50].append([i])
    if i % 7 == 0:
        lists[i % 50] = lists[i % 50][-3:]
print(sum(len(x) for x in lists), sum(y[0] for x in lists for y in x))
