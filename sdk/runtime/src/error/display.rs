//! The one line an error is shown as.

use super::Error;
use std::fmt::{self, Write};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((service, operation)) = self.operation() {
            write!(f, "{service} {operation}: ")?;
        }
        let code = self.code().unwrap_or_default();
        let mut line = OneLine(f);
        line.write_str(code)?;
        if !self.message().is_empty() {
            line.write_str(if code.is_empty() { "" } else { ": " })?;
            line.write_str(self.message())?;
        }
        write_causes(self, &mut line)?;
        write_details(self, &mut line)?;
        if let Some(hint) = self.hint() {
            write!(line, "; {hint}")?;
        }
        Ok(())
    }
}

/// The chain of causes, each after a colon; one that its predecessor already quotes is left out.
fn write_causes(error: &Error, line: &mut OneLine<'_, '_>) -> fmt::Result {
    let mut said = error.message().to_owned();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.contains(&text) {
            write!(line, ": {text}")?;
            said = text;
        }
        next = cause.source();
    }
    Ok(())
}

/// ` (status 400, request id 1, host id 2, 3 attempts)`, as far as known.
fn write_details(error: &Error, line: &mut OneLine<'_, '_>) -> fmt::Result {
    let mut separator = " (";
    let mut part = |args: fmt::Arguments<'_>| -> fmt::Result {
        line.write_str(separator)?;
        separator = ", ";
        line.write_fmt(args)
    };
    if let Some(status) = error.status() {
        part(format_args!("status {status}"))?;
    }
    if let Some(id) = error.request_id() {
        part(format_args!("request id {id}"))?;
    }
    if let Some(id) = error.host_id() {
        part(format_args!("host id {id}"))?;
    }
    if error.attempts() > 1 {
        part(format_args!("{} attempts", error.attempts()))?;
    }
    line.write_str(if separator == ", " { ")" } else { "" })
}

/// Keeps what is written on one line.
struct OneLine<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for (index, part) in text.split(['\n', '\r']).enumerate() {
            if index > 0 {
                self.0.write_char(' ')?;
            }
            self.0.write_str(part)?;
        }
        Ok(())
    }
}
