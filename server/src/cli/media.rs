//! Pictures, panoramas, films and floor plans that brokers upload.

use clap::{Args, builder::NonEmptyStringValueParser};
use durbar_platform::{fetch::Fetcher, scanner::Clamd, transcoder::Ffmpeg};
use durbar_services::media::MediaSettings;
use std::path::PathBuf;

/// Of each flag, since one set for all would go on to the flags behind them.
const HEADING: &str = "Media";

/// Flags for what brokers upload.
#[derive(Debug, Clone, Args)]
pub struct MediaArguments {
    /// Files worked on at a time. Each picture may take 1.5 GB for a while; large ones wait for
    /// each other
    #[arg(
        long,
        env = "DURBAR_MEDIA_WORKERS",
        help_heading = HEADING,
        value_name = "COUNT",
        default_value_t = 2,
        value_parser = clap::value_parser!(u8).range(1..=32)
    )]
    pub media_workers: u8,
    /// ClamAV's daemon, as in 127.0.0.1:3310: it looks through each upload before anything is
    /// made of it. Its StreamMaxLength should be as large as the largest film, 4 GiB; what it
    /// doesn't take counts as not scanned [default: nothing is scanned, and pages of brokers say
    /// so]
    #[arg(
        long,
        env = "DURBAR_CLAMD",
        help_heading = HEADING,
        value_name = "ADDRESS",
        value_parser = NonEmptyStringValueParser::new()
    )]
    pub clamd: Option<String>,
    /// The program that makes films into several qualities; where there is none of this name,
    /// films play as they were uploaded
    #[arg(
        long,
        env = "DURBAR_FFMPEG",
        help_heading = HEADING,
        value_name = "PROGRAM",
        default_value = "ffmpeg"
    )]
    pub ffmpeg: PathBuf,
    /// Where browsers upload to in AWS mode, as in
    /// https://raw-uploads.s3.ap-south-1.amazonaws.com: pages let nothing be sent anywhere else. The
    /// bucket's CORS must allow PUT from the site [default: to this site, which hands on to the
    /// embedded store]
    #[arg(
        long,
        env = "DURBAR_UPLOAD_SOURCE",
        help_heading = HEADING,
        value_name = "ORIGIN",
        value_parser = origin
    )]
    pub upload_source: Option<String>,
}

/// Scheme and host of another site, and nothing else: it stands in a header.
fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").unwrap_or_default();
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    match !host.is_empty() && host.chars().all(is_host) {
        true => Ok(text.to_owned()),
        false => Err("expected https:// and a host, without a path".to_owned()),
    }
}

impl MediaArguments {
    /// How files are worked on; says in the log what isn't there.
    pub async fn settings(&self, fetcher: Fetcher) -> MediaSettings {
        let transcoder = Ffmpeg::find(&self.ffmpeg).await;
        if transcoder.is_none() {
            tracing::info!("no ffmpeg: films play as they were uploaded");
        }
        let scanner = self.clamd.clone().map(Clamd::new);
        match &scanner {
            None => tracing::info!("no --clamd: uploads are not scanned"),
            Some(scanner) => {
                if let Err(error) = scanner.check().await {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "clamd doesn't answer: uploads wait for it");
                }
            }
        }
        MediaSettings {
            at_most: self.media_workers.into(),
            fetcher,
            scanner,
            transcoder,
            ..MediaSettings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_adds_nothing_else_to_a_header() {
        assert!(origin("https://raw.s3.ap-south-1.amazonaws.com").is_ok());
        for text in [
            "",
            "https://",
            "http://a",
            "https://a; script-src *",
            "https://a/b",
            "a.b",
        ] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
