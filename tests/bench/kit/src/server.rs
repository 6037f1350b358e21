//! A loopback HTTP server that gives fixed answers at the least cost.

use crate::answers::{Answer, Answers, Work};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Starts the server on a free port of the loopback address.
pub fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let answers = Arc::new(Answers::new());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            thread::spawn(move || serve(stream, &answers));
        }
    });
    Ok(address)
}

/// Answers requests of one connection until the client closes it.
fn serve(stream: TcpStream, answers: &Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(256 * 1024, stream);
    while let Some(work) = read_request(&mut reader, &mut writer)? {
        let Answer { head, body, repeat } = answers.of(work);
        writer.write_all(head)?;
        for _ in 0..*repeat {
            writer.write_all(body)?;
        }
    }
    Ok(())
}

/// Reads one request whole and says what it asks for; `None` at the end of the connection.
fn read_request(reader: &mut BufReader<TcpStream>, writer: &mut TcpStream) -> io::Result<Option<Work>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let request_line = line.clone();
    let (mut length, mut target, mut expects) = (0, String::new(), false);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(io::Error::other)?,
            "x-amz-target" => target = value.trim().to_owned(),
            "expect" => expects = true,
            "transfer-encoding" => {
                return Err(io::Error::other("the benchmark sends bodies of known length"));
            }
            _ => {}
        }
    }
    if expects {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Work::of(&request_line, &target, &body)))
}
