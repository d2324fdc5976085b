// SPDX-License-Identifier: MIT
// Variants, flags and tuples: what comes goes out again, through the host's `mirror` where a
// function says so.
use crate::bindings::*;
use crate::Every;

impl Kinds for Every {
    fn echo_shape(&self, value: ShapeView<'_>) -> Shape {
        self.host.mirror().turn_shape(value)
    }
    fn echo_shapes(&self, values: List<'_, ShapeView<'_>>) -> Result<Vec<Shape>, Shape> {
        match values.iter().find(|shape| matches!(shape, ShapeView::Nothing)) {
            Some(nothing) => Err(nothing.into_owned()),
            None => Ok(values.into_owned()),
        }
    }
    fn echo_number(&self, value: Number) -> Number {
        match self.host.mirror().numbers(&[("one", value), ("two", Number::None)]) {
            Ok(numbers) => numbers[0],
            Err((code, text)) => Number::Pair((code.into(), text.len() as u16)),
        }
    }
    fn echo_drawing(&self, value: DrawingView<'_>) -> Drawing {
        let turned = self.host.mirror().turn_drawing(value);
        assert_eq!(turned, value.into_owned());
        turned
    }
    fn echo_tuple(&self, value: (u8, &str, types::Point)) -> (types::Point, String, u8) {
        let (number, text, point) = value.into_owned();
        (point, text, number)
    }
    fn echo_deep(
        &self, value: Option<(Result<ShapeView<'_>, Perms>, List<'_, (&str, Option<Number>)>)>,
    ) -> Option<(Result<Shape, Perms>, Vec<(String, Option<Number>)>)> {
        value.into_owned()
    }
    fn echo_flags(&self, perms: Perms, wide: Wide, widest: Widest) -> (Perms, Wide, Widest) {
        assert!(!perms.contains(Perms::WRITE) || perms & Perms::WRITE == Perms::WRITE);
        (self.host.mirror().turn_perms(perms | Perms::READ), wide, widest & !Widest::LAST)
    }
    fn echo_all_flags(&self, values: List<'_, Perms>) -> Vec<Perms> {
        values.iter().collect()
    }
    fn other_mode(&self, value: Mode) -> Mode {
        if value == Mode::Fast { Mode::Slow } else { Mode::Fast }
    }
    fn try_shape(&self, value: ShapeView<'_>) -> Result<Shape, Number> {
        match value {
            ShapeView::Nothing => Err(Number::Pair((1, 2))),
            other => Ok(other.into()),
        }
    }
    fn keep_held(&self, value: Held) -> u32 {
        match value {
            Held::One(document) | Held::Named((_, document)) => self.keep(document),
            Held::Many(documents) => self.keep_all(documents, ""),
            Held::Nothing => self.kept.lock().unwrap().len() as u32,
        }
    }
    fn give_held(&self, count: u32) -> Held {
        let made = (0..count).map(|number| self.open(&number.to_string())).collect();
        self.host.mirror().turn_held(Held::Many(made))
    }
    fn see_lent(&self, value: LentView<'_>) -> Vec<String> {
        match value {
            LentView::One(document) => vec![document.title()],
            LentView::Many(documents) => documents.iter().map(|document| document.title()).collect(),
            LentView::Text(text) => vec![text.into_owned()],
        }
    }
    fn take_both(&self, value: BothView<'_>) -> String {
        self.host.mirror().take_both(value)
    }
    fn take_either(&self, values: Vec<EitherView<'_>>, flag: bool) -> Vec<String> {
        assert!(!flag, "told to");
        let told = values.into_iter().map(|value| match value {
            EitherView::Mine(document) => format!("mine {}", document.title()),
            EitherView::Theirs(document) => format!("theirs {}", document.title()),
            EitherView::Seen(shown) => self.show(shown),
            EitherView::Text(text) => text,
        });
        told.collect()
    }
    fn take_pair(&self, (mine, theirs): (Document, DocumentRef<'_>)) -> String {
        format!("{} {}", mine.title(), theirs.title())
    }
}
