"""Matrix multiplication and elimination on lists of lists."""


def matrix(n, seed):
    value = seed
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            value = (value * 1103515245 + 12345) % 2147483648
            row.append(value / 2147483648 - 0.5)
        rows.append(row)
    return rows


def identity(n):
    return [[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)]


def multiply(a, b):
    n = len(a)
    m = len(b[0])
    inner = len(b)
    result = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def multiply_by_columns(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def invert(a):
    n = len(a)
    work = [row[:] + unit for row, unit in zip(a, identity(n))]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(work[r][i]))
        work[i], work[pivot] = work[pivot], work[i]
        scale = work[i][i]
        work[i] = [value / scale for value in work[i]]
        for r in range(n):
            if r != i:
                factor = work[r][i]
                if factor != 0.0:
                    source = work[i]
                    target = work[r]
                    for c in range(i, 2 * n):
                        target[c] -= factor * source[c]
    return [row[n:] for row in work]


def trace(a):
    return sum(a[i][i] for i in range(len(a)))


def distance(a, b):
    return max(abs(x - y) for row, other in zip(a, b) for x, y in zip(row, other))


def main():
    a = matrix(200, 42)
    b = matrix(200, 7)
    c = multiply(a, b)
    print(f"trace {trace(c):.9f}")
    print("columns agree", distance(c, multiply_by_columns(a, b)) < 1e-9)
    small = matrix(100, 3)
    inverse = invert(small)
    print("inverse", distance(multiply(small, inverse), identity(100)) < 1e-8)
    whole = [[int(x * 1000) for x in row] for row in matrix(120, 99)]
    print("integers", trace(multiply(whole, whole)))


if __name__ == "__main__":
    main()
