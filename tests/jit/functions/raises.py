def f(x):
    raise ValueError(x)
for i in range(3):
    try:
        f(i)
    except ValueError as error:
        print(error)
