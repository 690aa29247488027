class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def build():
    return [Point(i, i) for i in range(20000)]


def churn(live):
    total = 0
    for i in range(20000):
        p = Point(i, (i, str(i)))
        total += p.x
    return total
