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

/// The entries of a cycle that can be entered at several nodes, a loop within it if its own entry is one; `None` if
/// there is none: the graph is reducible.
pub fn entries_of_a_cycle(succs: &[Vec<usize>]) -> Option<Vec<usize>> {
    let reachable = Graph::new(succs).order;
    let mut inside = vec![false; succs.len()];
    for node in &reachable {
        inside[*node] = true;
    }
    // Regions still to be looked at: strongly connected but for their entry, which is taken out.
    let mut work = vec![reachable];
    while let Some(region) = work.pop() {
        let mut member = vec![false; succs.len()];
        for node in &region {
            member[*node] = true;
        }
        for cycle in cycles(succs, &region, &member) {
            let mut part = vec![false; succs.len()];
            for node in &cycle {
                part[*node] = true;
            }
            let mut is_entry = vec![false; succs.len()];
            // The graph's entry is entered from outside.
            is_entry[0] = part[0];
            for from in (0..succs.len()).filter(|from| inside[*from] && !part[*from]) {
                for to in &succs[from] {
                    is_entry[*to] |= part[*to];
                }
            }
            let entries: Vec<usize> = cycle.iter().copied().filter(|node| is_entry[*node]).collect();
            if entries.len() > 1 {
                return Some(entries);
            }
            work.push(cycle.into_iter().filter(|node| !is_entry[*node]).collect());
        }
    }
    None
}

/// The strongly connected components of the subgraph of `region` that are cycles (Tarjan's algorithm, with a stack of its
/// own).
fn cycles(succs: &[Vec<usize>], region: &[usize], member: &[bool]) -> Vec<Vec<usize>> {
    let n = succs.len();
    let (mut index, mut low) = (vec![usize::MAX; n], vec![0; n]);
    let (mut on_stack, mut stack, mut next) = (vec![false; n], Vec::new(), 0);
    let mut found = Vec::new();
    for &root in region {
        if index[root] != usize::MAX {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            } else {
                let seen = succs[node][edge - 1];
                if member[seen] && on_stack[seen] {
                    low[node] = low[node].min(low[seen]);
                }
            }
            let unseen = (edge..succs[node].len()).find(|i| {
                let succ = succs[node][*i];
                if member[succ] && on_stack[succ] {
                    low[node] = low[node].min(index[succ]);
                }
                member[succ] && index[succ] == usize::MAX
            });
            if let Some(i) = unseen {
                calls.push((node, i + 1));
                calls.push((succs[node][i], 0));
                continue;
            }
            if low[node] != index[node] {
                continue;
            }
            let mut component = Vec::new();
            while let Some(last) = stack.pop() {
                on_stack[last] = false;
                component.push(last);
                if last == node {
                    break;
                }
            }
            if component.len() > 1 || succs[node].contains(&node) {
                found.push(component);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_irreducible_cycles_are_found() {
        let mut entries = entries_of_a_cycle(&[vec![1, 2], vec![2], vec![1]]).unwrap();
        entries.sort_unstable();
        assert_eq!(entries, [1, 2]);
        // The inner of two loops has two ways in; the outer has one.
        let graph = [vec![1], vec![2, 3], vec![3], vec![2, 4], vec![1, 5], vec![]];
        let mut entries = entries_of_a_cycle(&graph).unwrap();
        entries.sort_unstable();
        assert_eq!(entries, [2, 3]);
        assert_eq!(entries_of_a_cycle(&[vec![1], vec![2, 5], vec![3, 4], vec![4], vec![1], vec![]]), None);
    }

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
