"""Conway's Game of Life on an unbounded plane, with sets of cells."""

from collections import Counter

R_PENTOMINO = """
.XX
XX.
.X.
"""

ACORN = """
.X.....
...X...
XX..XXX
"""

GLIDER = """
.X.
..X
XXX
"""


def parse(picture):
    cells = set()
    for y, line in enumerate(picture.strip().splitlines()):
        for x, ch in enumerate(line):
            if ch == "X":
                cells.add((x, y))
    return frozenset(cells)


def neighbours(cell):
    x, y = cell
    return {
        (x - 1, y - 1), (x, y - 1), (x + 1, y - 1),
        (x - 1, y), (x + 1, y),
        (x - 1, y + 1), (x, y + 1), (x + 1, y + 1),
    }


def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    counts[key] = counts.get(key, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


def step_by_sets(cells):
    candidates = set(cells)
    for cell in cells:
        candidates |= neighbours(cell)
    alive = set()
    for cell in candidates:
        n = len(neighbours(cell) & cells)
        if n == 3 or (n == 2 and cell in cells):
            alive.add(cell)
    return alive


def bounds(cells):
    xs = [x for x, _ in cells]
    ys = [y for _, y in cells]
    return min(xs), min(ys), max(xs), max(ys)


def show(cells):
    left, top, right, bottom = bounds(cells)
    for y in range(top, bottom + 1):
        print("".join("X" if (x, y) in cells else "." for x in range(left, right + 1)))


def main():
    cells = parse(GLIDER)
    for _ in range(40):
        cells = step(cells)
    print(sorted(cells))

    cells = parse(R_PENTOMINO)
    for generation in range(1, 1001):
        cells = step(cells)
        if generation % 100 == 0:
            print("r-pentomino", generation, len(cells), bounds(cells))
    cells = parse(ACORN)
    for generation in range(1, 451):
        cells = step_by_sets(cells)
        if generation % 50 == 0:
            print("acorn", generation, len(cells), bounds(cells))
        if generation == 100:
            show(cells)
    print(sorted(Counter(len(neighbours(cell) & cells) for cell in cells).items()))


if __name__ == "__main__":
    main()
