"""The n-queens puzzle, solved with recursive generators."""


def safe(queens, row, column):
    for r, c in enumerate(queens):
        if c == column or row - r == abs(column - c):
            return False
    return True


def solutions(n, queens=()):
    row = len(queens)
    if row == n:
        yield queens
        return
    for column in range(n):
        if safe(queens, row, column):
            yield from solutions(n, queens + (column,))


def permutations(items):
    """Every ordering of items, by removing each element in turn."""
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield items[i : i + 1] + rest


def by_permutation(n):
    columns = range(n)
    for order in permutations(list(columns)):
        if n == len(set(order[i] + i for i in columns)) == len(set(order[i] - i for i in columns)):
            yield tuple(order)


def draw(queens):
    n = len(queens)
    for column in queens:
        print(" ".join("Q" if i == column else "." for i in range(n)))


def main():
    for n in range(1, 12):
        print(n, sum(1 for _ in solutions(n)))
    print(sum(1 for _ in by_permutation(8)))
    draw(next(solutions(12)))


if __name__ == "__main__":
    main()
