"""Sorting: the built-in sort with keys, and merge sort, quicksort and heapsort by hand."""

from operator import attrgetter, itemgetter


class Person:
    def __init__(self, name, age, city):
        self.name = name
        self.age = age
        self.city = city

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


def numbers(count, seed=1):
    state = seed
    out = []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(state >> 40)
    return out


def merge_sort(items):
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left = merge_sort(items[:middle])
    right = merge_sort(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def heapsort(items):
    def sift(root, end):
        while True:
            child = 2 * root + 1
            if child >= end:
                return
            if child + 1 < end and items[child] < items[child + 1]:
                child += 1
            if items[root] >= items[child]:
                return
            items[root], items[child] = items[child], items[root]
            root = child

    for root in range(len(items) // 2 - 1, -1, -1):
        sift(root, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end)


def people(count):
    cities = ["Bern", "Graz", "Lyon", "Oslo", "Pisa", "Turku"]
    ages = numbers(count, 77)
    return [Person(f"p{(age * 31) % 9973:04}", age % 90, cities[age % len(cities)]) for age in ages]


def main():
    data = numbers(60_000)
    expected = sorted(data)
    print(expected[:3], expected[-3:])
    print("merge", merge_sort(data) == expected)
    copy = data[:]
    quicksort(copy, 0, len(copy) - 1)
    print("quick", copy == expected)
    copy = data[:30_000]
    heapsort(copy)
    print("heap", copy == sorted(data[:30_000]))

    crowd = people(60_000)
    by_city = sorted(crowd, key=lambda person: (person.city, -person.age, person.name))
    print([(p.city, p.age, p.name) for p in by_city[:3]])
    youngest = sorted(crowd, key=attrgetter("age"))
    print([(p.age, p.name) for p in youngest[:3]])
    natural = sorted(crowd[:20_000])
    print([(p.age, p.name) for p in natural[:3]], [(p.age, p.name) for p in natural[-2:]])

    pairs = [(n % 100, str(n)) for n in data]
    pairs.sort(key=itemgetter(1), reverse=True)
    pairs.sort(key=itemgetter(0))
    print(pairs[:3], pairs[-2:])
    words = sorted((str(n) for n in data), key=len)
    print(words[:5], words[-1])
    mixed = sorted([float(n) if n % 2 else n for n in data[:20_000]], key=lambda x: -x)
    print(mixed[:3])


if __name__ == "__main__":
    main()
