// SPDX-License-Identifier: MIT
// A resource that the host implements as well, and what the world has of its own.
use crate::bindings::*;
use crate::Every;
use std::sync::Mutex;

struct Named {
    host: Host,
    name: Mutex<String>,
}

impl Named {
    fn maker(host: &Host, name: String) -> Maker {
        Maker::new(host, Named { host: host.clone(), name: Mutex::new(name) })
    }
}

impl MakerImpl for Named {
    fn name(&self) -> String {
        self.name.lock().unwrap().clone()
    }
    fn clone_(&self) -> Maker {
        Named::maker(&self.host, self.name())
    }
    fn drop_(&self) -> u32 {
        7
    }
    fn rename(&self, name: &str) -> Result<(), String> {
        if name.is_empty() {
            return Err("no name".to_owned());
        }
        *self.name.lock().unwrap() = name.to_owned();
        Ok(())
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        if self.name.lock().unwrap().as_str() == "fails to drop" {
            std::panic::panic_any(DropsBadly);
        }
    }
}

/// What is thrown may throw when it is dropped.
struct DropsBadly;

impl Drop for DropsBadly {
    fn drop(&mut self) {
        panic!("once more");
    }
}

impl Makers for Every {
    fn new_maker(&self, name: &str) -> Result<Maker, String> {
        match name {
            "" => Err("no name".to_owned()),
            "theirs" => self.host.makers().new_maker("host's"),
            _ => Ok(Named::maker(&self.host, name.to_owned())),
        }
    }
    fn maker_merge(&self, a: Maker, b: MakerRef<'_>) -> Maker {
        if a.downcast_ref::<Named>().is_some() {
            return Named::maker(&self.host, format!("{} and {}", a.clone_().name(), b.name()));
        }
        self.host.makers().maker_merge(a, b)
    }
    fn best(&self, of: Vec<Maker>) -> Option<Maker> {
        of.into_iter().max_by_key(|maker| maker.name())
    }
}

impl Plugin for Every {
    fn loop_(&self, config: ConfigView<'_>) -> String {
        let host = self.host.plugin();
        let other = host.new_ticket(config.ticket.number() + self.host.inside().ping(1));
        host.loop_(&format!("{} {} {}", config.name, other.number(), host.now()))
    }
}

impl Again for Every {
    fn shout(&self, text: &str) -> String {
        Texts::shout(self, text) + "!"
    }
    fn ask(&self, finding: FindingView<'_>) -> String {
        finding.message.into_owned()
    }
}
