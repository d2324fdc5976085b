mod office;
use office::*;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

/// The forum's `Arc<TestTrait>`: shared by the host and whoever has a handle.
struct Person {
    name: &'static str,
    heard: AtomicU32,
}

impl ListenerImpl for Arc<Person> {
    fn hear(&self, text: &str) {
        println!("{} hears {text}", self.name);
        self.heard.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let host = tenon::Host::new()?;
    // SAFETY: the folder has the plugin that was just built there.
    unsafe { host.trust("office/build")? };
    let office = OfficeReloadable::load(&host, "office")?;
    let person = Arc::new(Person { name: "Ada", heard: AtomicU32::new(0) });

    let old = office.post().send(Listener::new(person.clone()))?;
    println!("the messenger {}", old.say("hello")?);

    // A new build, while the program runs and the old messenger is alive.
    let source = std::fs::read_to_string("office/src/lib.rs")?.replace("by foot", "by bicycle");
    std::fs::write("office/src/lib.rs", source)?;
    Command::new("tenon").args(["build", "office"]).output()?;
    office.plugin().reload()?;

    let new = office.post().send(Listener::new(person.clone()))?;
    println!("the old messenger {}", old.say("still here")?);
    println!("the new messenger {}", new.say("faster")?);
    println!("Ada heard {} times, and {} have her", person.heard.load(Ordering::Relaxed), Arc::strong_count(&person));
    drop(old); // and with it the old build
    Ok(())
}
