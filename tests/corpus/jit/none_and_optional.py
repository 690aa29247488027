class Node:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right


def insert(root, key):
    if root is None:
        return Node(key)
    node = root
    while True:
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return root
            node = node.left
        else:
            if node.right is None:
                node.right = Node(key)
                return root
            node = node.right


def height(n):
    return 0 if n is None else 1 + max(height(n.left), height(n.right))


def search(root, key):
    steps = 0
    while root is not None and root.key != key:
        root = root.left if key < root.key else root.right
        steps += 1
    return steps, root is not None


root = None
x = 1
for _ in range(400):
    x = x * 1103515245 + 12345 & 0x7FFFFFFF
    root = insert(root, x % 1000)
print(height(root), [search(root, k)[1] for k in range(0, 1000, 97)], sum(search(root, k)[0] for k in range(1000)))


def maybe(n):
    best = None
    for i in range(n):
        v = i * 7919 % 1009
        if best is None or v > best:
            best = v
    return best


def defaulted(x=None):
    x = x or 5
    return x


def optional_result(n):
    def find(i):
        if i % 3 == 0:
            return i

    got = missing = 0
    for i in range(n):
        r = find(i)
        if r is None:
            missing += 1
        else:
            got += r
    return got, missing


print(maybe(1000), optional_result(1000), sum(defaulted(i % 3) for i in range(300)))
try:
    total = 0
    for v in [1] * 500 + [None]:
        total += v
except TypeError as e:
    print(total, e)


def linked(n):
    head = None
    for i in range(n):
        head = Node(i, head)
    t = 0
    while head:
        t += head.key
        head = head.left
    return t


print(linked(1000))
