"""Pancake flipping over all permutations of a list of small integers."""


def fannkuch(n):
    """Flips for every permutation, each got from the last by rotating a prefix."""
    permutation = list(range(n))
    rotations = [0] * n
    max_flips = 0
    checksum = 0
    even = True
    while True:
        first = permutation[0]
        if first != 0:
            stack = permutation[:]
            flips = 0
            while first:
                stack[: first + 1] = stack[first::-1]
                flips += 1
                first = stack[0]
            if flips > max_flips:
                max_flips = flips
            checksum += flips if even else -flips

        even = not even
        size = 1
        while size < n:
            permutation.insert(size, permutation.pop(0))
            rotations[size] += 1
            if rotations[size] <= size:
                break
            rotations[size] = 0
            size += 1
        else:
            return checksum, max_flips


def fannkuch_swapping(n):
    """The same flips element by element, with the permutations from recursion."""
    best = 0
    total = 0
    items = list(range(n))

    def visit(k):
        nonlocal best, total
        if k == n:
            work = items[:]
            flips = 0
            while work[0] != 0:
                low = 0
                high = work[0]
                while low < high:
                    work[low], work[high] = work[high], work[low]
                    low += 1
                    high -= 1
                flips += 1
            if flips > best:
                best = flips
            total += flips
            return
        for i in range(k, n):
            items[k], items[i] = items[i], items[k]
            visit(k + 1)
            items[k], items[i] = items[i], items[k]

    visit(0)
    return total, best


def main():
    for n in range(3, 10):
        checksum, flips = fannkuch(n)
        print(f"fannkuch({n}) checksum {checksum} flips {flips}")
    for n in range(3, 10):
        total, flips = fannkuch_swapping(n)
        print(f"swapping({n}) total {total} flips {flips}")


if __name__ == "__main__":
    main()
