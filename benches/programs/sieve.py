"""Primes up to a limit: a sieve with slices, a sieve with loops, and a wheel of twin counts."""


def sieve_loops(limit):
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    i = 2
    while i * i <= limit:
        if is_prime[i]:
            j = i * i
            while j <= limit:
                is_prime[j] = False
                j += i
        i += 1
    return is_prime


def sieve_bytes(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(limit**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, limit + 1, i)))
    return flags


def twins(is_prime):
    count = 0
    for i in range(3, len(is_prime) - 2, 2):
        if is_prime[i] and is_prime[i + 2]:
            count += 1
    return count


def goldbach(n, is_prime):
    ways = 0
    for p in range(2, n // 2 + 1):
        if is_prime[p] and is_prime[n - p]:
            ways += 1
    return ways


def main():
    limit = 4_000_000
    table = sieve_loops(limit)
    primes = [i for i, flag in enumerate(table) if flag]
    print(len(primes), primes[:10], primes[-3:])
    print("twins", twins(table))
    flags = sieve_bytes(limit)
    print("same", all(flag == bool(byte) for flag, byte in zip(table, flags)))
    print("sum", sum(primes))
    for n in (100, 1000, 10_000, 100_000):
        print("goldbach", n, goldbach(n, table))


if __name__ == "__main__":
    main()
