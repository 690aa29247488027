def nothing():
    pass


def bare():
    return


def multi():
    return 1, 2, 3


def early(x):
    if x < 0:
        return "negative"
    for i in range(10):
        if i == x:
            return f"found {i}"
    else:
        return "not found"


def in_try(x):
    try:
        if x:
            return "try"
    finally:
        print("finally", end=" ")
    return "after"


def finally_wins():
    try:
        return "try"
    finally:
        return "finally"


def loop_finally():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(-i)
    return out


def nested():
    for a in range(3):
        for b in range(3):
            if a * b == 2:
                return a, b


def starred():
    rest = [2, 3]
    return 1, *rest


print(nothing(), bare(), multi())
print(early(-1), early(4), early(40))
print(in_try(1))
print(in_try(0))
print(finally_wins(), loop_finally(), nested(), starred())


def while_return(n):
    while True:
        n -= 1
        if n < 0:
            return n


print(while_return(5))
