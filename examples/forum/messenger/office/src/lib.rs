mod bindings;
use bindings::*;

pub struct Office {
    host: Host,
}

impl Create for Office {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Office { host })
    }
}

struct Runner {
    to: Listener,
}

impl MessengerImpl for Runner {
    fn say(&self, text: &str) -> String {
        self.to.hear(&format!("by foot: {text}"));
        format!("said `{text}`")
    }
}

impl Post for Office {
    fn send(&self, to: Listener) -> Messenger {
        Messenger::new(&self.host, Runner { to })
    }
}
