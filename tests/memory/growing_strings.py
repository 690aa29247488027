def build():
    return ["line " * 100 + str(i) for i in range(1000)]


def churn(live):
    s = ""
    for i in range(40000):
        s += "some words "
    pieces = s.split(" ")
    return len(s) + len(pieces)
