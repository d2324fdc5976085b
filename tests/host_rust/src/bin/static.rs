// SPDX-License-Identifier: MIT
//! A host that has its plugin inside.
#[path = "../lasting.rs"]
mod lasting;

use lasting::{sink, Lasting, LastingImports, Token};
use std::sync::{Arc, Mutex};
use tenon::HolderKind;

extern "C" {
    static tenon_plugin_lasting: tenon::sys::tenon_library_descriptor;
    static tenon_manifest_lasting: u8;
    static tenon_manifest_lasting_size: usize;
}

#[derive(Default)]
struct Sink(Mutex<Vec<String>>);

impl sink::Sink for Sink {
    fn take(&self, token: Token) {
        self.0.lock().unwrap().push(format!("token {}", token.id().unwrap()));
    }
    fn say(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_string());
    }
}

fn main() {
    let host = tenon::Host::new().unwrap();
    // SAFETY: they are what `tenon build --static` made.
    unsafe { host.trust_static(&tenon_plugin_lasting, &tenon_manifest_lasting, tenon_manifest_lasting_size) }.unwrap();
    let sink = Arc::new(Sink::default());
    let plugin = Lasting::load(&host, "lasting", LastingImports { sink: sink.clone() }).unwrap();
    let session = plugin.maker().open().unwrap();
    let held = plugin.plugin().holders().unwrap();
    assert!(held.iter().any(|holder| holder.kind == HolderKind::Object && holder.count == 1), "{held:?}");
    drop(plugin);
    assert_eq!(Arc::strong_count(&sink), 2); // the object's import is there
    session.say("still here").unwrap();
    drop(session);
    assert_eq!(Arc::strong_count(&sink), 1);
    println!("{:?}", sink.0.lock().unwrap());
}
