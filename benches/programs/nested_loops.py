"""Six nested loops over integers, and a search for Pythagorean triples."""


def count(n):
    total = 0
    for a in range(n):
        for b in range(n):
            for c in range(n):
                for d in range(n):
                    for e in range(n):
                        for f in range(n):
                            total += (a ^ b) + (c & d) - (e | f) + 1
    return total


def triples(limit):
    found = 0
    largest = None
    for c in range(1, limit):
        b = 1
        while b < c:
            a = 1
            while a <= b:
                square = a * a + b * b
                if square == c * c:
                    found += 1
                    largest = (a, b, c)
                elif square > c * c:
                    break
                a += 1
            b += 1
    return found, largest


def main():
    print("count", count(14))
    found, largest = triples(320)
    print("triples", found, "last", largest)


if __name__ == "__main__":
    main()
