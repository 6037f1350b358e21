//! The line an error is shown as, or the lines.

use super::Error;
use std::error::Error as StdError;
use std::fmt::{self, Write};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((service, operation)) = self.operation() {
            write!(f, "{service} {operation}: ")?;
        }
        WithoutOperation(self).fmt(f)
    }
}

/// The line of an error without its operation, for where that has been named.
struct WithoutOperation<'a>(&'a Error);

impl fmt::Display for WithoutOperation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        let code = error.code().unwrap_or_default();
        let mut line = OneLine(f);
        line.write_str(code)?;
        if !error.message().is_empty() {
            line.write_str(if code.is_empty() { "" } else { ": " })?;
            match error.0.in_lines {
                true => line.0.write_str(error.message())?,
                false => line.write_str(error.message())?,
            }
        }
        write_causes(error, &mut line)?;
        write_details(error, &mut line)?;
        if let Some(hint) = error.hint() {
            line.0.write_str(if error.0.in_lines { "\n" } else { "; " })?;
            line.write_str(hint)?;
        }
        Ok(())
    }
}

/// The chain of causes, each after a colon; one that its predecessor already quotes is left out.
fn write_causes(error: &Error, line: &mut OneLine<'_, '_>) -> fmt::Result {
    let mut said = error.message().to_owned();
    let mut next = error.cause().map(|cause| cause as &(dyn StdError + 'static));
    while let Some(cause) = next {
        let text = match cause.downcast_ref::<Error>() {
            Some(cause) if cause.operation() == error.operation() => WithoutOperation(cause).to_string(),
            _ => cause.to_string(),
        };
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
    // Of a wait the message tells them, or its last error.
    if error.attempts() > 1 && !error.tells_attempts() {
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
