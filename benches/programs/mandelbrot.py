"""The Mandelbrot set, drawn with characters, with plain float arithmetic."""

WIDTH = 320
HEIGHT = 160
MAX_ITERATIONS = 800
SHADES = " .:-=+*#%@"


def escape_time(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    for i in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def render(width, height, limit):
    rows = []
    total = 0
    for y in range(height):
        ci = (y / height) * 2.4 - 1.2
        row = []
        for x in range(width):
            cr = (x / width) * 3.2 - 2.2
            n = escape_time(cr, ci, limit)
            total += n
            if n == limit:
                row.append("@")
            else:
                row.append(SHADES[n % (len(SHADES) - 1)])
        rows.append("".join(row))
    return rows, total


def main():
    rows, total = render(WIDTH, HEIGHT, MAX_ITERATIONS)
    for row in rows[::8]:
        print(row[::4])
    print("iterations", total)


if __name__ == "__main__":
    main()
