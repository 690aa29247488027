class Node:
    def __init__(self, payload):
        self.me = self
        self.payload = payload
        self.others = [self]


def build():
    return [Node(i) for i in range(5000)]


def churn(live):
    last = None
    for i in range(5000):
        node = Node([i] * 10)
        node.others.append(last)
        last = node if i % 50 else None
        d = {}
        d["self"] = d
