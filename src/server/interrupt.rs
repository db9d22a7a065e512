//! What has to happen before a signal ends the process.
//!
//! A throwaway server needs nothing: its supervisor notices. On a given server somebody has to drop what was made, while
//! nobody makes more of it.

use std::sync::OnceLock;
use std::thread::{self, ThreadId};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// The thread that clears up, once a signal has come.
static ENDING: OnceLock<ThreadId> = OnceLock::new();

/// Has something done when the terminal, or whoever wants the process to end, says so; then it ends, as it would have.
pub fn before_the_end(action: impl FnOnce() + Send + 'static) {
    // Where signals cannot be listened to, they end the process at once, and the next run clears up.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next()
            && ENDING.set(thread::current().id()).is_ok()
        {
            action();
            let _ = emulate_default_handler(signal);
        }
    });
}

/// Does not return once a signal has come, save in the thread that clears up: whoever asks a server for something is to
/// make nothing more, and has nothing to say about sessions that break.
pub fn stop_here_at_the_end() {
    while ENDING.get().is_some_and(|ending| *ending != thread::current().id()) {
        thread::park();
    }
}
