//! Small parts that pages are made of.

#![cfg(feature = "ssr")]

pub mod amount;
pub mod breadcrumb;
pub mod broker_card;
pub mod card;
pub mod care;
pub mod footer;
pub mod form;
pub mod header;
pub mod heading;
pub mod icon;
pub mod map_drawing;
pub mod markdown;
pub mod needs_factor;
pub mod notice;
pub mod page_message;
pub mod picture;
pub mod place_map;
pub mod problem;
pub mod slot_time;
