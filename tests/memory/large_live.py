class Tree:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def tree(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(tree(depth - 1), tree(depth - 1))


def build():
    return [tree(17)]


def churn(live):
    tree(12)
    [str(i) for i in range(10000)]
