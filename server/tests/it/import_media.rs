//! Pictures that a list names, by address and in a folder beside it: on the home's page in the
//! end, by the real program, also one that is killed.

use super::support::{
    TestSite,
    market::SeedFolder,
    program::{Server, run},
};
use durbar_domain::Listing;
use durbar_platform::{
    fetch::{
        Fetcher,
        double::{self, answer},
    },
    imports::ImportStore,
    media::{MediaRecord, MediaStore},
};
use durbar_services::{Events, Media, media::MediaSettings};
use jiff::{SignedDuration, Timestamp};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
    time::Duration,
};
use tempfile::TempDir;

const MAPPING: &str = include_str!("import/mapping.toml");
const FROM_HERE: &str = "--fetch-from-loopback";
const PHOTOS: [&str; 3] = ["villa-01-hero", "villa-01-garden", "villa-01-living"];

fn photo(name: &str) -> PathBuf {
    let media = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seed/media");
    media.join(name).join("768.jpg")
}

/// A market, and a list of one home with a cover and a picture at addresses, and one between
/// them in a folder.
struct Stage {
    folder: TempDir,
    seed: SeedFolder,
    pictures: double::Server,
}

impl Stage {
    async fn new() -> Self {
        let (folder, seed) = (tempfile::tempdir().expect("a folder"), SeedFolder::small());
        let pictures = double::Server::start(|path| {
            let name = path.trim_matches('/').trim_end_matches(".jpg");
            match fs::read(photo(name)) {
                Ok(bytes) => answer("200 OK", &bytes),
                Err(_) => answer("404 Not found", b""),
            }
        })
        .await;
        let stage = Self {
            folder,
            seed,
            pictures,
        };
        let from = stage.seed.path().to_str().expect("UTF-8");
        let seeded = run(&["seed", "--data", &stage.path("data"), "--seed-dir", from]);
        assert!(seeded.status.success(), "{seeded:?}");
        let photos = stage.path("photos");
        fs::create_dir(&photos).expect("a folder");
        fs::copy(photo(PHOTOS[1]), format!("{photos}/front.jpg")).expect("a copy");
        let media = format!(
            "\n[media]\ncolumns = [\"cover\", \"more\"]\nseparator = \"|\"\nfolder = {photos:?}\n"
        );
        fs::write(stage.path("mapping.toml"), format!("{MAPPING}{media}")).expect("a mapping");
        let (cover, last) = (
            stage.pictures.address(&format!("/{}.jpg", PHOTOS[0])),
            stage.pictures.address(&format!("/{}.jpg", PHOTOS[2])),
        );
        let list = format!(
            "ref,name,ward,aana,beds,price_lakh,agent,cover,more\n\
             R-1,Brick house,18,8.5,4,100,anju,{cover},front.jpg|{last}\n"
        );
        fs::write(stage.path("list.csv"), list).expect("a list");
        stage
    }

    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_str().expect("UTF-8").to_owned()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn import(&self, more: &[&str]) -> Output {
        let files = [
            self.path("list.csv"),
            self.path("mapping.toml"),
            self.path("data"),
        ];
        let [list, mapping, data] = files.each_ref().map(String::as_str);
        let start = ["import", list, "--mapping", mapping, "--data", data];
        run(&[&start[..], more].concat())
    }

    /// The home, its files in their order, and its page, while no program is running.
    async fn home(&self) -> (Listing, Vec<MediaRecord>, String) {
        let site = TestSite::in_folder(&self.data(), &self.seed).await;
        let table = &site.stack.platform().table;
        let records = ImportStore::new(table.clone())
            .records("old-site", &["R-1"])
            .await;
        let id = records.expect("read")["R-1"].listing_id;
        let mut files = MediaStore::new(table.clone())
            .of_listing(id)
            .await
            .expect("files");
        files.sort_by_key(|file| file.item.position);
        let home = site.services().listings.get(id).await.expect("a home");
        let page = site.get(&home.clone().publish().card.path()).await.text();
        site.stack.close().await;
        (home, files, page)
    }
}

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    [out, err].map(|it| String::from_utf8_lossy(it)).concat()
}

