"""The Sun and the four gas giants under gravity, one object a body."""

import math

PI = 3.141592653589793
SOLAR_MASS = 4 * PI * PI
DAYS_PER_YEAR = 365.24


class Body:
    def __init__(self, name, x, y, z, vx, vy, vz, mass):
        self.name = name
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx * DAYS_PER_YEAR
        self.vy = vy * DAYS_PER_YEAR
        self.vz = vz * DAYS_PER_YEAR
        self.mass = mass * SOLAR_MASS

    def move(self, dt):
        self.x += dt * self.vx
        self.y += dt * self.vy
        self.z += dt * self.vz

    def kinetic_energy(self):
        return 0.5 * self.mass * (self.vx * self.vx + self.vy * self.vy + self.vz * self.vz)


class System:
    def __init__(self, bodies):
        self.bodies = bodies
        self.pairs = []
        for i, first in enumerate(bodies):
            for second in bodies[i + 1 :]:
                self.pairs.append((first, second))

    def offset_momentum(self):
        px = py = pz = 0.0
        for body in self.bodies:
            px += body.vx * body.mass
            py += body.vy * body.mass
            pz += body.vz * body.mass
        sun = self.bodies[0]
        sun.vx = -px / SOLAR_MASS
        sun.vy = -py / SOLAR_MASS
        sun.vz = -pz / SOLAR_MASS

    def energy(self):
        total = sum(body.kinetic_energy() for body in self.bodies)
        for a, b in self.pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            total -= a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
        return total

    def advance(self, dt):
        for a, b in self.pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            distance2 = dx * dx + dy * dy + dz * dz
            magnitude = dt / (distance2 * math.sqrt(distance2))
            push = b.mass * magnitude
            a.vx -= dx * push
            a.vy -= dy * push
            a.vz -= dz * push
            push = a.mass * magnitude
            b.vx += dx * push
            b.vy += dy * push
            b.vz += dz * push
        for body in self.bodies:
            body.move(dt)


def solar_system():
    return System([
        Body("Sun", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
        Body("Jupiter", 4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
             0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
             0.000954791938424326609),
        Body("Saturn", 8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
             -0.00276742510726411286, 0.00499852801234917238, 0.0000230417297573763929,
             0.000285885980666130812),
        Body("Uranus", 12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
             0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
             0.0000436624404335156298),
        Body("Neptune", 15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
             0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
             0.0000515138902046611451),
    ])


def main():
    system = solar_system()
    system.offset_momentum()
    print(f"{system.energy():.9f}")
    for _ in range(10):
        for _ in range(28000):
            system.advance(0.01)
        print(f"{system.energy():.9f}")
    for body in system.bodies:
        print(f"{body.name:8} {body.x:12.6f} {body.y:12.6f} {body.z:12.6f}")


if __name__ == "__main__":
    main()
