// SPDX-License-Identifier: MIT
//! Native profile 1, both ways: the checks of tests/profile/host.cpp.
use crate::everything::{self, *};
use crate::{host, tests, LANGUAGES};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tenon::{CallError, Home};

// ---- The host's own things

pub static BRANCHES: AtomicUsize = AtomicUsize::new(0);

pub struct Branch {
    label: String,
    below: Mutex<Vec<Home<Node>>>,
}

impl Drop for Branch {
    fn drop(&mut self) {
        BRANCHES.fetch_sub(1, Ordering::Relaxed);
    }
}

impl NodeImpl for Branch {
    fn name(&self) -> String {
        self.label.clone()
    }
    fn add(&self, child: Node) -> Result<u32, Node> {
        if child.name().unwrap() == self.label {
            return Err(child);
        }
        let mut below = self.below.lock().unwrap();
        below.push(Home::new(child));
        Ok(below.len() as u32)
    }
    fn children(&self) -> Vec<Node> {
        let below = std::mem::take(&mut *self.below.lock().unwrap());
        below.into_iter().filter_map(|child| child.into_inner().ok()).collect()
    }
}

pub fn node(name: &str) -> Node {
    BRANCHES.fetch_add(1, Ordering::Relaxed);
    Node::new(Branch { label: name.to_owned(), below: Mutex::default() })
}

pub struct HostThings;

impl Things for HostThings {
    fn new_node(&self, name: &str) -> Result<Node, String> {
        if name.is_empty() {
            return Err("a node needs a name".to_owned());
        }
        Ok(node(name))
    }
    fn node_join(&self, a: Node, b: Node) -> Result<Node, String> {
        let (a, b) = (a.name().unwrap(), b.name().unwrap());
        if a == b {
            return Err("two of one name".to_owned());
        }
        Ok(node(&(a + &b)))
    }
    fn node_find(&self, among: List<'_, NodeRef<'_>>, name: &str) -> Option<u32> {
        among.iter().position(|node| node.name().unwrap() == name).map(|index| index as u32)
    }
    fn keep(&self, mut all: Vec<Held>, either: Either, maybe: Option<Node>) -> Vec<Held> {
        all.push(match either {
            Either::Mine(node) => Held { node, note: "mine".to_owned() },
            Either::Named(name) => Held { node: node(&name), note: "named".to_owned() },
        });
        all.extend(maybe.map(|node| Held { node, note: "maybe".to_owned() }));
        all
    }
    fn look(&self, shown: ShownView<'_>, (pair, number): (NodeRef<'_>, u32)) -> String {
        let names = match shown {
            ShownView::One(one) => one.name().unwrap(),
            ShownView::Many(many) => {
                let named = |lent: LentView<'_>| format!("{}:{}", lent.node.name().unwrap(), lent.note);
                many.iter().map(named).collect::<Vec<_>>().join("+")
            }
        };
        format!("{}/{}{}", names, pair.name().unwrap(), number)
    }
}

#[derive(Default)]
pub struct Functions {
    pub remarked: Mutex<String>,
}

impl everything::everything::Everything for Functions {
    fn remark(&self, text: &str) {
        *self.remarked.lock().unwrap() += text;
    }
    fn clock(&self) -> u64 {
        1234
    }
}

pub fn imports() -> EverythingImports {
    EverythingImports { everything: Arc::new(Functions::default()), things: Arc::new(HostThings) }
}

pub fn load(language: &str) -> Everything {
    Everything::load(&host(), &format!("profile-{}", language), imports()).unwrap()
}

// ---- What is done with each plugin

fn each(check: impl Fn(&Everything)) {
    LANGUAGES.iter().for_each(|language| check(&load(language)));
}

const PATH: &[(i32, i32)] = &[(1, -2), (3, 4)];

