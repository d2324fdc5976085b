mod pipe;
use tenon::CallError::{Framework, Interface};

fn main() -> Result<(), tenon::Error> {
    let host = tenon::Host::new()?;
    let mut words = std::env::args().skip(1);
    // SAFETY: whoever starts this program names a folder of plugins that may run in it.
    unsafe { host.trust(words.next().unwrap_or_default())? };
    for name in words {
        let plugin = pipe::Pipe::load(&host, &name)?;
        for text in ["hello", ""] {
            match plugin.filter().apply(text) {
                Ok(said) | Err(Interface(said)) => println!("{name}: {said}"),
                Err(Framework(error)) => return Err(error),
            }
        }
    }
    Ok(())
}
