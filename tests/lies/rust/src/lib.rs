// SPDX-License-Identifier: MIT
//! A plugin that believes its bindings: whatever it gets, it reads all of it.
mod bindings;
use bindings::*;

pub struct Honest {
    host: Host,
}

impl Create for Honest {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Honest { host })
    }
}

fn read(text: &str) -> u32 {
    text.chars().count() as u32
}

fn read_shape(shape: &Shape) -> u32 {
    match shape {
        Shape::Named(name) => read(name),
        Shape::Lines(lines) => lines.iter().fold(0, |sum, line| sum ^ line),
        _ => 0,
    }
}

impl Takes for Honest {
    fn take_bool(&self, it: bool) -> u32 {
        u32::from(it)
    }
    fn take_char(&self, it: char) -> u32 {
        u32::from(it)
    }
    fn take_item(&self, it: ItemView<'_>) -> u32 {
        read(&Item::from(it).text)
    }
    fn take_items(&self, it: List<'_, ItemView<'_>>) -> u32 {
        it.iter().map(Item::from).count() as u32
    }
    fn take_lent(&self, it: ThingRef<'_>) -> u32 {
        it.value()
    }
    fn take_level(&self, it: Level) -> u32 {
        it as u32
    }
    fn take_levels(&self, it: List<'_, Level>) -> u32 {
        it.iter().map(|level| level as u32).count() as u32
    }
    fn take_nested(&self, it: Option<Result<&str, Level>>) -> u32 {
        it.map_or(0, |result| result.map_or_else(|level| level as u32, read))
    }
    fn take_option(&self, it: Option<&str>) -> u32 {
        it.map_or(0, read)
    }
    fn take_pair(&self, (level, text): (Level, &str)) -> u32 {
        level as u32 + read(text)
    }
    fn take_perms(&self, it: Perms) -> u32 {
        u32::from(it.bits())
    }
    fn take_shape(&self, it: ShapeView<'_>) -> u32 {
        read_shape(&Shape::from(it))
    }
    fn take_text(&self, it: &str) -> u32 {
        read(it)
    }
    fn take_texts(&self, it: List<'_, &str>) -> u32 {
        it.iter().map(read).count() as u32
    }
    fn take_thing(&self, it: Thing) -> u32 {
        it.value()
    }
    fn take_things(&self, it: Vec<Thing>) -> u32 {
        it.iter().map(|thing| thing.value()).sum()
    }
    fn take_words(&self, it: &[u32]) -> u32 {
        it.iter().filter(|&&word| word == 0 || word != 0).count() as u32
    }
}

impl Questions for Honest {
    fn ask(&self, slot: u32) -> u32 {
        let puppet = self.host.puppet();
        match slot {
            0 => u32::from(puppet.give_bool()),
            1 => u32::from(puppet.give_char()),
            2 => read(&puppet.give_item().text),
            3 => puppet.give_items().iter().map(|item| read(&item.text)).sum(),
            4 => puppet.give_level() as u32,
            5 => puppet.give_levels().iter().map(|&level| level as u32).sum(),
            6 => puppet.give_nested().map_or(0, |result| result.map_or_else(|level| level as u32, |text| read(&text))),
            7 => puppet.give_option().map_or(0, |text| read(&text)),
            8 => read(&puppet.give_pair().1),
            9 => u32::from(puppet.give_perms().bits()),
            10 => read_shape(&puppet.give_shape()),
            11 => read(&puppet.give_text()),
            12 => puppet.give_texts().iter().map(|text| read(text)).sum(),
            13 => puppet.give_thing().value(),
            14 => puppet.give_things().iter().map(|thing| thing.value()).sum(),
            15 => {
                puppet.give_unit();
                0
            }
            16 => puppet.give_words().len() as u32,
            17 => puppet.try_level().unwrap_or_else(|level| level as u32),
            18 => read(&puppet.try_text().unwrap_or_else(|text| text)),
            19 => puppet.try_thing().map_or_else(|text| read(&text), |thing| thing.value()),
            _ => u32::from(puppet.try_unit().is_ok()),
        }
    }
}
