"""A small operating system: tasks of several kinds, devices, a ready queue, and packets between them."""

from collections import deque


class Packet:
    def __init__(self, kind, source, payload):
        self.kind = kind
        self.source = source
        self.payload = payload


class Task:
    def __init__(self, name, priority):
        self.name = name
        self.priority = priority
        self.inbox = deque()
        self.waiting = False
        self.finished = False
        self.ticks = 0

    def receive(self, packet):
        self.inbox.append(packet)
        self.waiting = False

    def runnable(self):
        return not self.waiting and not self.finished

    def run(self, kernel):
        self.ticks += 1
        self.step(kernel)

    def step(self, kernel):
        raise NotImplementedError

    def report(self):
        return f"{type(self).__name__:10} {self.name:10} ticks={self.ticks}"


class IdleTask(Task):
    """Keeps the processor busy, and wakes devices with a linear feedback shift register."""

    def __init__(self, name, devices, rounds):
        super().__init__(name, 0)
        self.devices = devices
        self.rounds = rounds
        self.control = 1

    def step(self, kernel):
        self.rounds -= 1
        if self.rounds == 0:
            self.finished = True
            kernel.stop()
            return
        if self.control & 1:
            self.control = (self.control >> 1) ^ 0xD008
        else:
            self.control >>= 1
        kernel.send(self.devices[self.control % len(self.devices)], Packet("wake", self, self.control))


class DeviceTask(Task):
    def __init__(self, name, target):
        super().__init__(name, 5)
        self.target = target
        self.interrupts = 0

    def step(self, kernel):
        if not self.inbox:
            self.waiting = True
            return
        packet = self.inbox.popleft()
        self.interrupts += 1
        kernel.send(self.target, Packet("data", self, packet.payload & 0xFF))


class WorkTask(Task):
    def __init__(self, name, priority, target):
        super().__init__(name, priority)
        self.target = target
        self.checksum = 0

    def transform(self, value):
        return value

    def step(self, kernel):
        if not self.inbox:
            self.waiting = True
            return
        packet = self.inbox.popleft()
        value = self.transform(packet.payload)
        self.checksum = (self.checksum * 31 + value) % 1_000_003
        if self.target is not None:
            kernel.send(self.target, Packet("result", self, value))

    def report(self):
        return super().report() + f" checksum={self.checksum}"


class Doubler(WorkTask):
    def transform(self, value):
        return value * 2 + 1


class Mixer(WorkTask):
    def transform(self, value):
        for _ in range(4):
            value = (value ^ (value << 3)) & 0xFFFF
        return value


class Sink(WorkTask):
    def __init__(self, name):
        super().__init__(name, 1, None)
        self.total = 0

    def transform(self, value):
        self.total += value
        return value


class Kernel:
    def __init__(self):
        self.tasks = {}
        self.running = True
        self.switches = 0
        self.sent = 0

    def add(self, task):
        self.tasks[task.name] = task

    def send(self, name, packet):
        self.sent += 1
        self.tasks[name].receive(packet)

    def stop(self):
        self.running = False

    def pick(self):
        best = None
        for task in self.tasks.values():
            if task.runnable() and (best is None or task.priority > best.priority):
                best = task
        return best

    def run(self):
        while self.running:
            task = self.pick()
            self.switches += 1
            task.run(self)


def build(rounds):
    kernel = Kernel()
    kernel.add(Sink("sink"))
    kernel.add(Doubler("doubler", 3, "sink"))
    kernel.add(Mixer("mixer", 2, "doubler"))
    kernel.add(DeviceTask("disk", "mixer"))
    kernel.add(DeviceTask("network", "doubler"))
    kernel.add(DeviceTask("clock", "sink"))
    kernel.add(IdleTask("idle", ["disk", "network", "clock"], rounds))
    return kernel


def main():
    for rounds in (100, 10_000, 100_000):
        kernel = build(rounds)
        kernel.run()
        print("rounds", rounds, "switches", kernel.switches, "sent", kernel.sent)
        for task in kernel.tasks.values():
            print("  " + task.report())
        print("  total", kernel.tasks["sink"].total)


if __name__ == "__main__":
    main()
