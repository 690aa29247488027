def down(n):
    return down(n + 1)


try:
    down(0)
except RecursionError as e:
    print(e)


def ping(n):
    return pong(n - 1) if n else missing


def pong(n):
    return ping(n - 1) if n else missing


ping(8)
