"""Words of a generated text, counted in dicts keyed by strings."""

SYLLABLES = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu "
    "ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te ti to tu"
).split()
PUNCTUATION = ".,;:!?"


class Generator:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % n


def vocabulary(rng, size):
    words = set()
    while len(words) < size:
        words.add("".join(SYLLABLES[rng.below(len(SYLLABLES))] for _ in range(1 + rng.below(4))))
    return sorted(words)


def text(rng, words, lines):
    """Lines of words; small indexes are likelier, as in a real language."""
    for _ in range(lines):
        line = []
        for _ in range(8 + rng.below(8)):
            word = words[min(rng.below(len(words)), rng.below(len(words)))]
            if rng.below(10) == 0:
                word = word.capitalize()
            if rng.below(8) == 0:
                word += PUNCTUATION[rng.below(len(PUNCTUATION))]
            line.append(word)
        yield " ".join(line)


def count_words(lines):
    counts = {}
    for line in lines:
        for word in line.split():
            word = word.strip(PUNCTUATION).lower()
            counts[word] = counts.get(word, 0) + 1
    return counts


def count_letters(counts):
    letters = {}
    for word, n in counts.items():
        for letter in word:
            if letter in letters:
                letters[letter] += n
            else:
                letters[letter] = n
    return letters


def bigrams(lines):
    pairs = {}
    for line in lines:
        previous = None
        for word in line.split():
            if previous is not None:
                key = previous + " " + word
                try:
                    pairs[key] += 1
                except KeyError:
                    pairs[key] = 1
            previous = word
    return pairs


def main():
    rng = Generator(2024)
    words = vocabulary(rng, 2000)
    lines = list(text(rng, words, 45_000))
    counts = count_words(lines)
    print(len(lines), "lines", sum(counts.values()), "words", len(counts), "different")
    for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]:
        print(f"{word:10}{n:6}")
    letters = count_letters(counts)
    print(" ".join(f"{letter}={letters[letter]}" for letter in sorted(letters)))
    pairs = bigrams(lines)
    print(len(pairs), "pairs, most often:", max(pairs, key=lambda pair: (pairs[pair], pair)))
    by_length = {}
    for word in counts:
        by_length.setdefault(len(word), []).append(word)
    for length in sorted(by_length):
        print(length, len(by_length[length]), by_length[length][0])


if __name__ == "__main__":
    main()
