//! The parts of a page that wake in the browser. Each finds its markup made by the server
//! and only adds to it: without WebAssembly the page stays whole.

pub mod awake;
pub mod browser;
pub mod copy_button;
pub mod gallery;
pub mod hearts;
pub mod map;
pub mod preferences;
pub mod premium;
pub mod search;
pub mod seen;

pub use awake::Awake;
pub use copy_button::ShareButtons;
pub use gallery::GalleryDialog;
pub use hearts::Hearts;
pub use map::HomesMap;
pub use preferences::Preferences;
pub use premium::PremiumMedia;
pub use search::SearchEnhancer;
pub use seen::SeenBeacon;
