class P:
    @property
    def value(self):
        return self.compute() + 1

    def compute(self):
        return self.data["key"]

    def __init__(self):
        self.data = {}


def read(p):
    return p.value


read(P())
