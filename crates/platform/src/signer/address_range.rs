//! Addresses that a policy is bound to.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

/// IPv4 addresses in CIDR notation, as in `203.0.113.0/24`. CloudFront binds to no others:
/// a distribution that does so must not answer over IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    address: Ipv4Addr,
    /// Leading bits that count, at most 32.
    bits: u8,
}

/// Why a text is not a range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an IPv4 address or range, as in 203.0.113.7 or 203.0.113.0/24")]
pub struct AddressRangeError;

impl AddressRange {
    /// Whether an address lies in the range; one of IPv6 never does.
    pub fn contains(self, address: IpAddr) -> bool {
        let IpAddr::V4(address) = address.to_canonical() else {
            return false;
        };
        let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
        address.to_bits() & mask == self.address.to_bits() & mask
    }
}

impl From<Ipv4Addr> for AddressRange {
    fn from(address: Ipv4Addr) -> Self {
        Self { address, bits: 32 }
    }
}

impl FromStr for AddressRange {
    type Err = AddressRangeError;

    fn from_str(text: &str) -> Result<Self, AddressRangeError> {
        let (address, bits) = match text.split_once('/') {
            None => (text, 32),
            Some((address, bits)) => {
                let is_plain = bits == "0" || !bits.starts_with(['0', '+']);
                let bits = bits.parse().ok().filter(|bits| is_plain && *bits <= 32);
                (address, bits.ok_or(AddressRangeError)?)
            }
        };
        let address = address.parse().map_err(|_| AddressRangeError)?;
        Ok(Self { address, bits })
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses_and_ranges_of_ipv4_alone() {
        let shown = |text: &str| text.parse::<AddressRange>().map(|range| range.to_string());
        assert_eq!(shown("203.0.113.7").as_deref(), Ok("203.0.113.7/32"));
        assert_eq!(shown("203.0.113.7/24").as_deref(), Ok("203.0.113.7/24"));
        assert_eq!(shown("0.0.0.0/0").as_deref(), Ok("0.0.0.0/0"));
        for bad in [
            "",
            "/24",
            "203.0.113/24",
            "203.0.113.7/",
            "203.0.113.7/33",
            "203.0.113.7/08",
            "203.0.113.7/+8",
            "203.0.113.256",
            "2001:db8::/32",
            "1.2.3.4/8/8",
        ] {
            assert_eq!(shown(bad), Err(AddressRangeError), "{bad}");
        }
    }

    #[test]
    fn only_leading_bits_count() {
        let holds = |range: &str, address: &str| {
            let range: AddressRange = range.parse().expect("a range");
            range.contains(address.parse().expect("an address"))
        };
        assert!(holds("203.0.113.7/24", "203.0.113.250"));
        assert!(!holds("203.0.113.7/24", "203.0.114.7"));
        assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.6"));
        assert!(holds("203.0.113.7", "::ffff:203.0.113.7"));
        assert!(holds("10.0.0.0/0", "203.0.113.7") && !holds("0.0.0.0/0", "2001:db8::1"));
    }
}
