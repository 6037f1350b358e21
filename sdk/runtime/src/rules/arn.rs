//! [`Arn`]: `arn:partition:service:region:account:resource`.

use super::table::Attribute;
use super::value::{Value, part};
use std::borrow::Cow;

/// An Amazon resource name in its parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arn<'a> {
    text: Cow<'a, str>,
    /// Where the colons behind `arn`, partition, service, region and account are.
    colons: [usize; 5],
}

impl<'a> Arn<'a> {
    /// `aws.parseArn`: nothing unless there are six parts, with partition, service and resource not empty.
    pub(crate) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let mut colons = [0; 5];
        let mut found = text.match_indices(':');
        for colon in &mut colons {
            *colon = found.next()?.0;
        }
        let arn = Self { colons, text };
        let prefix = arn.text.get(..colons[0]);
        let required = [arn.between(0), arn.between(1), arn.resource()];
        (prefix == Some("arn") && !required.contains(&"")).then_some(arn)
    }

    /// Whether `text` has the form of an ARN at all: what S3 takes for one in place of a bucket's name.
    pub(crate) fn looks_like_one(text: &str) -> bool {
        text.starts_with("arn:") && text.matches(':').count() >= 5
    }

    pub(crate) fn attribute(&self, attribute: Attribute) -> Value<'a> {
        match attribute {
            Attribute::Partition => self.part(0),
            Attribute::Service => self.part(1),
            Attribute::Region => self.part(2),
            Attribute::AccountId => self.part(3),
            Attribute::ResourceId => {
                Value::Strings(self.resource_parts().map(|range| self.slice(range)).collect())
            }
            Attribute::ResourcePart(index) => {
                Value::text(self.resource_parts().nth(usize::from(index)).map(|range| self.slice(range)))
            }
            _ => Value::Null,
        }
    }

    fn resource(&self) -> &str {
        self.text.get(self.colons[4] + 1..).unwrap_or_default()
    }

    fn between(&self, colon: usize) -> &str {
        self.text.get(self.colons[colon] + 1..self.colons[colon + 1]).unwrap_or_default()
    }

    fn part(&self, colon: usize) -> Value<'a> {
        Value::String(self.slice(self.colons[colon] + 1..self.colons[colon + 1]))
    }

    fn slice(&self, range: std::ops::Range<usize>) -> Cow<'a, str> {
        part(&self.text, range).unwrap_or_default()
    }

    /// The ranges of the parts of the resource, which colons and slashes divide.
    fn resource_parts(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut start = self.colons[4] + 1;
        self.resource().split([':', '/']).map(move |part| {
            let range = start..start + part.len();
            start = range.end + 1;
            range
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(text: &str, attribute: Attribute) -> Value<'_> {
        Arn::parse(Cow::Borrowed(text)).map_or(Value::Null, |arn| arn.attribute(attribute))
    }

    fn text(text: &str) -> Value<'_> {
        Value::String(Cow::Borrowed(text))
    }

    #[test]
    fn an_arn_has_its_parts() {
        let arn = "arn:aws:s3:us-east-2:1234:accesspoint/a:b";
        assert_eq!(attribute(arn, Attribute::Partition), text("aws"));
        assert_eq!(attribute(arn, Attribute::Service), text("s3"));
        assert_eq!(attribute(arn, Attribute::Region), text("us-east-2"));
        assert_eq!(attribute(arn, Attribute::AccountId), text("1234"));
        assert_eq!(attribute(arn, Attribute::ResourcePart(0)), text("accesspoint"));
        assert_eq!(attribute(arn, Attribute::ResourcePart(2)), text("b"));
        assert_eq!(attribute(arn, Attribute::ResourcePart(3)), Value::Null);
        let parts = ["accesspoint", "a", "b"].map(Cow::Borrowed).to_vec();
        assert_eq!(attribute(arn, Attribute::ResourceId), Value::Strings(parts));
    }

    #[test]
    fn region_and_account_may_be_empty_but_nothing_else() {
        assert_eq!(attribute("arn:aws:s3:::bucket", Attribute::Region), text(""));
        for bad in
            ["arn:aws:s3:us-east-2:1:", "arn::s3:::b", "arn:aws::::b", "arn:aws:s3::b", "xarn:aws:s3:::b", ""]
        {
            assert_eq!(attribute(bad, Attribute::Service), Value::Null, "{bad}");
        }
    }
}
