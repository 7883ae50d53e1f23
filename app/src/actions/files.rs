//! The forms that bring files.

use super::{documents, imports, licences, media};
use durbar_domain::{
    broker::{LicenseApplication, Paper},
    document::DocumentCheck,
    import_run::{LIST_BYTES, MAPPING_BYTES},
    media::limits,
    policy::Operation,
};

/// A form that brings files. Its page has no other one that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileForm {
    /// The action's name.
    pub action: &'static str,
    /// Asked for before a byte is read.
    pub operation: Operation,
    /// The most bytes of its files in all.
    pub max_bytes: usize,
}

/// The form with files of the page at a path without language prefix.
pub fn file_form(path: &str) -> Option<FileForm> {
    if path.starts_with("/broker/listings/") && path.ends_with("/documents") {
        return Some(FileForm {
            action: documents::SEND,
            operation: Operation::EditListing,
            max_bytes: DocumentCheck::MAX_PAPERS * Paper::MAX_BYTES,
        });
    }
    let is_media = path.starts_with("/broker/listings/") && path.ends_with("/media");
    if path == licences::OWN {
        return Some(FileForm {
            action: licences::SEND,
            operation: Operation::SendLicense,
            max_bytes: LicenseApplication::MAX_PAPERS * Paper::MAX_BYTES,
        });
    }
    if path == imports::IMPORTS {
        return Some(FileForm {
            action: imports::SEND,
            operation: Operation::ImportListings,
            max_bytes: (LIST_BYTES + MAPPING_BYTES) as usize,
        });
    }
    is_media.then_some(FileForm {
        action: media::UPLOAD,
        operation: Operation::EditListing,
        max_bytes: limits::SINGLE_BYTES as usize,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::Action;

    #[test]
    fn every_form_with_files_has_its_action() {
        for (path, pattern) in [
            (licences::OWN, licences::OWN),
            (imports::IMPORTS, imports::IMPORTS),
            ("/broker/listings/prp_1/documents", documents::OWN),
            (
                "/broker/listings/prp_1/media",
                crate::pages::broker_media::PATTERN,
            ),
        ] {
            let form = file_form(path).expect("a form");
            let action = Action::find(pattern, form.action).expect("an action");
            assert_eq!(action.operation, form.operation);
        }
        assert_eq!(file_form("/account"), None);
        assert_eq!(file_form("/broker/listings/prp_1/media/x"), None);
    }
}
