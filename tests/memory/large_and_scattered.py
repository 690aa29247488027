from random import Random

random = Random(2)


def make():
    return bytes(random.randrange(10000, 300000))


def build():
    return [make() for i in range(100)]


def churn(live):
    for i in range(200):
        live[random.randrange(100)] = make()
