//! Pictures made for the tests.

use std::io::Cursor;

use durbar_media::{PictureFormat, PictureLimits, Recipe, Rendition};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

pub const RED: [u8; 3] = [220, 30, 30];
pub const BLUE: [u8; 3] = [30, 30, 220];

/// Left half red, right half blue.
pub fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 { RED } else { BLUE })
    })
}

/// Every pixel another colour, the same at every run.
pub fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 0x2545_F491_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [red, green, blue, _] = state.to_le_bytes();
        Rgb([red, green, blue])
    })
}

pub fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .into()
        .write_to(&mut bytes, format)
        .expect("the sample is written");
    bytes.into_inner()
}

/// One small file of each format, quickly.
pub fn quick_recipe() -> Recipe {
    let rendition = |format| Rendition {
        format,
        widths: vec![48],
        quality: 90,
    };
    Recipe {
        limits: PictureLimits::STANDARD,
        background: [255, 255, 255],
        renditions: vec![
            rendition(PictureFormat::Avif),
            rendition(PictureFormat::Jpeg),
        ],
        avif_speed: 10,
    }
}

/// An EXIF block (TIFF, big endian) with an orientation, a camera name and a GPS latitude reference.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
    tiff.extend_from_slice(&[0, 3]);
    tiff.extend_from_slice(b"\x01\x0F\0\x02\0\0\0\x0C\0\0\0\x32"); // Make, 12 letters at 50
    tiff.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0"); // Orientation
    tiff.extend_from_slice(&[orientation, 0, 0]);
    tiff.extend_from_slice(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3E"); // GPS directory at 62
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(b"SecretMaker\0");
    tiff.extend_from_slice(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0"); // latitude is north
    tiff
}

/// Puts a marker segment directly after the start of a JPEG.
pub fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    let mut file = jpeg[..2].to_vec();
    file.extend_from_slice(&[0xFF, marker]);
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(content);
    file.extend_from_slice(&jpeg[2..]);
    file
}

pub fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut content = b"Exif\0\0".to_vec();
    content.extend_from_slice(&exif(orientation));
    with_segment(jpeg, 0xE1, &content)
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).expect("a short box");
    [&length.to_be_bytes(), kind.as_slice(), content].concat()
}

/// An MP4 of 42.5 s and 1920 × 1080 whose pictures are coded as `codec`; what it shows is zeros.
pub fn film(codec: &[u8; 4], facts_first: bool) -> Vec<u8> {
    let mut header = vec![0; 12];
    header.extend(600_u32.to_be_bytes());
    header.extend(25_500_u32.to_be_bytes());
    header.extend([0; 80]);
    let mut track = vec![0; 76];
    track.extend(
        [1_920_u16, 0, 1_080, 0]
            .iter()
            .flat_map(|it| it.to_be_bytes()),
    );
    let handler = [&[0; 8], b"vide".as_slice(), &[0; 13]].concat();
    let sample = boxed(codec, &[0; 78]);
    let samples = [&[0, 0, 0, 0, 0, 0, 0, 1], sample.as_slice()].concat();
    let table = boxed(b"minf", &boxed(b"stbl", &boxed(b"stsd", &samples)));
    let media = boxed(b"mdia", &[boxed(b"hdlr", &handler), table].concat());
    let track = boxed(b"trak", &[boxed(b"tkhd", &track), media].concat());
    let facts = boxed(b"moov", &[boxed(b"mvhd", &header), track].concat());
    let kind = boxed(b"ftyp", b"isom\0\0\x02\0isomavc1");
    let shown = boxed(b"mdat", &[0; 5_000]);
    match facts_first {
        true => [kind, facts, shown].concat(),
        false => [kind, shown, facts].concat(),
    }
}

/// A PDF of one page, twice as wide as high, whose left half is black.
pub fn plan() -> Vec<u8> {
    let drawing = "0 0 0 rg 0 0 300 300 re f";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 300] /Contents 4 0 R >>".to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{drawing}\nendstream",
            drawing.len()
        ),
    ];
    let mut document = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(document.len());
        document += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = document.len();
    document += "xref\n0 5\n0000000000 65535 f \n";
    for offset in offsets {
        document += &format!("{offset:010} 00000 n \n");
    }
    document += &format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    document.into_bytes()
}
