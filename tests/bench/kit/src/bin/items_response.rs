//! `items-response` prints the response that all sides of the benchmark of items read.

fn main() {
    print!("{}", bench_kit::items::response());
}
