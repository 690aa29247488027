def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if (dx, dy) != (0, 0):
                    counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


def show(cells, w, h):
    return "\n".join("".join(".#"[(x, y) in cells] for x in range(w)) for y in range(h))


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for g in range(5):
    if g % 2 == 0:
        print(show(glider, 6, 6), end="\n\n")
    glider = step(glider)
blinker = {(1, 0), (1, 1), (1, 2)}
print(step(step(blinker)) == blinker, sorted(step(blinker)))


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return lines + [line] if line else lines


def justify(line, width):
    words = line.split()
    if len(words) < 2:
        return line.ljust(width)
    gaps = width - sum(map(len, words))
    q, r = divmod(gaps, len(words) - 1)
    return "".join(w + " " * (q + (i < r)) for i, w in enumerate(words[:-1])) + words[-1]


text = "The mimeograph is a stencil duplicator which prints by pressing ink through a stencil onto paper"
for line in wrap(text, 28):
    print("|" + justify(line, 28) + "|")
print(wrap("", 5), wrap("longword", 3))