fn with_all_shapes(check: impl FnOnce(&[ShapeView<'_>], Vec<Shape>)) {
    let measure = Measure { value: 2.5, unit: Unit::Meter };
    let views = [
        ShapeView::Nothing,
        ShapeView::Circle(-0.5),
        ShapeView::Named(""),
        ShapeView::Named("n\0ä"),
        ShapeView::Path(List::from(PATH)),
        ShapeView::Path(List::from(&[])),
        ShapeView::Sized(None),
        ShapeView::Sized(Some(measure)),
    ];
    let owned = vec![
        Shape::Nothing,
        Shape::Circle(-0.5),
        Shape::Named("".into()),
        Shape::Named("n\0ä".into()),
        Shape::Path(PATH.to_vec()),
        Shape::Path(vec![]),
        Shape::Sized(None),
        Shape::Sized(Some(measure)),
    ];
    check(&views, owned);
}

fn noted(kept: &[Held]) -> String {
    kept.iter().map(|one| format!(" {}:{}", one.node.name().unwrap(), one.note)).collect()
}

fn own<T, E>(result: Result<T, CallError<E>>) -> E {
    match result {
        Err(CallError::Interface(error)) => error,
        Err(CallError::Framework(error)) => panic!("{}", error),
        Ok(_) => panic!("it worked"),
    }
}

tests! {
    fn variants_cross() {
        each(|plugin| {
            let values = plugin.values();
            with_all_shapes(|views, owned| assert_eq!(values.shapes(views).unwrap(), owned));
            assert!(values.shapes(&[]).unwrap().is_empty());
            assert_eq!(values.next_shape(ShapeView::Nothing).unwrap(), Shape::Circle(1.5));
            assert_eq!(values.next_shape(ShapeView::Circle(1.5)).unwrap(), Shape::Named("circle".into()));
            assert_eq!(values.next_shape(ShapeView::Named("circle")).unwrap(), Shape::Path(vec![(6, -1)]));
            let path = ShapeView::Path(List::from(&[(6, -1)]));
            let sized = Measure { value: 1.0, unit: Unit::Second };
            assert_eq!(values.next_shape(path).unwrap(), Shape::Sized(Some(sized)));
            assert_eq!(values.next_shape(ShapeView::Sized(Some(sized))).unwrap(), Shape::Sized(None));
            assert_eq!(values.next_shape(ShapeView::Sized(None)).unwrap(), Shape::Nothing);
        })
    }

    fn flags_and_tuples_cross() {
        each(|plugin| {
            let values = plugin.values();
            assert_eq!(values.turn(Perms::READ | Perms::RUN, Marks::M0).unwrap(), (Perms::READ, Marks::M0 | Marks::M16));
            // Bits without a name are kept.
            assert_eq!(values.turn(Perms::from_bits(0xf0), Marks::empty()).unwrap().0, Perms::from_bits(0xf4));
            with_all_shapes(|views, owned| {
                for (view, shape) in views.iter().zip(owned) {
                    assert_eq!(values.rotate((200, "text", *view)).unwrap(), ("text".into(), shape, 200));
                }
            });
        })
    }

    fn options_and_results_cross() {
        each(|plugin| {
            let values = plugin.values();
            let texts: [&str; 2] = ["", "two"];
            let list = List::from(&texts);
            for value in [None, Some(None), Some(Some(Err(9))), Some(Some(Ok(List::from(&[])))), Some(Some(Ok(list)))] {
                assert_eq!(values.nested(value).unwrap(), value.into_owned());
            }
            assert_eq!(own(values.swap(Ok(Some("text")))), Some("text".into()));
            assert_eq!(own(values.swap(Ok(None))), None);
            let tags = ["a", "", "c"];
            let entry = EntryView { name: "e", tags: List::from(&tags), shape: ShapeView::Named("s"), perms: Perms::WRITE };
            assert_eq!(values.swap(Err(entry)).unwrap(), entry.into_owned());
            assert_eq!(values.unit(Ok(())).unwrap(), Some(Err(())));
            assert_eq!(values.unit(Err(())).unwrap(), None);
        })
    }

    fn lists_of_records_cross() {
        each(|plugin| {
            let values = plugin.values();
            assert!(values.entries(&[]).unwrap().is_empty());
            let tags = ["a", "", "c"];
            let first = EntryView { name: "first", tags: List::from(&tags), shape: ShapeView::Named("s"), perms: Perms::WRITE };
            let second = EntryView { name: "", tags: List::from(&[]), shape: ShapeView::Path(List::from(PATH)), perms: Perms::empty() };
            assert_eq!(values.entries(&[first, second]).unwrap(), [second.into_owned(), first.into_owned()]);
            let series = [Measure { value: 1.5, unit: Unit::Second }, Measure { value: 2.0, unit: Unit::Meter }];
            assert_eq!(values.total(&series).unwrap(), [Measure { value: 3.5, unit: Unit::Second }]);
            assert!(values.total(&[]).unwrap().is_empty());
        })
    }

    fn packages_and_features_are_kept_apart() {
        each(|plugin| {
            let next = plugin.values().advance(base::Ident { id: u32::MAX }).unwrap();
            assert_eq!(next, base_v2::Ident { id: 0x1_0000_0000, name: "next".into() });
            assert_eq!(plugin.values().fresh(8).unwrap(), Some(9));
            assert_eq!(plugin.values().fresh(7).unwrap(), None);
        })
    }

    fn objects_go_both_ways() {
        each(|plugin| {
            let things = plugin.things();
            assert_eq!(own(things.new_node("")), "a node needs a name");
            let (a, b) = (things.new_node("a").unwrap(), things.new_node("b").unwrap());
            assert_eq!(a.name().unwrap(), "a");
            assert_eq!(things.node_find(&[a.borrow(), b.borrow()], "b").unwrap(), Some(1));
            assert_eq!(things.node_find(&[], "b").unwrap(), None);
            let again = own(a.add(things.new_node("a").unwrap()));
            assert_eq!(again.name().unwrap(), "a"); // came back in the error
            assert_eq!(a.add(b).unwrap(), 1);
            assert_eq!(a.add(node("the host's")).unwrap(), 2);
            let mut children = a.children().unwrap();
            assert_eq!(children.len(), 2);
            assert_eq!(children[1].name().unwrap(), "the host's");
            // One's own object is recognised when it comes back.
            assert!(children[1].downcast_ref::<Branch>().is_some());
            assert!(children[0].downcast_ref::<Branch>().is_none());
            assert!(a.children().unwrap().is_empty());
            assert_eq!(things.node_join(a, children.remove(0)).unwrap().name().unwrap(), "ab");
            assert_eq!(own(things.node_join(node("x"), node("x"))), "two of one name");
        });
        assert_eq!(BRANCHES.load(Ordering::Relaxed), 0);
    }

    fn a_plugins_object_is_kept_in_the_hosts() {
        each(|plugin| {
            let outer = node("outer");
            assert_eq!(outer.add(plugin.things().new_node("inner").unwrap()).unwrap(), 1);
            // Through the plugin, which asks the host's object, which gives back the plugin's.
            let holder = plugin.things().new_node("holder").unwrap();
            holder.add(outer).unwrap();
            let outer = holder.children().unwrap().remove(0);
            let inner = outer.children().unwrap().remove(0);
            assert_eq!(inner.name().unwrap(), "inner");
        });
        assert_eq!(BRANCHES.load(Ordering::Relaxed), 0);
    }

    fn handles_in_values_cross() {
        each(|plugin| {
            let things = plugin.things();
            let (a, h) = (things.new_node("a").unwrap(), node("h"));
            let lent = [LentView { node: a.borrow(), note: "x" }, LentView { node: h.borrow(), note: "y" }];
            assert_eq!(things.look(ShownView::Many(List::from(&lent)), (a.borrow(), 7)).unwrap(), "a:x+h:y/a7");
            assert_eq!(things.look(ShownView::One(h.borrow()), (a.borrow(), 70)).unwrap(), "h/a70");
            assert_eq!(things.look(ShownView::Many(List::from(&[])), (a.borrow(), 0)).unwrap(), "/a0");
            let all = vec![Held { node: a, note: "n".into() }, Held { node: h, note: "".into() }];
            let kept = things.keep(all, Either::Mine(node("m")), Some(things.new_node("c").unwrap())).unwrap();
            assert_eq!(noted(&kept), " a:n h: m:mine c:maybe");
            assert_eq!(noted(&things.keep(vec![], Either::Named("z".into()), None).unwrap()), " z:named");
        });
        assert_eq!(BRANCHES.load(Ordering::Relaxed), 0);
    }

    fn a_worlds_own_functions_are_called() {
        for language in LANGUAGES {
            let functions = Arc::new(Functions::default());
            let imports = EverythingImports { everything: functions.clone(), things: Arc::new(HostThings) };
            let plugin = Everything::load(&host(), &format!("profile-{}", language), imports).unwrap();
            let described = plugin.everything().describe(ShapeView::Path(List::from(&[])), &["x", "yz"]).unwrap();
            assert_eq!(described, "3@1234 x yz");
            let error = own(plugin.everything().describe(ShapeView::Nothing, &[]));
            assert_eq!(error, Shape::Named("nothing".into()));
            assert_eq!(*functions.remarked.lock().unwrap(), "describingdescribing");
        }
    }

    fn plugins_use_the_hosts_objects() {
        each(|plugin| {
            let said = "a node needs a name 1 a:x+b:y/a7 b/b1 1 b a:n b:mine c:maybe ab p:own z:named mine";
            assert_eq!(plugin.everything().use_things().unwrap(), said);
            assert_eq!(BRANCHES.load(Ordering::Relaxed), 0);
        })
    }
}
