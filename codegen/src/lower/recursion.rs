//! Which members need an indirection: those whose structure contains the one they stand in.

/// For each structure the members that close a circle, by index. `targets` gives, for each structure, its members
/// that hold another structure directly: member, structure. Lists and maps are an indirection already.
pub(crate) fn boxed_members(targets: &[Vec<(usize, usize)>]) -> Vec<Vec<usize>> {
    let component = components(targets);
    let closes = |from: usize, to: usize| component[from] == component[to];
    let boxed = targets.iter().enumerate().map(|(from, members)| {
        members.iter().filter(|(_, to)| closes(from, *to)).map(|(member, _)| *member).collect()
    });
    boxed.collect()
}

/// The strongly connected component of each node (Tarjan), by number.
fn components(targets: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut state = Search {
        targets,
        order: vec![None; targets.len()],
        low: vec![0; targets.len()],
        component: vec![usize::MAX; targets.len()],
        open: Vec::new(),
        visited: 0,
        found: 0,
    };
    for node in 0..targets.len() {
        if state.order[node].is_none() {
            state.visit(node);
        }
    }
    state.component
}

struct Search<'a> {
    targets: &'a [Vec<(usize, usize)>],
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    component: Vec<usize>,
    open: Vec<usize>,
    visited: usize,
    found: usize,
}

impl Search<'_> {
    /// Depth first from `root`, with a stack of its own: node and the number of edges followed.
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, edge)) = path.pop() {
            match self.targets[node].get(edge) {
                Some((_, next)) => {
                    path.push((node, edge + 1));
                    match self.order[*next] {
                        None => {
                            self.enter(*next);
                            path.push((*next, 0));
                        }
                        Some(order) if self.component[*next] == usize::MAX => {
                            self.low[node] = self.low[node].min(order);
                        }
                        Some(_) => {}
                    }
                }
                None => self.leave(node, path.last().map(|(parent, _)| *parent)),
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.visited);
        self.low[node] = self.visited;
        self.visited += 1;
        self.open.push(node);
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
        if self.order[node] == Some(self.low[node]) {
            while let Some(member) = self.open.pop() {
                self.component[member] = self.found;
                if member == node {
                    break;
                }
            }
            self.found += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_structure_that_holds_itself_is_boxed() {
        assert_eq!(boxed_members(&[vec![(2, 0)]]), [vec![2]]);
    }

    #[test]
    fn a_circle_of_three_is_boxed_and_what_leads_to_it_is_not() {
        // 0 -> 1 -> 2 -> 3 -> 1, 3 -> 4
        let targets = [vec![(0, 1)], vec![(5, 2)], vec![(0, 3)], vec![(1, 1), (2, 4)], vec![]];
        assert_eq!(boxed_members(&targets), [vec![], vec![5], vec![0], vec![1], vec![]]);
    }

    #[test]
    fn a_diamond_is_no_circle() {
        let targets = [vec![(0, 1), (1, 2)], vec![(0, 3)], vec![(0, 3)], vec![]];
        assert!(boxed_members(&targets).iter().all(Vec::is_empty));
    }
}
