//! Names of types, modules, methods and builders of resources.

use crate::lower::reserved;
use crate::names::{self, Scope};
use std::collections::HashSet;

/// The names of methods of one type, given away in boto3's order.
#[derive(Debug)]
pub(super) struct Methods {
    taken: HashSet<String>,
}

impl Default for Methods {
    fn default() -> Self {
        Self { taken: reserved::RESOURCE.names().map(str::to_owned).collect() }
    }
}

impl Methods {
    /// `name` in snake case; with `category` behind it if it is taken. `Err` if that is taken too.
    pub fn claim(&mut self, name: &str, category: &str) -> Result<String, String> {
        let name = names::snake(name);
        if self.taken.insert(name.clone()) {
            return Ok(name);
        }
        let other = format!("{name}_{category}");
        match self.taken.insert(other.clone()) {
            true => Ok(other),
            false => Err(format!("`{name}` and `{other}` are taken")),
        }
    }
}

/// A scope for the builders and collections of a type called `name`.
pub(super) fn builders(name: &str) -> Scope {
    let mut scope = reserved::RESOURCE_BUILDERS.scope();
    scope.claim(name.to_owned());
    scope
}

/// The name of a type, and of the module it stands in.
#[derive(Debug)]
pub(super) struct TypeName {
    pub name: String,
    pub module: String,
}

/// The names of the types of a service.
#[derive(Debug)]
pub(super) struct Types {
    service: String,
    names: Scope,
    modules: Scope,
}

impl Types {
    /// For the service with this `serviceId`.
    pub fn new(id: &str) -> Self {
        let service = service(id);
        let modules = reserved::RESOURCE_MODULES.scope();
        Self { names: reserved::RESOURCES.scope_with(&[service.as_str()]), modules, service }
    }

    /// The service itself.
    pub fn service(&self) -> TypeName {
        TypeName { name: self.service.clone(), module: "service".to_owned() }
    }

    /// The type called `name` in the model.
    pub fn claim(&mut self, name: &str) -> TypeName {
        TypeName {
            name: self.names.claim(names::shape(name)),
            module: self.modules.claim(names::snake(name)),
        }
    }
}

/// The type of the service whose `serviceId` is `id`: `Ec2`, `DynamoDb`, `ElasticLoadBalancingV2`.
fn service(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).map(names::snake);
    names::variant(&words.collect::<Vec<_>>().join("_"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn services_are_called_by_their_ids() {
        for (id, expected) in [
            ("EC2", "Ec2"),
            ("S3", "S3"),
            ("DynamoDB", "DynamoDb"),
            ("CloudFormation", "CloudFormation"),
            ("Elastic Load Balancing v2", "ElasticLoadBalancingV2"),
            ("Route 53", "Route53"),
        ] {
            assert_eq!(service(id), expected);
        }
    }

    #[test]
    fn a_taken_name_gets_its_category() {
        let mut methods = Methods::default();
        assert_eq!(methods.claim("Vpc", "reference").unwrap(), "vpc");
        assert_eq!(methods.claim("Vpc", "attribute").unwrap(), "vpc_attribute");
        assert_eq!(methods.claim("Data", "attribute").unwrap(), "data_attribute");
        assert_eq!(methods.claim("Vpc", "attribute").unwrap_err(), "`vpc` and `vpc_attribute` are taken");
    }
}
