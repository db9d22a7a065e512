//! How far a long command is: a bar on a terminal, and times for who asks for them. Never on standard output.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::context::Context;
use crate::verify::Watch;

/// What takes less needs no bar.
const SHORT: Duration = Duration::from_secs(1);

/// Shows how far the proofs on one server are.
pub struct Progress<'a> {
    context: &'a Context,
    bar: ProgressBar,
    start: Instant,
    /// What is being done, and since when.
    current: Mutex<Option<(String, Instant)>>,
    prefix: String,
}

impl<'a> Progress<'a> {
    /// Of what happens on `on`.
    pub fn of(context: &'a Context, on: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_prefix(on.to_owned());
        Self { context, bar, start: Instant::now(), current: Mutex::default(), prefix: on.to_owned() }
    }

    /// Says how long the last thing took, where that is asked for, and starts the next.
    fn next(&self, what: Option<&str>) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((what, since)) = current.take() {
            self.context.detail(&format!("{}: {what}: {:.2} s", self.prefix, since.elapsed().as_secs_f64()));
        }
        *current = what.map(|what| (what.to_owned(), Instant::now()));
    }

    fn show_if_long(&self) {
        if self.bar.is_hidden() && self.start.elapsed() > SHORT && self.context.shows_progress() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Watch for Progress<'_> {
    fn begin(&self, what: &str, steps: usize) {
        self.next(Some(what));
        let template = if steps == 0 { "{prefix}: {msg}" } else { "{prefix}: {msg} {wide_bar} {pos}/{len}" };
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_message(what.to_owned());
        self.bar.set_position(0);
        self.bar.set_length(steps.try_into().unwrap_or(u64::MAX));
        self.show_if_long();
    }

    fn step(&self) {
        self.bar.inc(1);
        self.show_if_long();
    }

    fn tell(&self, text: &str) {
        self.bar.suspend(|| self.context.tell(&format!("{}: {text}", self.prefix)));
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.next(None);
        self.bar.finish_and_clear();
    }
}
