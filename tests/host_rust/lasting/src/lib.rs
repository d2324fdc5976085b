// SPDX-License-Identifier: MIT
//! Calls the host from its objects, and when an instance ends.
mod bindings;
use bindings::*;

struct Seven;

impl TokenImpl for Seven {
    fn id(&self) -> u32 {
        7
    }
}

struct Talk(Host);

impl SessionImpl for Talk {
    fn say(&self, text: &str) {
        self.0.sink().say(text);
    }
}

pub struct Lasting(Host);

impl Create for Lasting {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Lasting(host))
    }
}

impl Drop for Lasting {
    fn drop(&mut self) {
        self.0.sink().say("bye");
        self.0.sink().take(Token::new(&self.0, Seven));
    }
}

impl Maker for Lasting {
    fn open(&self) -> Session {
        Session::new(&self.0, Talk(self.0.clone()))
    }
}
