// SPDX-License-Identifier: MIT
// A plugin that does something with every type, for the test host (host.cpp).
mod bindings;
mod kinds;
mod makers;

use bindings::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Mutex;

pub struct Every {
    host: Host,
    kept: Mutex<Vec<Document>>,
    calls: AtomicU32,
}

impl Create for Every {
    fn create(host: Host) -> Result<Self, String> {
        match host.settings().get("refuse").as_deref() {
            Some("panic") => panic!("no instance today"),
            Some(reason) => Err(reason.to_owned()),
            None => Ok(Every { host, kept: Mutex::default(), calls: AtomicU32::new(0) }),
        }
    }
}

fn sum(a: bool, l: char) -> f64 {
    f64::from(u8::from(a)) + f64::from(u32::from(l))
}

impl Scalars for Every {
    fn all(&self, a: bool, b: u8, c: i8, d: u16, e: i16, f: u32, g: i32, h: u64, i: i64, j: f32, k: f64, l: char) -> f64 {
        let small = f64::from(b) + f64::from(c) + f64::from(d) + f64::from(e) + f64::from(f) + f64::from(g);
        sum(a, l) + small + h as f64 + i as f64 + f64::from(j) + k
    }
    fn flip(&self, value: bool) -> bool {
        !value
    }
    fn next(&self, value: char) -> char {
        char::from_u32(u32::from(value) + 1).unwrap_or('?')
    }
    fn worse(&self, value: Severity) -> Severity {
        if value == Severity::Hint { Severity::Warning } else { Severity::Error }
    }
    fn mirror(&self, value: Point) -> Point {
        Point { x: value.y, y: value.x }
    }
    fn half(&self, value: Option<u32>) -> Option<u32> {
        value.filter(|number| number % 2 == 0).map(|number| number / 2)
    }
    fn parse(&self, text: &str) -> Result<u32, ()> {
        text.parse().map_err(|_| ())
    }
    fn check(&self, value: u32) -> Result<(), Severity> {
        if value > 9 { Err(Severity::Warning) } else { Ok(()) }
    }
    fn nothing(&self) -> Result<(), ()> {
        Err(())
    }
}

impl Texts for Every {
    fn shout(&self, text: &str) -> String {
        text.to_uppercase()
    }
    fn join(&self, parts: List<'_, &str>, between: &str) -> String {
        parts.iter().collect::<Vec<_>>().join(between)
    }
    fn split(&self, text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }
    fn sum(&self, bytes: &[u8]) -> u64 {
        bytes.iter().map(|&byte| u64::from(byte)).sum()
    }
    fn doubled(&self, values: &[u32]) -> Vec<u32> {
        values.iter().map(|value| value * 2).collect()
    }
    fn truths(&self, values: List<'_, bool>) -> Vec<bool> {
        values.iter().map(|value| !value).collect()
    }
    fn letters(&self, values: List<'_, char>) -> Vec<char> {
        values.iter().map(|letter| letter.to_ascii_uppercase()).collect()
    }
    fn worst(&self, values: List<'_, Severity>) -> Option<Severity> {
        values.iter().max()
    }
    fn echo(&self, value: FindingView<'_>) -> Finding {
        value.into()
    }
    fn echo_all(&self, values: List<'_, FindingView<'_>>) -> Result<Vec<Finding>, Finding> {
        match values.iter().find(|finding| finding.severity == Severity::Error) {
            Some(error) => Err(error.into()),
            None => Ok(values.iter().map(Finding::from).collect()),
        }
    }
    fn nested(&self, value: Option<Result<List<'_, &str>, u8>>) -> Option<Result<Vec<String>, u8>> {
        value.map(|result| result.map(|list| list.iter().map(str::to_owned).collect()))
    }
    fn longest(&self, lists: List<'_, &[u16]>) -> Vec<Vec<u16>> {
        let length = lists.iter().map(<[u16]>::len).max();
        lists.iter().filter(|list| Some(list.len()) == length).map(<[u16]>::to_vec).collect()
    }
}

struct Note {
    host: Host,
    title: Mutex<String>,
}

impl DocumentImpl for Note {
    fn title(&self) -> String {
        self.title.lock().unwrap().clone()
    }
    fn append(&self, text: &str) -> Result<u32, String> {
        if text.is_empty() {
            return Err("nothing to append".to_owned());
        }
        if text == "panic" {
            panic!("full");
        }
        self.title.lock().unwrap().push_str(text);
        Ok(self.title.lock().unwrap().len() as u32)
    }
    fn watch(&self, watcher: WatcherRef<'_>) -> u32 {
        let answer = watcher.changed(7);
        // The object may have been dropped meanwhile: it is still here.
        self.host.log().info(&format!("watched {}", self.title()));
        answer
    }
    fn length(&self) -> u64 {
        self.title.lock().unwrap().len() as u64
    }
}

