//! Only the browser's side is measured; this renders the same page as text.

fn main() {
    use leptos::prelude::*;
    println!("{}", view! { <empty_app::App /> }.to_html());
}
