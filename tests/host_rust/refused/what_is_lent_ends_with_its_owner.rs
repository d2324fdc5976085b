// E0505: cannot move out of `node` because it is borrowed
fn f(node: Node) {
    let lent = node.borrow();
    #[cfg(bad)]
    drop(node);
    let _ = lent.name();
}
