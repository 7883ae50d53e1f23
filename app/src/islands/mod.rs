//! The parts of a page that wake in the browser. Each finds its markup made by the server
//! and only adds to it: without WebAssembly the page stays whole.

pub mod awake;
pub mod browser;
pub mod copy_button;
pub mod copy_field;
pub mod draft_keeper;
pub mod gallery;
pub mod hearts;
pub mod lists;
pub mod map;
pub mod own_times;
pub mod place_picker;
pub mod preferences;
pub mod premium;
pub mod recent;
pub mod search;
pub mod seen;
pub mod upload;
pub mod vitals;

pub use awake::Awake;
pub use copy_button::ShareButtons;
pub use copy_field::CopyField;
pub use draft_keeper::DraftKeeper;
pub use gallery::GalleryDialog;
pub use hearts::Hearts;
pub use lists::AddToList;
pub use map::HomesMap;
pub use own_times::OwnTimes;
pub use place_picker::PlacePicker;
pub use preferences::Preferences;
pub use premium::{PremiumMedia, PublicTours};
pub use recent::{Recent, RecentlyViewed};
pub use search::SearchEnhancer;
pub use seen::SeenBeacon;
pub use upload::UploadFiles;
pub use vitals::Vitals;
