// E0382: use of moved value: `node`
fn f(plugin: &Everything, node: Node) {
    let _ = node.name();
    let _ = plugin.things().keep(vec![], Either::Mine(node), None);
    #[cfg(bad)]
    let _ = plugin.things().keep(vec![], Either::Mine(node), None);
}
