//! Order and dominators of a control-flow graph, given as successor lists. Node 0 is the entry.

/// Reverse postorder, dominators and loop headers.
pub struct Graph {
    /// Reachable nodes in reverse postorder.
    pub order: Vec<usize>,
    /// Each node's place in `order`; `usize::MAX` for unreachable ones.
    pub place: Vec<usize>,
    /// Immediate dominators; the entry's is itself.
    pub idom: Vec<usize>,
    /// Reachable predecessors.
    pub preds: Vec<Vec<usize>>,
}

impl Graph {
    /// Analyses the graph.
    pub fn new(succs: &[Vec<usize>]) -> Graph {
        let n = succs.len();
        let mut order = Vec::with_capacity(n);
        let mut seen = vec![false; n];
        let mut stack = Vec::new();
        if n > 0 {
            stack.push((0, 0));
            seen[0] = true;
        }
        // An explicit stack: a function may have thousands of blocks in a row.
        while let Some((node, next)) = stack.pop() {
            // Later successors first, so that the earlier ones come first in the order.
            match succs[node].len().checked_sub(next + 1).map(|i| succs[node][i]) {
                Some(succ) => {
                    stack.push((node, next + 1));
                    if !seen[succ] {
                        seen[succ] = true;
                        stack.push((succ, 0));
                    }
                }
                None => order.push(node),
            }
        }
        order.reverse();
        let mut place = vec![usize::MAX; n];
        for (i, node) in order.iter().enumerate() {
            place[*node] = i;
        }
        let mut preds = vec![Vec::new(); n];
        for node in &order {
            for succ in &succs[*node] {
                preds[*succ].push(*node);
            }
        }
        let mut graph = Graph { order, place, idom: vec![usize::MAX; n], preds };
        graph.dominators();
        graph
    }

    /// Cooper, Harvey and Kennedy's iteration.
    fn dominators(&mut self) {
        let Some(entry) = self.order.first().copied() else { return };
        self.idom[entry] = entry;
        let mut changed = true;
        while changed {
            changed = false;
            for &node in &self.order[1..] {
                let mut best = usize::MAX;
                for &pred in &self.preds[node] {
                    if self.idom[pred] == usize::MAX {
                        continue;
                    }
                    best = if best == usize::MAX { pred } else { self.meet(best, pred) };
                }
                if self.idom[node] != best {
                    self.idom[node] = best;
                    changed = true;
                }
            }
        }
    }

    fn meet(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            while self.place[a] > self.place[b] {
                a = self.idom[a];
            }
            while self.place[b] > self.place[a] {
                b = self.idom[b];
            }
        }
        a
    }

    /// Whether `a` dominates `b`.
    pub fn dominates(&self, a: usize, mut b: usize) -> bool {
        while self.place[b] > self.place[a] {
            b = self.idom[b];
        }
        a == b
    }

    /// Whether the edge goes backwards in the order.
    pub fn is_back_edge(&self, from: usize, to: usize) -> bool {
        self.place[to] <= self.place[from]
    }

    /// Whether a node is the target of a back-edge.
    pub fn is_loop_header(&self, node: usize) -> bool {
        self.preds[node].iter().any(|pred| self.is_back_edge(*pred, node))
    }

    /// Whether two or more forward edges meet at a node.
    pub fn is_merge(&self, node: usize) -> bool {
        self.preds[node].iter().filter(|pred| !self.is_back_edge(**pred, node)).count() >= 2
    }

    /// Whether each back-edge's target dominates its source.
    pub fn is_reducible(&self) -> bool {
        self.order.iter().all(|node| {
            self.preds[*node]
                .iter()
                .all(|pred| !self.is_back_edge(*pred, *node) || self.dominates(*node, *pred))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_with_a_diamond() {
        let graph = Graph::new(&[vec![1], vec![2, 5], vec![3, 4], vec![4], vec![1], vec![]]);
        assert_eq!(graph.idom[4], 2);
        assert!(graph.is_loop_header(1) && graph.is_merge(4) && !graph.is_merge(1));
        assert!(graph.is_reducible());
    }

    #[test]
    fn two_entries_into_a_loop_are_irreducible() {
        assert!(!Graph::new(&[vec![1, 2], vec![2], vec![1]]).is_reducible());
    }
}
