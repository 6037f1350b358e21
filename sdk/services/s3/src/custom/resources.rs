//! Loads of resources that no call of S3 does as it is.
//!
//! They are generic so that a crate without the operations compiles, and a program without resources compiles none.

use tucuxi::Error;
use tucuxi::client::{Call, Core, Operation};
use tucuxi::internal::hooks::{set_text, text};
use tucuxi::internal::resource::{LoadFuture, copy_members};
use tucuxi::reflect::{Shape, Slot, View};

/// The data of a bucket: what `ListBuckets`, which is `O`, says of it.
///
/// A bucket that is not listed, since it belongs to another account, or that one may not list, has no data: as in boto3
/// it has no date of creation then.
pub fn load_bucket<O: Operation, D: Shape + Default>(core: &Core, identifiers: &[String]) -> LoadFuture {
    let call = Call::<O>::new(core);
    let name = identifiers.first().cloned().unwrap_or_default();
    Box::pin(async move {
        let mut data = D::default();
        match call.send().await {
            Ok(output) => copy_listed(&output, &name, &mut data),
            Err(error) if error.code() == Some("AccessDenied") => {}
            Err(error) => return Err(error),
        }
        let data: Box<dyn Shape> = Box::new(data);
        Ok(Some(data))
    })
}

/// Copies the bucket called `name` from the list of all.
#[inline]
fn copy_listed(output: &dyn Shape, name: &str, data: &mut dyn Shape) {
    let list = output.schema().member("Buckets").map(|index| output.get(index).view());
    let Some(View::List(buckets)) = list else { return };
    for index in 0..buckets.len() {
        if let View::Structure(bucket) = buckets.item(index).view()
            && text(bucket, "Name") == Some(name)
        {
            return copy_members(bucket, data);
        }
    }
}

/// The data of an object in a list: what `HeadObject`, which is `O`, says of it. `ContentLength` is its `Size`.
pub fn load_object_summary<O: Operation, D: Shape + Default>(
    core: &Core,
    identifiers: &[String],
) -> LoadFuture {
    let mut call = Call::<O>::new(core);
    for (member, identifier) in ["Bucket", "Key"].into_iter().zip(identifiers) {
        set_text(&mut call.input, member, identifier);
    }
    Box::pin(async move {
        let output = call.send().await?;
        let mut data = D::default();
        copy_members(&output, &mut data);
        copy_size(&output, &mut data)?;
        let data: Box<dyn Shape> = Box::new(data);
        Ok(Some(data))
    })
}

#[inline]
fn copy_size(output: &dyn Shape, data: &mut dyn Shape) -> Result<(), Error> {
    let length = output.schema().member("ContentLength").map(|index| output.get(index).view());
    let Some(View::Integer(length)) = length else { return Ok(()) };
    match data.schema().member("Size").map(|index| data.get_mut(index).slot()) {
        Some(Slot::Integer(size)) => {
            *size = length;
            Ok(())
        }
        _ => Err(Error::parse("an object in a list has no size")),
    }
}
