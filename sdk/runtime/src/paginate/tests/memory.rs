//! What a listing keeps, and when it asks.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many things there are in memory.
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// Something that counts itself.
pub(crate) struct Thing(Option<String>);

impl Default for Thing {
    fn default() -> Self {
        LIVE.fetch_add(1, Ordering::Relaxed);
        Self(None)
    }
}

impl Clone for Thing {
    fn clone(&self) -> Self {
        LIVE.fetch_add(1, Ordering::Relaxed);
        Self(self.0.clone())
    }
}

impl Drop for Thing {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shape for Thing {
    fn schema(&self) -> &'static StructSchema {
        const { &StructSchema::new("Thing", const { &[Member::new("Id", "Id", Type::String)] }) }
    }
    fn get(&self, _: usize) -> &dyn Value {
        &self.0
    }
    fn get_mut(&mut self, _: usize) -> &mut dyn Value {
        &mut self.0
    }
}

structure! {
    Things() {
        things: Option<Vec<Thing>> => Member::new("Things", "Things", Type::List(&ListType {
            item: Type::Structure,
            item_wire: "",
            flattened: false,
            item_min: f64::NEG_INFINITY,
            item_xml_namespace: None,
        })),
        next: Option<String> => Member::new("Next", "Next", Type::String),
    }
}

impl fmt::Debug for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

struct Many;

impl Operation for Many {
    type Input = In;
    type Output = Things;
    fn schema() -> &'static OperationSchema {
        &OPERATION
    }
}

impl Paginated for Many {
    fn paginator() -> &'static PaginatorSchema {
        const { &PaginatorSchema { results: &[&[0]], ..names(&[NEXT]) } }
    }
}

impl ResultKey for Many {
    type Operation = Self;
    type Items = Vec<Thing>;
    fn take(page: Things) -> Self::Items {
        page.things.unwrap_or_default()
    }
}

#[tokio::test]
async fn ten_thousand_items_take_the_memory_of_a_page() {
    let things: Vec<_> = (0..100).map(|id| json!({"Id": id.to_string()})).collect();
    let page =
        |at: usize| json!({"Things": things, "Next": if at < 99 { at.to_string() } else { String::new() }});
    let http = server((0..100).map(page));
    let mut items = pages::<Many>(&http).items();
    let (mut count, mut most) = (0, 0);
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
        most = LIVE.load(Ordering::Relaxed).max(most);
    }
    assert_eq!(count, 10_000);
    assert!(most <= 100, "{most} at once");
    drop(items);
    assert_eq!(LIVE.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_wanted_and_dropping_ends_the_listing() {
    let http = server([json!({"Names": ["a", "b"], "Next": "1"}), json!({"Names": ["c"]})]);
    let mut items = pages::<List>(&http).items();
    assert_eq!(http.requests().len(), 0);
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    assert_eq!(http.requests().len(), 1);
    drop(items);
    tokio::task::yield_now().await;
    assert_eq!((http.requests().len(), http.remaining()), (1, 1));
}

#[test]
fn streams_can_go_to_other_threads() {
    fn is_send<T: Send>(_: &T) {}
    let http = server([]);
    is_send(&pages::<List>(&http));
    is_send(&pages::<List>(&http).items());
    is_send(&pages::<List>(&http).full());
}
