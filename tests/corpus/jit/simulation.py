"""A bank of elevators: objects, lists, dicts and branches together."""


class Elevator:
    def __init__(self, number, floors):
        self.number = number
        self.floor = 0
        self.direction = 0
        self.stops = set()
        self.moved = 0
        self.floors = floors

    def assign(self, floor):
        if floor != self.floor:
            self.stops.add(floor)
            if self.direction == 0:
                self.direction = 1 if floor > self.floor else -1

    def cost(self, floor):
        d = abs(floor - self.floor)
        if self.direction and (floor - self.floor) * self.direction < 0:
            d += self.floors
        return d + len(self.stops) * 2

    def step(self):
        if not self.stops:
            self.direction = 0
            return None
        self.floor += self.direction
        self.moved += 1
        arrived = None
        if self.floor in self.stops:
            self.stops.remove(self.floor)
            arrived = self.floor
        if not self.stops:
            self.direction = 0
        elif self.direction > 0 and max(self.stops) < self.floor:
            self.direction = -1
        elif self.direction < 0 and min(self.stops) > self.floor:
            self.direction = 1
        return arrived


class Building:
    def __init__(self, floors, count):
        self.floors = floors
        self.elevators = [Elevator(i, floors) for i in range(count)]
        self.waiting = {}
        self.served = 0
        self.time = 0
        self.waited = 0

    def call(self, floor):
        if floor in self.waiting:
            return
        self.waiting[floor] = self.time
        best = min(self.elevators, key=lambda e: (e.cost(floor), e.number))
        best.assign(floor)
        if best.floor == floor:
            self.arrive(floor)

    def arrive(self, floor):
        since = self.waiting.pop(floor, None)
        if since is not None:
            self.served += 1
            self.waited += self.time - since

    def tick(self):
        self.time += 1
        for e in self.elevators:
            floor = e.step()
            if floor is not None:
                self.arrive(floor)


b = Building(20, 3)
seed = 7
for t in range(1200):
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    if seed % 3 == 0:
        b.call((seed >> 8) % 20)
    b.tick()
print(b.served, b.waited, [e.moved for e in b.elevators], sorted(b.waiting), [e.floor for e in b.elevators])
