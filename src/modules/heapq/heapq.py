# The Python part of `heapq`.
__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables, key=None, reverse=False):
    'Merge sorted inputs into one sorted output, lazily.'
    heap = []
    direction = -1 if reverse else 1
    for order, it in enumerate(map(iter, iterables)):
        for value in it:
            heap.append([value if key is None else key(value), order * direction, value, it])
            break
    if reverse:
        _heapify_max(heap)
        replace, take = _heapreplace_max, _heappop_max
    else:
        heapify(heap)
        replace, take = heapreplace, heappop
    while len(heap) > 1:
        entry = heap[0]
        yield entry[2]
        for value in entry[3]:
            entry[0] = value if key is None else key(value)
            entry[2] = value
            replace(heap, entry)
            break
        else:
            take(heap)
    if heap:
        _, _, value, it = heap[0]
        yield value
        yield from it


def _select(n, iterable, key, best, largest):
    if n == 1:
        it = iter(iterable)
        missing = object()
        result = best(it, default=missing, key=key)
        return [] if result is missing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=largest)[:n]
    it = iter(iterable)
    step = -1 if largest else 1
    result = []
    for order, elem in zip(range(0, n * step, step), it):
        result.append((elem if key is None else key(elem), order, elem))
    if not result:
        return []
    # The heap's first entry is the one to lose next: the worst of the best so far.
    if largest:
        heapify(result)
        replace = heapreplace
    else:
        _heapify_max(result)
        replace = _heapreplace_max
    worst = result[0][0]
    order = n * step
    for elem in it:
        k = elem if key is None else key(elem)
        if (worst < k) if largest else (k < worst):
            replace(result, (k, order, elem))
            worst = result[0][0]
            order += step
    result.sort(reverse=largest)
    return [elem for _, _, elem in result]


def nsmallest(n, iterable, key=None):
    'The n smallest items, smallest first.'
    return _select(n, iterable, key, min, False)


def nlargest(n, iterable, key=None):
    'The n largest items, largest first.'
    return _select(n, iterable, key, max, True)
