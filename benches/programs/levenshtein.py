"""Dynamic programming: edit distance, longest common subsequence, knapsack, coin change."""


def levenshtein(a, b):
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            cost = 0 if ca == cb else 1
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost))
        previous = current
    return previous[-1]


def longest_common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            elif table[i][j + 1] >= table[i + 1][j]:
                table[i + 1][j + 1] = table[i][j + 1]
            else:
                table[i + 1][j + 1] = table[i + 1][j]
    out = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            out.append(a[i - 1])
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(out))


def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            candidate = best[room - weight] + value
            if candidate > best[room]:
                best[room] = candidate
    return best[capacity]


def coin_change(coins, amount):
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def dna(length, seed):
    state = seed
    out = []
    for _ in range(length):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        out.append("ACGT"[(state >> 16) & 3])
    return "".join(out)


def main():
    for a, b in (("kitten", "sitting"), ("flaw", "lawn"), ("", "abc"), ("saturday", "sunday")):
        print(a, b, levenshtein(a, b))
    first, second = dna(1900, 1), dna(1700, 2)
    print("distance", levenshtein(first, second))
    common = longest_common_subsequence(first[:1100], second[:1100])
    print("common", len(common), common[:40])
    items = [(7 + i * 13 % 41, 11 + i * 29 % 67) for i in range(120)]
    print("knapsack", knapsack(items, 5000))
    print("coins", coin_change([1, 2, 5, 10, 20, 50, 100, 200], 100_000))
    words = ["river", "silver", "sliver", "shiver", "quiver", "deliver", "liver", "rival", "ravel"]
    nearest = {w: min((levenshtein(w, o), o) for o in words if o != w) for w in words}
    for word in words:
        print(word, *nearest[word])


if __name__ == "__main__":
    main()
