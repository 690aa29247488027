"""Fibonacci numbers by plain double recursion: nothing but calls and small integers."""


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def main():
    for n in range(20, 35):
        print(n, fib(n))


if __name__ == "__main__":
    main()
