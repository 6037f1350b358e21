//! Clients outside of a runtime, in several, and with limits at the ends of their range.

use super::*;
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_client_outlives_its_runtimes() {
    let server = runtime();
    let (url, connections) = server.block_on(serve(OK));
    let stop = Arc::new(AtomicUsize::new(0));
    let watch = Arc::clone(&stop);
    let serving = std::thread::spawn(move || {
        server.block_on(async {
            while watch.load(Ordering::SeqCst) == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
    });
    let client = client(Duration::from_secs(10));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (client, url) = (client.clone(), url.clone());
            std::thread::spawn(move || {
                for _ in 0..25 {
                    let call = async {
                        let response = client.send(request("GET", &url, Body::Empty)).await.unwrap();
                        response.body.collect().await.unwrap()
                    };
                    assert_eq!(runtime().block_on(call), "hello");
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(connections.load(Ordering::SeqCst), 100);
    stop.store(1, Ordering::SeqCst);
    serving.join().unwrap();
}

#[test]
fn outside_of_a_runtime_there_is_an_error() {
    let sending = client(Duration::from_secs(1)).send(request("GET", "http://127.0.0.1:9", Body::Empty));
    let mut sending = std::pin::pin!(sending);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match sending.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.message, crate::error::NO_RUNTIME),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn limits_have_no_upper_bound_but_a_lower_one() {
    let (url, _) = serve(OK).await;
    let forever = HttpOptions {
        connect_timeout: Duration::MAX,
        read_timeout: Duration::MAX,
        idle_timeout: Duration::MAX,
        ..HttpOptions::default()
    };
    let client = HyperClient::new(&forever).unwrap();
    for _ in 0..2 {
        let response = client.send(request("PUT", &url, Body::Stream(ByteStream::from("x")))).await.unwrap();
        assert_eq!(response.body.collect().await.unwrap(), "hello");
    }
    for zero in [
        HttpOptions { connect_timeout: Duration::ZERO, ..HttpOptions::default() },
        HttpOptions { read_timeout: Duration::ZERO, ..HttpOptions::default() },
    ] {
        let error = HyperClient::new(&zero).map(drop).unwrap_err();
        assert!(error.to_string().contains("_timeout` is zero"), "{error}");
    }
}
