# Generators and handlers while the collector runs; generators that are given up in the middle.


class Node:
    def __init__(self, value):
        self.value = value


def nodes(n):
    keep = []
    for i in range(n):
        node = Node(i)
        keep.append(Node(-i))
        got = yield node
        if got:
            keep.append(got)
        assert node.value == i and keep[-1].value <= i, i
    return keep


def chain(n, depth):
    held = Node(depth)
    if depth:
        result = yield from chain(n, depth - 1)
    else:
        result = yield from nodes(n)
    assert held.value == depth
    return result


def consume(n):
    total = 0
    for i in range(n):
        g = chain(6, 3)
        for node in g:
            total += node.value
            if node.value == i % 9:
                break
        if i % 5 == 0:
            garbage = [Node(k) for k in range(200)]
    return total


print(consume(60))


def raises(n):
    total = 0
    for i in range(n):
        held = Node(i)
        try:
            other = Node(i + 1)
            if i % 3 == 0:
                raise ValueError(Node(i))
            total += other.value
        except ValueError as error:
            if i % 6 == 0:
                garbage = [Node(k) for k in range(200)]
            total += error.args[0].value + held.value
    return total


print(raises(200))

waiting = [chain(4, 2) for _ in range(50)]
firsts = [next(g).value for g in waiting]
garbage = [Node(k) for k in range(200)]
print(sum(firsts), sum(g.send(Node(-1)).value for g in waiting))
del waiting[::2]
garbage = [Node(k) for k in range(200)]
print(sum(len(list(g)) for g in waiting))
