// SPDX-License-Identifier: MIT
//! Everything that a plugin without the standard library and an allocator can have.
#![no_std]

mod bindings;
use bindings::*;
use core::cell::{Cell, RefCell};

struct Tone(u8);

impl VoiceImpl for Tone {
    fn level(&self, at: f32) -> f32 {
        f32::from(self.0) * at
    }
    fn wave(&self) -> Wave {
        Wave::Square
    }
}

pub struct Bare {
    host: Host,
    factor: Cell<f32>,
    kept: RefCell<Option<Meter>>,
}

impl Create for Bare {
    fn create(host: Host) -> Result<Self, &'static str> {
        if host.log().info("created").is_err() {
            return Err("the log doesn't work");
        }
        Ok(Bare { host, factor: Cell::new(1.0), kept: RefCell::new(None) })
    }
}

impl Synth for Bare {
    fn new_voice(&self, pitch: u8) -> Result<Voice, Wave> {
        assert!(pitch != 13, "unlucky");
        Voice::new(&self.host, Tone(pitch)).ok_or(Wave::Sine)
    }
    fn set(&self, factor: f32) {
        self.factor.set(factor);
    }
    fn sum(&self, samples: &[f32]) -> f32 {
        samples.iter().sum::<f32>() * self.factor.get()
    }
    fn play(&self, events: List<'_, EventView<'_>>, meter: MeterRef<'_>) -> Result<Range, Wave> {
        let mut range = Range { low: 0, high: 0, wave: None };
        for event in events {
            match event {
                EventView::Note(0) => return Err(Wave::Square),
                EventView::Note(pitch) => drop(meter.add(f32::from(pitch))),
                EventView::Spot(spot) => range.low += spot.name.len() as u32 + spot.at,
                EventView::Stop => range.wave = Some(Wave::Sine),
            }
            range.high += 1;
        }
        Ok(range)
    }
    fn same(&self, one: &str, other: &str) -> bool {
        one == other
    }
    fn turn(&self, range: Range, options: Options) -> (Range, Options) {
        (Range { low: range.high, high: range.low, ..range }, !options)
    }
    fn keep(&self, meter: Meter) {
        if meter.add(0.5).unwrap_or(false) {
            self.kept.replace(Some(meter));
        }
    }
}
