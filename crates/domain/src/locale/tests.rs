use super::*;

#[test]
fn paths_split_into_language_and_rest() {
    let cases = [
        ("/", Locale::En, "/"),
        ("", Locale::En, ""),
        ("/homes", Locale::En, "/homes"),
        ("/ne", Locale::Ne, "/"),
        ("/ne/", Locale::Ne, "/"),
        ("/ne/homes", Locale::Ne, "/homes"),
        ("/nepal", Locale::En, "/nepal"),
        ("/ne-homes", Locale::En, "/ne-homes"),
        ("/NE/homes", Locale::En, "/NE/homes"),
        ("/ne/ne/homes", Locale::Ne, "/ne/homes"),
    ];
    for (path, locale, rest) in cases {
        assert_eq!(Locale::from_path(path), (locale, rest), "{path}");
    }
}

#[test]
fn no_path_leads_to_another_site() {
    for path in [
        "//evil.example",
        "/ne//evil.example",
        "/ne////evil.example/homes",
    ] {
        let (_, rest) = Locale::from_path(path);
        for locale in [Locale::En, Locale::Ne] {
            let link = locale.path(rest);
            assert!(
                link.starts_with('/') && !link.starts_with("//"),
                "{path} gives {link}"
            );
        }
    }
}

#[test]
fn the_other_language_of_a_page() {
    for path in ["/", "/homes", "/homes/stone-terraces-prp_01jb"] {
        for locale in [Locale::En, Locale::Ne] {
            assert_eq!(Locale::from_path(&locale.path(path)), (locale, path));
            assert_eq!(locale.other().other(), locale);
        }
    }
    assert_eq!(Locale::Ne.path("/"), "/ne/");
    assert_eq!("ne".parse(), Ok(Locale::Ne));
    assert_eq!(Locale::En.code(), "en");
}
