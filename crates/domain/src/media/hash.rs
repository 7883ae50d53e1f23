//! What a picture looks like, in 64 bits.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// Two pictures that look alike differ in few of these bits, whatever their size, format and
/// compression. Written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PerceptualHash(u64);

/// A text that isn't 16 hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a perceptual hash is 16 hexadecimal digits in lower case")]
pub struct PerceptualHashError;

impl PerceptualHash {
    /// The most bits in which two takes of the same picture differ: found with the demo
    /// market's pictures scaled, compressed and brightened.
    pub const NEAR: u32 = 10;

    /// The fewest bits that differ from those of a plain wall or an even sky: pictures with
    /// less to see look alike whatever they show.
    const TELLING: u32 = 8;

    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    pub fn bits(self) -> u64 {
        self.0
    }

    /// In how many bits two hashes differ, from 0 to 64.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Whether two pictures look alike.
    pub fn is_near(self, other: Self) -> bool {
        self.distance(other) <= Self::NEAR
    }
}

/// A part of a hash, by which pictures that look alike are found. Each of [`Band::COUNT`] bands
/// has 10 or 11 of the bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Band {
    place: u8,
    bits: u16,
}

impl Band {
    /// Of two hashes that differ in at most [`PerceptualHash::NEAR`] bits one of six bands
    /// differs in at most one: twice six is more.
    pub const COUNT: u8 = 6;

    /// A band by its place and its bits; `None` where there is no such band.
    pub fn new(place: u8, bits: u16) -> Option<Self> {
        let is_there = place < Self::COUNT && u32::from(bits) < 1 << Self::length(place);
        is_there.then_some(Self { place, bits })
    }

    /// Which of the bands it is, from 0.
    pub fn place(self) -> u8 {
        self.place
    }

    pub fn bits(self) -> u16 {
        self.bits
    }

    /// How many bits it has: the first four have one more.
    fn length(place: u8) -> u32 {
        if place < 4 { 11 } else { 10 }
    }

    /// This band and those that differ from it in one bit.
    fn near(self) -> impl Iterator<Item = Band> {
        let changed = (0..Self::length(self.place)).map(move |bit| Band {
            bits: self.bits ^ (1 << bit),
            ..self
        });
        std::iter::once(self).chain(changed)
    }
}

impl PerceptualHash {
    /// Whether it tells one picture from others. Those of plain walls and even skies don't.
    pub fn is_telling(self) -> bool {
        let ones = self.0.count_ones();
        (Self::TELLING..=u64::BITS - Self::TELLING).contains(&ones)
    }

    /// The bands under which a picture is entered.
    pub fn bands(self) -> impl Iterator<Item = Band> {
        let mut rest = self.0;
        (0..Band::COUNT).map(move |place| {
            let length = Band::length(place);
            let bits = (rest & ((1 << length) - 1)) as u16;
            rest >>= length;
            Band { place, bits }
        })
    }

    /// The bands under which all pictures are entered that look like it, and others.
    pub fn near_bands(self) -> impl Iterator<Item = Band> {
        self.bands().flat_map(Band::near)
    }
}

impl fmt::Display for PerceptualHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl FromStr for PerceptualHash {
    type Err = PerceptualHashError;

    fn from_str(text: &str) -> Result<Self, PerceptualHashError> {
        let hash = u64::from_str_radix(text, 16).map_err(|_| PerceptualHashError)?;
        // One spelling a hash.
        let hash = Self(hash);
        (hash.to_string() == text)
            .then_some(hash)
            .ok_or(PerceptualHashError)
    }
}

impl Serialize for PerceptualHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PerceptualHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
