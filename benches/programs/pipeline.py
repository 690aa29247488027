"""Sensor readings through a pipeline of generators."""


def readings(count):
    state = 12345
    for i in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield i, state % 7, (state >> 4) % 10_000 / 100.0


def valid(stream):
    for time, sensor, value in stream:
        if 1.0 <= value < 99.0:
            yield time, sensor, value


def calibrated(stream, offsets):
    for time, sensor, value in stream:
        yield time, sensor, value + offsets[sensor]


def smoothed(stream, weight):
    last = {}
    for time, sensor, value in stream:
        if sensor in last:
            value = last[sensor] * (1 - weight) + value * weight
        last[sensor] = value
        yield time, sensor, value


def batches(stream, size):
    batch = []
    for item in stream:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def alarms(stream, threshold):
    active = set()
    for time, sensor, value in stream:
        if value > threshold and sensor not in active:
            active.add(sensor)
            yield time, sensor, "on"
        elif value < threshold - 5 and sensor in active:
            active.discard(sensor)
            yield time, sensor, "off"


def averager():
    """A coroutine: send it numbers, it gives the mean so far."""
    total = 0.0
    count = 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


def flatten(batches_of_items):
    for batch in batches_of_items:
        yield from batch


def stream(count):
    offsets = [0.0, 0.5, -0.25, 1.0, -1.0, 0.125, 0.0]
    return smoothed(calibrated(valid(readings(count)), offsets), 0.25)


def main():
    count = 600_000
    total = 0.0
    items = 0
    for batch in batches(stream(count), 64):
        items += len(batch)
        total += sum(value for _, _, value in batch) / len(batch)
    print("items", items, f"sum of means {total:.6f}")

    switches = list(alarms(stream(count), 60.0))
    print("switches", len(switches), switches[:3], switches[-1])

    means = {}
    for _, sensor, value in flatten(batches(stream(count), 1000)):
        mean = means.get(sensor)
        if mean is None:
            mean = means[sensor] = averager()
            next(mean)
        latest = mean.send(value)
    print(f"latest mean {latest:.6f}", "sensors", sorted(means))
    for mean in means.values():
        mean.close()

    squares = (x * x for x in range(1_500_000) if x % 3 == 0)
    odd = (x for x in squares if x & 1)
    print("odd squares", sum(x % 1009 for x in odd))


if __name__ == "__main__":
    main()
