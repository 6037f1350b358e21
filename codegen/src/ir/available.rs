//! Which partitions and services there are, and where.

use super::endpoint::Partition;

/// What the crate `tucuxi-partitions` holds.
#[derive(Debug)]
pub struct World {
    /// The partitions; the first one stands for regions that none of them knows.
    pub partitions: Vec<Partition>,
    /// Their services and regions.
    pub available: Available,
}

/// What `endpoints.json` lists of partitions and services.
#[derive(Debug, Default)]
pub struct Available {
    /// Partitions with their regions, in the order of the file.
    pub regions: Vec<Names>,
    /// Services by name, each with its endpoints in each partition that it has some in.
    pub services: Vec<(String, Vec<Names>)>,
}

/// A partition, and names that belong to it.
#[derive(Debug)]
pub struct Names {
    /// The name of the partition.
    pub partition: String,
    /// The names, with spaces between.
    pub names: String,
}
