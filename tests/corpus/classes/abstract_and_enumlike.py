class Color:
    _all = []

    def __init__(self, name, value):
        self.name, self.value = name, value
        Color._all.append(self)

    def __repr__(self):
        return f"<Color.{self.name}: {self.value}>"

    def __iter__(self):
        return iter(self._all)

    def __eq__(self, other):
        return isinstance(other, Color) and self.value == other.value

    def __hash__(self):
        return hash(self.value)


Color.RED = Color("RED", 1)
Color.BLUE = Color("BLUE", 2)
print(Color.RED, Color._all, Color.RED == Color("X", 1), {Color.RED: "r"}[Color("Y", 1)], list(Color.BLUE)[:2])


class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def insert(self, v):
        if v < self.value:
            if self.left:
                self.left.insert(v)
            else:
                self.left = Node(v)
        elif self.right:
            self.right.insert(v)
        else:
            self.right = Node(v)

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def depth(self):
        return 1 + max(n.depth() if n else 0 for n in (self.left, self.right))


root = Node(50)
for v in (30, 70, 20, 40, 60, 80, 10):
    root.insert(v)
print(list(root), root.depth())


class LinkedList:
    class _Cell:
        def __init__(self, value, next):
            self.value, self.next = value, next

    def __init__(self, items=()):
        self.head = None
        for item in reversed(list(items)):
            self.head = LinkedList._Cell(item, self.head)

    def __iter__(self):
        cell = self.head
        while cell is not None:
            yield cell.value
            cell = cell.next

    def reverse(self):
        previous, cell = None, self.head
        while cell:
            cell.next, previous, cell = previous, cell, cell.next
        self.head = previous
        return self


print(list(LinkedList("abc").reverse()))
