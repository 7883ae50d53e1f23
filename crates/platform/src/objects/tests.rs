use super::*;
use crate::testing::embedded;
use futures::TryStreamExt;

fn key(text: &str) -> ObjectKey {
    text.parse().expect("a key")
}

struct Known {
    info: ObjectInfo,
    content_length: u64,
    content_range: Option<String>,
}

async fn body(fetched: Fetched) -> (Known, Bytes) {
    let Fetched::Found(object) = fetched else {
        panic!("found nothing: {fetched:?}")
    };
    let Object {
        info,
        content_length,
        content_range,
        body,
    } = object;
    (
        Known {
            info,
            content_length,
            content_range,
        },
        body.collect().await.expect("bytes"),
    )
}

#[tokio::test]
async fn an_object_is_read_as_it_was_put() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    let key = key("pictures/villa-01-hero/768.jpg");
    let bytes = Bytes::from_static(b"not really a picture");
    objects
        .put(Bucket::PublicMedia, &key, "image/jpeg", bytes.clone())
        .await
        .expect("put");

    let fetched = objects
        .get(Bucket::PublicMedia, &key, GetOptions::default())
        .await
        .expect("get");
    let (object, read) = body(fetched).await;
    assert_eq!(read, bytes);
    assert_eq!(object.content_length, 20);
    assert_eq!(object.info.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!(
        object.info.cache_control.as_deref(),
        Some("public, max-age=31536000, immutable")
    );
    let info = objects
        .head(Bucket::PublicMedia, &key)
        .await
        .expect("head")
        .expect("is there");
    assert_eq!(info, object.info);
    assert!(
        objects
            .is_complete(Bucket::PublicMedia, &key, 20)
            .await
            .expect("head")
    );
    assert!(
        !objects
            .is_complete(Bucket::PublicMedia, &key, 21)
            .await
            .expect("head")
    );

    let elsewhere = objects
        .get(Bucket::PremiumMedia, &key, GetOptions::default())
        .await
        .expect("get");
    assert!(matches!(elsewhere, Fetched::Missing));
}

#[tokio::test]
async fn a_large_object_arrives_in_pieces() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    let key = key("films/large.mp4");
    let bytes: Bytes = (0..3_000_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    objects
        .put(Bucket::PremiumMedia, &key, "video/mp4", bytes.clone())
        .await
        .expect("put");
    let fetched = objects
        .get(Bucket::PremiumMedia, &key, GetOptions::default())
        .await
        .expect("get");
    let Fetched::Found(object) = fetched else {
        panic!("found nothing")
    };
    let pieces: Vec<Bytes> = object
        .body
        .into_stream()
        .try_collect()
        .await
        .expect("bytes");
    assert!(pieces.len() > 1);
    assert!(pieces.concat() == bytes, "the pieces make up the object");
}

#[tokio::test]
async fn ranges_and_entity_tags_are_honoured() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    let key = key("a.txt");
    objects
        .put(
            Bucket::PublicMedia,
            &key,
            "text/plain",
            Bytes::from_static(b"0123456789"),
        )
        .await
        .expect("put");
    let get = |range, if_none_match| {
        objects.get(
            Bucket::PublicMedia,
            &key,
            GetOptions {
                range,
                if_none_match,
            },
        )
    };

    for (range, expected, header) in [
        (ByteRange::Within(2, 4), "234", "bytes 2-4/10"),
        (ByteRange::From(7), "789", "bytes 7-9/10"),
        (ByteRange::Last(2), "89", "bytes 8-9/10"),
    ] {
        let (object, bytes) = body(get(Some(range), None).await.expect("get")).await;
        assert_eq!(bytes, expected);
        assert_eq!(
            (object.info.size, object.content_range.as_deref()),
            (10, Some(header))
        );
    }
    let outside = get(Some(ByteRange::From(10)), None).await.expect("get");
    assert!(
        matches!(outside, Fetched::RangeNotSatisfiable),
        "{outside:?}"
    );

    let (object, _) = body(get(None, None).await.expect("get")).await;
    assert!(matches!(
        get(None, object.info.etag).await.expect("get"),
        Fetched::NotModified
    ));
    let changed = get(None, Some("\"another\"".to_owned()))
        .await
        .expect("get");
    assert!(matches!(changed, Fetched::Found(_)));
}

#[tokio::test]
async fn objects_are_listed_in_order_and_deleted() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    for name in ["b/2.jpg", "b/1.jpg", "a/1.jpg", "b/3.jpg"] {
        objects
            .put(
                Bucket::RawUploads,
                &key(name),
                "image/jpeg",
                Bytes::from_static(b"x"),
            )
            .await
            .expect("put");
    }
    let names = |entries: Vec<ObjectEntry>| -> Vec<String> {
        entries.iter().map(|entry| entry.key.to_string()).collect()
    };
    let all = objects
        .list(Bucket::RawUploads, "b/", None)
        .await
        .expect("list");
    assert_eq!(names(all), ["b/1.jpg", "b/2.jpg", "b/3.jpg"]);
    let rest = objects
        .list(Bucket::RawUploads, "b/", Some(&key("b/1.jpg")))
        .await
        .expect("list");
    assert_eq!(names(rest), ["b/2.jpg", "b/3.jpg"]);

    objects
        .delete(Bucket::RawUploads, &key("b/2.jpg"))
        .await
        .expect("delete");
    objects
        .delete(Bucket::RawUploads, &key("b/2.jpg"))
        .await
        .expect("delete what is gone");
    assert_eq!(
        objects
            .head(Bucket::RawUploads, &key("b/2.jpg"))
            .await
            .expect("head"),
        None
    );
}

#[tokio::test]
async fn the_longest_key_can_be_stored() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    let key = key(&format!(
        "{}/{}.jpg",
        "f".repeat(40),
        "n".repeat(ObjectKey::MAX - 45)
    ));
    assert_eq!(key.as_str().len(), ObjectKey::MAX);
    for bucket in Bucket::ALL {
        objects
            .put(bucket, &key, "image/jpeg", Bytes::from_static(b"x"))
            .await
            .expect("put");
        assert!(objects.is_complete(bucket, &key, 1).await.expect("head"));
    }
}

#[tokio::test]
async fn only_who_has_the_credentials_gets_in() {
    let embedded = embedded().await;
    let objects = &embedded.platform().objects;
    let stranger = objects.client().config().to_builder().credentials_provider(
        aws_sdk_s3::config::Credentials::new("someone", "else", None, None, "test"),
    );
    let stranger = aws_sdk_s3::Client::from_conf(stranger.build());
    let refused = stranger
        .list_buckets()
        .send()
        .await
        .expect_err("a stranger is refused");
    assert_eq!(get::status(&refused), Some(403));
}