struct Counter(AtomicU32);

impl WatcherImpl for Counter {
    fn changed(&self, count: u32) -> u32 {
        self.0.fetch_add(count, Ordering::Relaxed) + count
    }
}

impl Documents for Every {
    fn open(&self, title: &str) -> Document {
        Document::new(&self.host, Note { host: self.host.clone(), title: Mutex::new(title.to_owned()) })
    }
    fn title_of(&self, document: DocumentRef<'_>) -> String {
        document.title()
    }
    fn mine(&self, document: DocumentRef<'_>) -> Option<String> {
        document.downcast_ref::<Note>().map(DocumentImpl::title)
    }
    fn keep(&self, document: Document) -> u32 {
        self.keep_all(vec![document], "")
    }
    fn keep_all(&self, documents: Vec<Document>, _: &str) -> u32 {
        let mut kept = self.kept.lock().unwrap();
        kept.extend(documents);
        kept.len() as u32
    }
    fn keep_pair(&self, pair: Pair) -> u32 {
        self.keep_all(pair.second.into_iter().chain([pair.first]).collect(), "")
    }
    fn show(&self, shown: ShownView<'_>) -> String {
        format!("{}: {}", shown.name, shown.what.title())
    }
    fn show_all(&self, documents: List<'_, DocumentRef<'_>>) -> Vec<String> {
        documents.iter().map(|document| document.title()).collect()
    }
    fn give_back(&self) -> Vec<Document> {
        std::mem::take(&mut *self.kept.lock().unwrap())
    }
    fn forget(&self) -> u32 {
        self.give_back().len() as u32
    }
}

impl Trouble for Every {
    fn panic(&self, text: &str) -> u32 {
        panic!("{}", text)
    }
    fn panic_quietly(&self) {
        std::panic::resume_unwind(Box::new(7))
    }
    fn divide(&self, by: u32) -> u32 {
        100 / by
    }
    fn missing(&self) -> u32 {
        self.host.log().flush().unwrap_or_else(|error| error.status().unsigned_abs())
    }
    fn flush(&self) -> Option<u32> {
        let log = self.host.log();
        log.has_flush().then(|| log.flush().unwrap())
    }
    fn ask(&self, key: &str) -> String {
        self.host.settings().get(key).unwrap_or_default()
    }
    fn reenter(&self) -> u32 {
        let before = self.calls.load(Ordering::Relaxed);
        self.host.log().debug("reenter");
        self.calls.load(Ordering::Relaxed) - before
    }
    fn count(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }
    fn hub(&self) -> String {
        let hub = self.host.hub();
        let document = hub.open("theirs");
        let mut told = vec![document.title(), format!("{:?}", document.append("!"))];
        told.push(format!("{}", document.has_length()));
        told.push(format!("{:?}", hub.find("nowhere").map(|found| found.title())));
        let mine = self.open("mine");
        told.push(format!("{}", hub.adopt(vec![document, mine])));
        let tags = ["a", "b"];
        let finding = FindingView {
            message: "message",
            hint: None,
            severity: Severity::Warning,
            at: Point { x: 1, y: 2 },
            tags: List::from(&tags),
        };
        told.push(format!("{}", hub.report(&[finding, finding])));
        told.push(format!("{:?}", hub.store(finding).map(|stored| stored.tags)));
        let watcher = Watcher::new(&self.host, Counter(AtomicU32::new(40)));
        told.push(format!("{}", hub.call_back(watcher)));
        told.join(" ")
    }
    fn folder(&self) -> String {
        self.host.dir().display().to_string()
    }
}

#[derive(Default)]
pub struct Quiet;

impl Scalars for Quiet {
    fn all(&self, _: bool, _: u8, _: i8, _: u16, _: i16, _: u32, _: i32, _: u64, _: i64, _: f32, _: f64, _: char) -> f64 {
        0.0
    }
    fn flip(&self, value: bool) -> bool {
        value
    }
    fn next(&self, value: char) -> char {
        value
    }
    fn worse(&self, value: Severity) -> Severity {
        value
    }
    fn mirror(&self, value: Point) -> Point {
        value
    }
    fn half(&self, value: Option<u32>) -> Option<u32> {
        value
    }
    fn parse(&self, _: &str) -> Result<u32, ()> {
        Err(())
    }
    fn check(&self, _: u32) -> Result<(), Severity> {
        Ok(())
    }
    fn nothing(&self) -> Result<(), ()> {
        Ok(())
    }
}