/// Waits until the page of the home that the list brought shows so many pictures of it.
fn wait_for_pictures(server: &Server, count: usize) {
    let mut page = String::new();
    for _ in 0..2_400 {
        let found = server.get("/homes?q=brick");
        let link = found.split("href=\"").find(|it| it.contains("brick-house"));
        if let Some(link) = link.and_then(|it| it.split('"').next()) {
            page = server.get(link);
            if shown(&page) == count {
                return;
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the home shows {} pictures: {page}", shown(&page));
}

/// How many files of homes a page shows.
fn shown(page: &str) -> usize {
    let files = page.split("/media/pictures/med_").skip(1);
    let ids = files.filter_map(|it| it.split('/').next());
    ids.collect::<std::collections::HashSet<_>>().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_pictures_ends_with_a_home_that_shows_them() {
    let stage = Stage::new().await;
    let tried = stage.import(&["--dry-run", FROM_HERE]);
    assert!(
        said(&tried).contains("would take 1 rows: 1 new"),
        "{tried:?}"
    );
    // Nobody is reached over HTTP who isn't this machine in a test.
    let refused = stage.import(&[]);
    assert!(said(&refused).contains("https://"), "{}", said(&refused));
    assert_eq!(refused.status.code(), Some(1));

    let taken = stage.import(&[FROM_HERE]);
    assert!(said(&taken).contains("took 1 rows: 1 new"), "{taken:?}");
    assert!(stage.pictures.asked().is_empty(), "the server fetches");
    let server = Server::start(&stage.data(), &[FROM_HERE]);
    wait_for_pictures(&server, 3);
    drop(server);

    let (home, files, page) = stage.home().await;
    let names: Vec<_> = files.iter().map(|it| it.item.file_name.as_str()).collect();
    assert_eq!(
        names,
        ["villa-01-hero.jpg", "front.jpg", "villa-01-living.jpg"]
    );
    let of_files: Vec<_> = files.iter().map(|it| it.item.media_id).collect();
    let of_home: Vec<_> = home.pictures.iter().map(|it| it.media_id).collect();
    assert_eq!(of_home, of_files, "the first one is the cover");
    let places: Vec<_> = of_files
        .iter()
        .map(|id| page.find(&id.to_string()).expect("shown"))
        .collect();
    assert!(places.is_sorted(), "{places:?}");

    let again = stage.import(&[FROM_HERE]);
    assert!(said(&again).contains("0 new, 0 changed, 1 as before"));
    let server = Server::start(&stage.data(), &[FROM_HERE]);
    wait_for_pictures(&server, 3);
    drop(server);
    assert_eq!(stage.home().await.0.pictures, home.pictures);
    assert_eq!(stage.pictures.asked().len(), 2, "each was fetched once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_goes_on_with_what_it_fetched() {
    let stage = Stage::new().await;
    let taken = stage.import(&[FROM_HERE]);
    assert!(said(&taken).contains("took 1 rows: 1 new"), "{taken:?}");
    let server = Server::start(&stage.data(), &[FROM_HERE]);
    // While the first ones are worked on.
    while stage.pictures.asked().is_empty() {
        std::thread::yield_now();
    }
    // `kill -9`.
    drop(server);
    let site = TestSite::in_folder(&stage.data(), &stage.seed).await;
    let settings = MediaSettings {
        fetcher: Fetcher::from_loopback(),
        ..MediaSettings::default()
    };
    let worker = Media::new(site.stack.platform(), Events::default(), settings);
    // What the killed one held can be taken up.
    let later = Timestamp::now() + SignedDuration::from_hours(2);
    worker.run_due(later).await.expect("worked");
    site.stack.relay().round().await.expect("told");
    site.stack.close().await;
    let (home, files, _) = stage.home().await;
    let of_files: Vec<_> = files.iter().map(|it| it.item.media_id).collect();
    let of_home: Vec<_> = home.pictures.iter().map(|it| it.media_id).collect();
    assert_eq!((of_home.len(), of_home), (3, of_files), "{files:?}");
    // Once more only what wasn't here when the server was killed.
    assert!((2..=4).contains(&stage.pictures.asked().len()));
}
