// E0505: cannot move out of `catalog` because it is borrowed
fn f(catalog: tenon::Catalog) {
    let names: Vec<&str> = catalog.found().map(|found| found.name()).collect();
    #[cfg(bad)]
    drop(catalog);
    println!("{:?}", names);
}
