//! Films in several qualities, by ffmpeg where it is installed.
//!
//! Each quality is one file of fragmented MP4 and a list of its pieces (HLS); one list names all
//! qualities. ffmpeg reads the upload from the store piece by piece and writes to a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};
use tokio::time::{sleep, timeout};

/// How long ffmpeg may take to say its version.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often one looks whether it has ended.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Where it says what is wrong, beside what it makes.
const SAID: &str = "said.txt";
/// Seconds of a piece of film.
const PIECE_S: u32 = 4;
/// Frames from one that stands alone to the next: pieces begin at such ones.
const KEY_FRAMES: u32 = 48;

/// A quality: the shorter side in pixels, and at most so many bits a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    pub height: u32,
    pub bits_per_second: u32,
}

const QUALITIES: [Quality; 4] = [
    Quality {
        height: 360,
        bits_per_second: 800_000,
    },
    Quality {
        height: 480,
        bits_per_second: 1_400_000,
    },
    Quality {
        height: 720,
        bits_per_second: 2_800_000,
    },
    Quality {
        height: 1_080,
        bits_per_second: 5_000_000,
    },
];

/// The three qualities of a film whose shorter side is so long: none above it, but for films
/// below the lowest.
pub fn qualities_of(shorter_side: u32) -> Vec<Quality> {
    let fitting = QUALITIES.iter().filter(|it| it.height <= shorter_side);
    let fitting: Vec<Quality> = fitting.copied().collect();
    match fitting.len() {
        0 => vec![Quality {
            height: (shorter_side & !1).max(2),
            ..QUALITIES[0]
        }],
        count => fitting[count.saturating_sub(3)..].to_vec(),
    }
}

/// An installed ffmpeg.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    program: PathBuf,
}

/// Why a film could not be made into another.
#[derive(Debug, thiserror::Error)]
pub enum TranscodeError {
    /// ffmpeg refused the film; what it said, for the log.
    #[error("ffmpeg refused the film: {0}")]
    Refused(String),
    #[error("ffmpeg could not be run")]
    Failed(#[from] io::Error),
}

impl Ffmpeg {
    /// The program at this path, or of this name on the search path, if it is there and says
    /// its version.
    pub async fn find(program: &Path) -> Option<Self> {
        let mut version = Command::new(program);
        version
            .arg("-version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let found = timeout(PATIENCE, ended(version)).await;
        matches!(found, Ok(Ok(status)) if status.success()).then(|| Self {
            program: program.to_owned(),
        })
    }

    /// Makes a film's qualities, the list of them, one film for browsers that don't stream, and
    /// a still. `source` is an address on the web; `folder` is empty. Ends ffmpeg when dropped.
    ///
    /// # Errors
    /// [`TranscodeError::Refused`] for a film that is damaged or of no known coding.
    pub async fn transcode(
        &self,
        source: &str,
        qualities: &[Quality],
        duration: Duration,
        folder: &Path,
    ) -> Result<(), TranscodeError> {
        for quality in qualities {
            self.run(folder, &stream_arguments(source, *quality))
                .await?;
        }
        let list = master_list(qualities);
        fs::write(folder.join("film.m3u8"), list)?;
        // One that every connection bears; its pieces in a row, with what they are at the front.
        let whole = qualities.iter().rfind(|it| it.height <= 720);
        let whole = whole.or(qualities.first()).map_or(0, |it| it.height);
        let copy = format!("-f mov -i {whole}.mp4 -map 0 -c copy -movflags +faststart film.mp4");
        self.run(folder, &words(&copy)).await?;
        let at = duration.mul_f64(0.1).as_secs_f64();
        let still = format!("-ss {at:.3} -f mov -i {whole}.mp4 -frames:v 1 -q:v 3 poster.jpg");
        self.run(folder, &words(&still)).await
    }

    async fn run(&self, folder: &Path, arguments: &[String]) -> Result<(), TranscodeError> {
        let mut command = Command::new(&self.program);
        command
            .args(["-nostdin", "-hide_banner", "-v", "error", "-y"])
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.join(SAID))?);
        if ended(command).await?.success() {
            return Ok(());
        }
        let said = fs::read(folder.join(SAID))?;
        let said = String::from_utf8_lossy(&said);
        let said: String = said.chars().take(500).collect();
        Err(TranscodeError::Refused(said))
    }
}

/// A program that ends when nobody waits for it any more.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn ended(mut command: Command) -> io::Result<ExitStatus> {
    let mut running = Running(command.spawn()?);
    loop {
        if let Some(status) = running.0.try_wait()? {
            return Ok(status);
        }
        sleep(LOOK_EVERY).await;
    }
}

/// Arguments that name nothing but what stands in this file.
fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

fn stream_arguments(source: &str, quality: Quality) -> Vec<String> {
    let Quality {
        height,
        bits_per_second,
    } = quality;
    // Only this container and these protocols: a list of other addresses is no film.
    let mut arguments = words("-protocol_whitelist http,https,tcp,tls -f mov -i");
    arguments.push(source.to_owned());
    arguments.extend(words("-map 0:v:0 -map 0:a:0? -map_metadata -1 -vf"));
    arguments.push(format!(
        "scale=w='if(gt(iw,ih),-2,{height})':h='if(gt(iw,ih),{height},-2)'"
    ));
    arguments.extend(words(&format!(
        "-c:v libx264 -preset veryfast -crf 23 -maxrate {bits_per_second} -bufsize {} \
         -pix_fmt yuv420p -g {KEY_FRAMES} -c:a aac -b:a 128k -ac 2 -f hls -hls_time {PIECE_S} \
         -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file \
         -hls_segment_filename {height}.mp4 {height}.m3u8",
        2 * bits_per_second
    )));
    arguments
}

/// The list of a film's qualities (RFC 8216, 4.3.4.2).
fn master_list(qualities: &[Quality]) -> String {
    let mut list = "#EXTM3U\n#EXT-X-VERSION:7\n".to_owned();
    for quality in qualities {
        let bits = quality.bits_per_second + 128_000;
        list += &format!(
            "#EXT-X-STREAM-INF:BANDWIDTH={bits}\n{}.m3u8\n",
            quality.height
        );
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_quality_is_larger_than_the_film() {
        let heights = |side| {
            let qualities = qualities_of(side);
            qualities.iter().map(|it| it.height).collect::<Vec<_>>()
        };
        assert_eq!(heights(2_160), [480, 720, 1_080]);
        assert_eq!(heights(1_080), [480, 720, 1_080]);
        assert_eq!(heights(720), [360, 480, 720]);
        assert_eq!(heights(400), [360]);
        assert_eq!(heights(241), [240]);
    }

    #[test]
    fn the_list_names_each_quality() {
        let list = master_list(&qualities_of(1_080));
        assert!(list.starts_with("#EXTM3U\n"));
        assert!(list.contains("BANDWIDTH=5128000\n1080.m3u8\n"));
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_not_found() {
        assert!(Ffmpeg::find(Path::new("/nowhere/ffmpeg")).await.is_none());
    }
}
