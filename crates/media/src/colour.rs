//! Bringing pixels into sRGB, the only colour space the pages use.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Converts to sRGB by the embedded ICC profile; transparency is kept.
///
/// A picture without a profile is sRGB by convention. A profile that cannot be read or is for
/// other channels than the decoded ones (CMYK, which the decoder has turned to RGB itself) is
/// ignored: slightly wrong colours serve a buyer better than a refused picture.
pub(crate) fn to_srgb(image: DynamicImage, icc_profile: Option<&[u8]>) -> DynamicImage {
    let Some(profile) = icc_profile.and_then(|icc| ColorProfile::new_from_slice(icc).ok()) else {
        return image;
    };
    let is_gray = !image.color().has_color();
    match (profile.color_space, is_gray) {
        (DataColorSpace::Rgb, _) => convert_rgb(image, &profile),
        (DataColorSpace::Gray, true) => convert_gray(image, &profile),
        _ => image,
    }
}

fn convert_rgb(image: DynamicImage, profile: &ColorProfile) -> DynamicImage {
    if image.color().has_alpha() {
        let mut pixels = image.into_rgba8();
        let samples = pixels.as_flat_samples_mut().samples;
        convert_in_place(samples, Layout::Rgba, profile);
        return pixels.into();
    }
    let mut pixels = image.into_rgb8();
    let samples = pixels.as_flat_samples_mut().samples;
    convert_in_place(samples, Layout::Rgb, profile);
    pixels.into()
}

/// In pieces, since a second copy of a large picture would cost as much memory as the first.
/// What can't be converted stays as it is.
fn convert_in_place(samples: &mut [u8], layout: Layout, profile: &ColorProfile) {
    const PIXELS_AT_ONCE: usize = 65_536;
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return;
    };
    let mut converted = Vec::new();
    for piece in samples.chunks_mut(PIXELS_AT_ONCE * layout.channels()) {
        converted.resize(piece.len(), 0);
        if transform.transform(piece, &mut converted).is_err() {
            return;
        }
        piece.copy_from_slice(&converted);
    }
}

fn convert_gray(image: DynamicImage, profile: &ColorProfile) -> DynamicImage {
    let source = image.to_luma_alpha8();
    let mut target = image::RgbaImage::new(source.width(), source.height());
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let transform = profile.create_transform_8bit(Layout::GrayAlpha, &srgb, Layout::Rgba, options);
    let converted = transform.is_ok_and(|it| it.transform(&source, &mut target).is_ok());
    match converted {
        true => target.into(),
        false => image,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn one_pixel(pixel: [u8; 4]) -> DynamicImage {
        RgbaImage::from_pixel(1, 1, Rgba(pixel)).into()
    }

    #[test]
    fn display_p3_green_is_more_than_srgb_can_show_and_grey_stays_grey() {
        let icc = ColorProfile::new_display_p3()
            .encode()
            .expect("an ICC profile");
        let grey = to_srgb(one_pixel([128, 128, 128, 77]), Some(&icc)).to_rgba8();
        assert!(
            grey.get_pixel(0, 0).0[..3]
                .iter()
                .all(|&channel| channel.abs_diff(128) <= 1)
        );
        assert_eq!(grey.get_pixel(0, 0).0[3], 77);
        // (120, 200, 120) of Display P3 lies at about (85, 202, 110) of sRGB.
        let green = to_srgb(one_pixel([120, 200, 120, 255]), Some(&icc)).to_rgba8();
        let [red, _, _, _] = green.get_pixel(0, 0).0;
        assert!(
            red < 105,
            "red {red} should fall, the colour being more vivid than it reads"
        );
    }

    #[test]
    fn an_unreadable_profile_changes_nothing() {
        let image = one_pixel([1, 2, 3, 4]);
        assert_eq!(to_srgb(image.clone(), Some(b"not a profile")), image);
        assert_eq!(to_srgb(image.clone(), None), image);
    }
}
