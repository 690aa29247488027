def down(n):
    if n == 0:
        return 0
    return 1 + down(n - 1)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ack(m, n):
    if m == 0:
        return n + 1
    return ack(m - 1, 1 if n == 0 else ack(m, n - 1))


for _ in range(30):
    down(50)
print(down(900), fib(16), ack(2, 6))
for attempt in range(3):
    try:
        down(10**6)
    except RecursionError as e:
        print("RecursionError", e)
print(down(900))


def forever(n):
    try:
        return forever(n + 1)
    finally:
        pass


try:
    forever(0)
except RecursionError:
    print("through finally")


def mutual_a(n):
    return mutual_b(n - 1) if n else "a"


def mutual_b(n):
    return mutual_a(n - 1) if n else "b"


for i in range(60):
    mutual_a(i)
print(mutual_a(500), mutual_a(501))


class Node:
    def __init__(self, n):
        self.child = Node(n - 1) if n else None

    def depth(self):
        return 1 + (self.child.depth() if self.child else 0)


print(Node(200).depth())
try:
    Node(10**5)
except RecursionError as e:
    print(str(e)[:32])
