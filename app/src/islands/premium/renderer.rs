//! Pannellum's renderer, fetched when a tour is opened.

use crate::islands::browser::load_script;
use durbar_domain::media::CubeTiles;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlImageElement};

/// The renderer as the site serves it; its name carries its version, so it is cached for good.
const SCRIPT: &str = "/vendor/pannellum/pannellum-renderer-2.5.7.js";
const GLOBAL: &str = "libpannellum";

#[wasm_bindgen]
extern "C" {
    /// Draws a picture into a canvas of its own. Angles are in radians.
    #[derive(Debug, Clone)]
    pub type Renderer;

    #[wasm_bindgen(catch, js_namespace = libpannellum, js_name = renderer)]
    pub fn renderer(container: &HtmlElement) -> Result<Renderer, JsValue>;

    #[wasm_bindgen(catch, method, js_name = init)]
    #[allow(clippy::too_many_arguments, reason = "as the library has it")]
    fn init_all(
        this: &Renderer,
        image: &JsValue,
        kind: &str,
        dynamic: bool,
        horizontal: f64,
        vertical: f64,
        offset: f64,
        done: &Function,
        options: &Object,
    ) -> Result<(), JsValue>;

    /// Draws what is seen when looking there with this angle of view.
    #[wasm_bindgen(catch, method)]
    pub fn render(this: &Renderer, pitch: f64, yaw: f64, angle: f64) -> Result<(), JsValue>;

    /// Whether tiles that are looked at aren't there yet: drawing again shows those that came.
    #[wasm_bindgen(catch, method, js_name = isLoading)]
    pub fn is_loading(this: &Renderer) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn resize(this: &Renderer) -> Result<(), JsValue>;

    /// Takes the canvas away and frees what the graphics card holds.
    #[wasm_bindgen(catch, method)]
    pub fn destroy(this: &Renderer) -> Result<(), JsValue>;
}

impl Renderer {
    /// Takes an equirectangular picture.
    ///
    /// # Errors
    /// When the browser has no WebGL, or the picture is too large for it.
    pub fn init(&self, image: &HtmlImageElement) -> Result<(), JsValue> {
        self.init_with(image, "equirectangular")
    }

    /// Takes a cube whose tiles lie in a folder, and fetches those that are looked at.
    ///
    /// # Errors
    /// When the browser has no WebGL.
    pub fn init_tiles(&self, folder: &str, cube: &CubeTiles) -> Result<(), JsValue> {
        let config = Object::new();
        let set = |name: &str, value: JsValue| Reflect::set(&config, &name.into(), &value);
        set("path", format!("{folder}/%l/%s%y_%x").into())?;
        set("extension", "jpg".into())?;
        set("tileResolution", cube.tile_side.into())?;
        set("maxLevel", cube.levels.into())?;
        set("cubeResolution", cube.face_side.into())?;
        self.init_with(&config, "multires")
    }

    fn init_with(&self, image: &JsValue, kind: &str) -> Result<(), JsValue> {
        use std::f64::consts::{PI, TAU};
        // It calls back before it returns. A function made of a text would need `unsafe-eval`.
        let done: Function = Closure::once_into_js(|| {}).unchecked_into();
        let options = Object::new();
        self.init_all(image, kind, false, TAU, PI, 0.0, &done, &options)
    }
}

/// Fetches the renderer unless it is there.
pub async fn load() -> Result<(), JsValue> {
    load_script(SCRIPT, GLOBAL).await
}

/// A picture, whole: the renderer takes its size from it.
pub async fn picture(address: &str) -> Result<HtmlImageElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    Ok(image)
}
