//! Which services there are, and where.

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
