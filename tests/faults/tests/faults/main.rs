//! What a server, a proxy or a program does wrong, over http and TLS: each is an error that says so, or no harm at all.

mod bodies;
mod expect;
mod foreign;
mod limits;
mod log;
mod memory;
mod responses;
mod rest;
mod runtimes;
mod tables;
mod traces;
