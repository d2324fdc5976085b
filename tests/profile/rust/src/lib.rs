// SPDX-License-Identifier: MIT
//! Native profile 1 in Rust: what each function does is said once, in host.cpp, by the checks.
mod bindings;

use bindings::*;
use std::sync::Mutex;

pub struct ProfileRust {
    host: Host,
}

impl Create for ProfileRust {
    fn create(host: Host) -> Result<Self, String> {
        Ok(ProfileRust { host })
    }
}

impl Values for ProfileRust {
    fn shapes(&self, all: List<'_, ShapeView<'_>>) -> Vec<Shape> {
        all.iter().map(Shape::from).collect()
    }
    fn next_shape(&self, shape: ShapeView<'_>) -> Shape {
        match shape {
            ShapeView::Nothing => Shape::Circle(1.5),
            ShapeView::Circle(_) => Shape::Named("circle".to_owned()),
            ShapeView::Named(name) => Shape::Path(vec![(name.len() as i32, -1)]),
            ShapeView::Path(path) => Shape::Sized(Some(Measure { value: path.iter().count() as f64, unit: Unit::Second })),
            ShapeView::Sized(Some(_)) => Shape::Sized(None),
            ShapeView::Sized(None) => Shape::Nothing,
        }
    }
    fn turn(&self, perms: Perms, marks: Marks) -> (Perms, Marks) {
        (perms ^ Perms::RUN, marks ^ Marks::M16)
    }
    fn rotate(&self, (number, text, shape): (u8, &str, ShapeView<'_>)) -> (String, Shape, u8) {
        (text.to_owned(), shape.into(), number)
    }
    fn nested(&self, it: Option<Option<Result<List<'_, &str>, u8>>>) -> Option<Option<Result<Vec<String>, u8>>> {
        it.map(|inner| inner.map(|result| result.map(|list| list.iter().map(str::to_owned).collect())))
    }
    fn swap(&self, it: Result<Option<&str>, EntryView<'_>>) -> Result<Entry, Option<String>> {
        match it {
            Ok(text) => Err(text.map(str::to_owned)),
            Err(entry) => Ok(entry.into()),
        }
    }
    fn unit(&self, it: Result<(), ()>) -> Option<Result<(), ()>> {
        it.ok().map(Err)
    }
    fn entries(&self, all: List<'_, EntryView<'_>>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = all.iter().map(Entry::from).collect();
        entries.reverse();
        entries
    }
    fn total(&self, of: List<'_, Measure>) -> Vec<Measure> {
        let unit = of.iter().next().map(|first| first.unit);
        unit.map(|unit| Measure { value: of.iter().map(|one| one.value).sum(), unit }).into_iter().collect()
    }
    fn advance(&self, of: base::Ident) -> base_v2::Ident {
        base_v2::Ident { id: u64::from(of.id) + 1, name: "next".to_owned() }
    }
    fn fresh(&self, x: u32) -> Option<u32> {
        (x % 2 == 0).then_some(x + 1)
    }
}

struct Branch {
    name: String,
    children: Mutex<Vec<Node>>,
}

impl NodeImpl for Branch {
    fn name(&self) -> String {
        self.name.clone()
    }
    fn add(&self, child: Node) -> Result<u32, Node> {
        if child.name() == self.name {
            return Err(child);
        }
        let mut children = self.children.lock().unwrap();
        children.push(child);
        Ok(children.len() as u32)
    }
    fn children(&self) -> Vec<Node> {
        std::mem::take(&mut self.children.lock().unwrap())
    }
}

impl ProfileRust {
    fn node(&self, name: &str) -> Node {
        Node::new(&self.host, Branch { name: name.to_owned(), children: Mutex::default() })
    }
}

impl Things for ProfileRust {
    fn new_node(&self, name: &str) -> Result<Node, String> {
        if name.is_empty() {
            return Err("a node needs a name".to_owned());
        }
        Ok(self.node(name))
    }
    fn node_join(&self, a: Node, b: Node) -> Result<Node, String> {
        if a.name() == b.name() {
            return Err("two of one name".to_owned());
        }
        Ok(self.node(&(a.name() + &b.name())))
    }
    fn node_find(&self, among: List<'_, NodeRef<'_>>, name: &str) -> Option<u32> {
        among.iter().position(|node| node.name() == name).map(|index| index as u32)
    }
    fn keep(&self, all: Vec<Held>, either: Either, maybe: Option<Node>) -> Vec<Held> {
        let mut kept = all;
        kept.push(match either {
            Either::Mine(node) => Held { node, note: "mine".to_owned() },
            Either::Named(name) => Held { node: self.node(&name), note: "named".to_owned() },
        });
        kept.extend(maybe.map(|node| Held { node, note: "maybe".to_owned() }));
        kept
    }
    fn look(&self, shown: ShownView<'_>, (node, number): (NodeRef<'_>, u32)) -> String {
        let names = match shown {
            ShownView::One(one) => one.name(),
            ShownView::Many(many) => {
                many.iter().map(|lent| format!("{}:{}", lent.node.name(), lent.note)).collect::<Vec<_>>().join("+")
            }
        };
        format!("{}/{}{}", names, node.name(), number)
    }
}

impl Everything for ProfileRust {
    fn describe(&self, shape: ShapeView<'_>, names: List<'_, &str>) -> Result<String, Shape> {
        let now = self.host.everything().clock();
        self.host.everything().remark("describing");
        let tag = match shape {
            ShapeView::Nothing => return Err(Shape::Named("nothing".to_owned())),
            ShapeView::Circle(_) => 1,
            ShapeView::Named(_) => 2,
            ShapeView::Path(_) => 3,
            ShapeView::Sized(_) => 4,
        };
        let names: String = names.iter().map(|name| format!(" {}", name)).collect();
        Ok(format!("{}@{}{}", tag, now, names))
    }

    /// What host.cpp does with the plugin's things.
    fn use_things(&self) -> String {
        let things = self.host.things();
        let noted = |kept: &[Held]| kept.iter().map(|one| format!(" {}:{}", one.node.name(), one.note)).collect::<String>();
        let mut said = things.new_node("").err().unwrap_or_default();
        let (a, b) = (things.new_node("a").unwrap(), things.new_node("b").unwrap());
        let found = things.node_find(&[a.borrow(), b.borrow()], "b");
        said += &format!(" {}", found.unwrap_or(9));
        let lent = [LentView { node: a.borrow(), note: "x" }, LentView { node: b.borrow(), note: "y" }];
        said += &format!(" {}", things.look(ShownView::Many(List::from(&lent)), (a.borrow(), 7)));
        said += &format!(" {}", things.look(ShownView::One(b.borrow()), (b.borrow(), 1)));
        said += &format!(" {}", a.add(b).ok().unwrap());
        let mut children = a.children();
        said += &format!(" {}", children[0].name());

        let c = things.new_node("c").unwrap();
        let mut kept = things.keep(vec![Held { node: a, note: "n".to_owned() }], Either::Mine(children.remove(0)), Some(c));
        said += &noted(&kept);
        let second = kept.remove(1).node;
        said += &format!(" {}", things.node_join(kept.remove(0).node, second).unwrap().name());

        // An object of this plugin's goes to the host and comes back.
        let own = vec![Held { node: self.node("p"), note: "own".to_owned() }];
        let kept = things.keep(own, Either::Named("z".to_owned()), None);
        let mine = |one: &Held| one.node.downcast_ref::<Branch>().is_some();
        said + &noted(&kept) + if mine(&kept[0]) && !mine(&kept[1]) { " mine" } else { " lost" }
    }
}
