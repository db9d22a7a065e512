//! Addresses of servers: read from what a user gives, written for other clients.

use std::fmt::Write;
use std::str::FromStr;

use postgres::Config;
use postgres::config::{Host, SslMode};

use super::Unavailable;

/// Reads an address, as `postgresql://…` or `host=… user=…`.
///
/// # Errors
/// When it is malformed, or demands encryption, which is not on board.
pub fn read(text: &str) -> Result<Config, Unavailable> {
    let malformed = |error| {
        Unavailable::new(format!("the database URL is malformed: {error}"))
            .help("write it as `postgresql://user:password@host:port/database`")
    };
    let mut config = Config::from_str(text).map_err(malformed)?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(Unavailable::new("the database URL demands TLS, which crmgen does not speak")
            .help("use a server on this machine or behind a tunnel, with `sslmode=disable`"));
    }
    if config.get_dbname().is_none() {
        config.dbname("postgres");
    }
    Ok(config)
}

/// Writes an address as `postgresql://user:password@/database?host=…&port=…`.
#[must_use]
pub fn url(config: &Config) -> String {
    let user = escaped(config.get_user().unwrap_or_default().as_bytes());
    let password = config.get_password().map(|password| format!(":{}", escaped(password))).unwrap_or_default();
    let database = escaped(config.get_dbname().unwrap_or_default().as_bytes());
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => escaped(name.as_bytes()),
        Some(Host::Unix(folder)) => escaped(folder.as_os_str().as_encoded_bytes()),
        None => String::new(),
    };
    let port = config.get_ports().first().map(|port| format!("&port={port}")).unwrap_or_default();
    format!("postgresql://{user}{password}@/{database}?host={host}{port}")
}

/// A part of a URL, with what has a meaning there escaped; a `/` has none in a query.
fn escaped(part: &[u8]) -> String {
    let mut text = String::new();
    for &byte in part {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => text.push(char::from(byte)),
            // Writing to a string cannot fail.
            other => drop(write!(text, "%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_it_was_read() {
        let url = |text: &str| url(&read(text).expect("a good address"));
        assert_eq!(
            url("host=/tmp/a user='b c' password=d@e port=5433 dbname=f"),
            "postgresql://b%20c:d%40e@/f?host=/tmp/a&port=5433"
        );
        assert_eq!(url("postgresql://a@localhost"), "postgresql://a@/postgres?host=localhost&port=5432");
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for text in ["postgresql://a@b:port/", "host", "postgresql://a@b/c?sslmode=require"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
