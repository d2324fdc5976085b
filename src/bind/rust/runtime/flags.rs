// ---- Flags ----

/// `Perms(READ | WRITE | 0x80)`: flags by name, from bit 0 on, then the bits that have none.
pub fn fmt_flags(f: &mut fmt::Formatter<'_>, type_name: &str, bits: u32, names: &[&str]) -> fmt::Result {
    let mut rest = bits;
    let mut between = "";
    write!(f, "{type_name}(")?;
    for (bit, name) in names.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 != 0) {
        write!(f, "{between}{name}")?;
        rest &= !(1 << bit);
        between = " | ";
    }
    if rest != 0 || bits == 0 {
        write!(f, "{between}{rest:#x}")?;
    }
    f.write_str(")")
}
