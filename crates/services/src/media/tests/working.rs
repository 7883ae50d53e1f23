//! What becomes of good files.

use super::*;
use durbar_domain::{event::EventDetail, media::FailureReason};
use durbar_platform::{outbox::Outbox, scanner::Clamd, transcoder::Ffmpeg};

#[tokio::test]
async fn a_picture_becomes_what_pages_show() {
    let desk = desk().await;
    let (upload, bytes) = jpeg();
    let item = desk.process(&upload, bytes).await;
    let made = item.state.rendition().expect("ready");
    assert_eq!((made.width, made.height), (48, 32));
    assert!(made.hash.is_some());
    assert!(!made.scanned, "nothing scans here, and that is said");
    let stored = desk.stored(item.media_id).await;
    let names: Vec<&str> = stored.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "PublicMedia pictures/ID/48.avif",
            "PublicMedia pictures/ID/48.jpg",
            "PublicMedia pictures/ID/48.webp",
        ],
        "the upload itself is gone"
    );
    let arranged = desk.media.arranged(desk.id()).await.expect("arranged");
    assert_eq!(arranged.pictures.len(), 1);
    assert_eq!(arranged.pictures[0].webp_widths, [48]);
    assert_eq!((arranged.waiting, arranged.failed), (0, 0));

    let outbox = Outbox::new(desk.embedded.platform().table.clone());
    let mut told = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("events");
        told.extend(pending.events.into_iter().map(|it| it.event.detail));
    }
    let [EventDetail::MediaProcessed { media_id, .. }] = told[..] else {
        panic!("one event is told: {told:?}")
    };
    assert_eq!(media_id, item.media_id);
}

#[tokio::test]
async fn a_panorama_becomes_tiles_for_members() {
    let desk = desk().await;
    let (upload, bytes) = panorama();
    let upload = NewUpload {
        audience: Audience::Premium,
        ..upload
    };
    let item = desk.process(&upload, bytes).await;
    let made = item.state.rendition().expect("ready");
    let cube = made.cube.expect("a cube");
    assert_eq!((cube.face_side, cube.levels), (656, 2));
    let stored = desk.stored(item.media_id).await;
    assert_eq!(stored.len(), 1 + 6 + 24);
    let listing = desk.id();
    for name in ["ID.jpg", "ID/1/f0_0.jpg", "ID/2/d1_1.jpg"] {
        let key = format!("PremiumMedia {listing}/tour/{name}");
        assert!(stored.contains_key(&key), "{key}");
    }
    let arranged = desk.media.arranged(listing).await.expect("arranged");
    assert_eq!(arranged.premium_media.len(), 1);
    assert!(arranged.pictures.is_empty());
}

/// A film of a second, made by ffmpeg.
fn film(codec: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("film.mp4");
    let made = std::process::Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=640x480:rate=12:duration=1",
        ])
        .args(codec)
        .args(["-pix_fmt", "yuv420p"])
        .arg(&file)
        .status();
    assert!(made.expect("ffmpeg").success());
    std::fs::read(&file).expect("a film")
}

#[tokio::test]
#[ignore = "needs ffmpeg"]
async fn a_film_is_streamed_in_several_qualities_where_ffmpeg_is() {
    let bytes = film(&["-c:v", "libx264"]);
    let ffmpeg = Ffmpeg::find(std::path::Path::new("ffmpeg")).await;
    let ffmpeg = ffmpeg.expect("ffmpeg");
    let mut desk = desk().await;
    desk.media = desk.restarted(MediaSettings {
        transcoder: Some(ffmpeg),
        ..settings()
    });
    let upload = of_length(upload(MediaKind::Film, "video/mp4"), &bytes);
    let item = desk.process(&upload, bytes).await;
    let film = item.film().unwrap_or_else(|| panic!("{:?}", item.state));
    assert_eq!(film.facts.qualities, [360, 480]);
    assert_eq!((film.width, film.height), (640, 480));
    assert!((900..1_200).contains(&film.facts.duration_ms));
    let stored = desk.stored(item.media_id).await;
    let text = |name: &str| {
        let bytes = &stored[&format!("PublicMedia films/ID/{name}")];
        String::from_utf8_lossy(bytes).into_owned()
    };
    assert!(text("film.m3u8").contains("360.m3u8"));
    let list = text("480.m3u8");
    assert!(
        list.contains("#EXT-X-MAP:URI=\"480.mp4\"") && list.contains("#EXT-X-ENDLIST"),
        "{list}"
    );
    assert!(stored["PublicMedia films/ID/poster.jpg"].starts_with(&[0xFF, 0xD8]));
    assert_eq!(&stored["PublicMedia films/ID/film.mp4"][4..8], b"ftyp");
    assert_eq!(stored.len(), 7, "{:?}", stored.keys());
}

#[tokio::test]
#[ignore = "needs ffmpeg"]
async fn without_ffmpeg_a_film_plays_as_it_was_uploaded() {
    let bytes = film(&["-c:v", "libx264"]);
    let desk = desk().await;
    let upload = of_length(upload(MediaKind::Film, "video/mp4"), &bytes);
    let item = desk.process(&upload, bytes.clone()).await;
    let film = item.film().expect("ready");
    assert_eq!(film.stream_path(), None);
    let stored = desk.stored(item.media_id).await;
    assert_eq!(stored["PublicMedia films/ID/film.mp4"], bytes);
    assert_eq!(stored.len(), 1);
}

#[tokio::test]
#[ignore = "needs clamd: `make unit` starts it"]
async fn a_real_scanner_finds_its_test_signature() {
    let address = std::env::var("DURBAR_TEST_CLAMD").expect("where clamd listens");
    let mut desk = desk().await;
    desk.media = desk.restarted(MediaSettings {
        scanner: Some(Clamd::new(address)),
        ..settings()
    });
    let (upload, bytes) = jpeg();
    let item = desk.process(&upload, bytes.clone()).await;
    assert!(item.state.rendition().expect("ready").scanned);

    let harmful = with_comment(&bytes, &TEST_SIGNATURE.concat());
    let refused = desk.process(&of_length(upload, &harmful), harmful).await;
    let reason = FailureReason::Harmful;
    assert_eq!(refused.state, MediaState::Failed { reason });
    let stored = desk.stored(refused.media_id).await;
    let public = stored.keys().filter(|key| key.starts_with("PublicMedia"));
    assert_eq!(public.count(), 3, "of the first picture alone");
}

/// In two parts, or scanners would find it in the program.
const TEST_SIGNATURE: [&str; 2] = [
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
    "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
];

/// A JPEG picture with a comment behind its first marker (segment COM).
fn with_comment(picture: &[u8], comment: &str) -> Vec<u8> {
    let (start, rest) = picture.split_at(2);
    let length = u16::try_from(comment.len() + 2).expect("a short comment");
    let comment = [&[0xFF, 0xFE], &length.to_be_bytes()[..], comment.as_bytes()].concat();
    [start, &comment, rest].concat()
}
