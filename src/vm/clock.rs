//! The sandbox's own clock: *ticks*, one for each back-edge and each start of a function, whichever tier runs it. What the
//! budget counts down, added up, so a program and its input take the same ticks in every mode.
//!
//! Beside it lie marks of what the interpreter had executed when, so that the statistics can tell the second half of a run,
//! warmed up, from the first.

/// What the interpreter had executed at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mark {
    pub ticks: u64,
    /// Instructions that the interpreter executed of its own.
    pub interpreted: u64,
    /// Instructions that compiled code had it execute.
    pub stepped: u64,
}

/// Marks that are kept; when there are so many, every other one goes.
const MOST_MARKS: usize = 1024;

/// Counts ticks.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Ticks up to the last safepoint.
    ticks: u64,
    /// What the budget was set to there.
    granted: i64,
    marks: Vec<Mark>,
    /// Ticks between marks.
    stride: u64,
}

impl Clock {
    /// Counts what was used of the last budget, of which `left` remain, and notes the next one.
    pub fn advance(&mut self, left: i64, next: i64) {
        self.ticks += self.granted.saturating_sub(left).max(0) as u64;
        self.granted = next;
    }

    /// Ticks up to the last safepoint.
    pub fn counted(&self) -> u64 {
        self.ticks
    }

    /// Ticks so far, when `left` remain of the budget.
    pub fn ticks(&self, left: i64) -> u64 {
        self.ticks + self.granted.saturating_sub(left).max(0) as u64
    }

    /// Keeps a mark of this moment, if the last one lies far enough back.
    pub fn mark(&mut self, interpreted: u64, stepped: u64) {
        let mark = Mark { ticks: self.ticks, interpreted, stepped };
        if self.marks.last().is_some_and(|last| mark.ticks < last.ticks + self.stride.max(1)) {
            return;
        }
        self.marks.push(mark);
        if self.marks.len() >= MOST_MARKS {
            let mut keep = false;
            self.marks.retain(|_| {
                keep = !keep;
                keep
            });
            self.stride = mark.ticks / (MOST_MARKS as u64 / 2);
        }
    }

    /// What had been executed at half of `now`'s ticks, between two marks in proportion.
    pub fn half(&self, now: Mark) -> Mark {
        let half = now.ticks / 2;
        let behind = self.marks.partition_point(|mark| mark.ticks <= half);
        let before = behind.checked_sub(1).map_or(Mark::default(), |i| self.marks[i]);
        let after = self.marks.get(behind).copied().unwrap_or(now);
        let span = after.ticks.saturating_sub(before.ticks).max(1) as f64;
        let part = half.saturating_sub(before.ticks) as f64 / span;
        let between = |a: u64, b: u64| a + (b.saturating_sub(a) as f64 * part) as u64;
        Mark {
            ticks: half,
            interpreted: between(before.interpreted, after.interpreted),
            stepped: between(before.stepped, after.stepped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_what_was_used_of_each_budget() {
        let mut clock = Clock::default();
        clock.advance(100, 100);
        clock.advance(-1, 50);
        assert_eq!(clock.ticks(50), 101);
        clock.advance(20, 100);
        assert_eq!(clock.ticks(99), 132);
    }

    #[test]
    fn the_half_lies_between_two_marks() {
        let mut clock = Clock::default();
        for i in 0..10 {
            clock.advance(0, 10);
            clock.mark(if i < 5 { i * 100 } else { 500 }, i);
        }
        let now = Mark { ticks: clock.ticks(0), interpreted: 500, stepped: 10 };
        assert_eq!(now.ticks, 100);
        assert_eq!(clock.half(now), Mark { ticks: 50, interpreted: 500, stepped: 5 });
        let earlier = Mark { ticks: 50, ..now };
        assert_eq!(clock.half(earlier), Mark { ticks: 25, interpreted: 250, stepped: 2 });
    }

    #[test]
    fn marks_do_not_pile_up() {
        let mut clock = Clock::default();
        for i in 0..100_000 {
            clock.advance(0, 10);
            clock.mark(i, 0);
        }
        assert!(clock.marks.len() < MOST_MARKS);
        let now = Mark { ticks: clock.ticks(10), interpreted: 100_000, stepped: 0 };
        assert!(clock.half(now).interpreted.abs_diff(50_000) < 10);
    }
}
