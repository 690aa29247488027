class V:
    def __add__(self, other):
        return self.n + other.n

    def __getitem__(self, k):
        raise KeyError(k)


v = V()
try:
    v["q"]
except KeyError as e:
    print(e)
v + v
