//! The four indexes.

/// A global secondary index of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Index {
    /// `GSI1`: the premium feed.
    Premium,
    /// `GSI2`: place and price.
    Geo,
    /// `GSI3`: a broker's listings by status.
    Broker,
    /// `GSI4`: the recent feed, and the list of brokers.
    Recent,
}

impl Index {
    pub const ALL: [Index; 4] = [Index::Premium, Index::Geo, Index::Broker, Index::Recent];

    /// Name of the index.
    pub fn name(self) -> &'static str {
        match self {
            Index::Premium => "GSI1",
            Index::Geo => "GSI2",
            Index::Broker => "GSI3",
            Index::Recent => "GSI4",
        }
    }

    /// Name of the attribute that partitions the index.
    pub fn partition_attribute(self) -> &'static str {
        match self {
            Index::Premium => "GSI1PK",
            Index::Geo => "GSI2PK",
            Index::Broker => "GSI3PK",
            Index::Recent => "GSI4PK",
        }
    }

    /// Name of the attribute that sorts the index.
    pub fn sort_attribute(self) -> &'static str {
        match self {
            Index::Premium => "GSI1SK",
            Index::Geo => "GSI2SK",
            Index::Broker => "GSI3SK",
            Index::Recent => "GSI4SK",
        }
    }
}
