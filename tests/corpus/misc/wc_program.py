"""A small real program: statistics of a text."""
TEXT = """It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity."""


def words(text):
    for line in text.splitlines():
        for word in line.split():
            yield word.strip(".,").lower()


def histogram(items):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


counts = histogram(words(TEXT))
for word, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:6]:
    print(f"{word:<10}{n:>3} {'#' * n}")
print(len(TEXT), len(TEXT.splitlines()), sum(counts.values()), len(counts))
lengths = histogram(len(w) for w in words(TEXT))
print({k: lengths[k] for k in sorted(lengths)})
longest = max(counts, key=lambda w: (len(w), w))
print(longest, TEXT.lower().count("it was"), TEXT.find("wisdom"))
print("\n".join(line.title() for line in TEXT.splitlines()[:1]))
