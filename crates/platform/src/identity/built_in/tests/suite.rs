//! The built-in provider does what every provider does.

use super::Stage;
use crate::identity::suite;

macro_rules! put_through {
    ($($name:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                suite::$name(&Stage::new().await).await;
            }
        )+
    };
}

put_through!(
    signs_up_confirms_and_signs_in,
    waits_for_the_address_to_be_confirmed,
    replaces_a_forgotten_password,
    asks_for_the_second_factor,
    keeps_and_ends_sessions,
    disables_and_enables,
    makes_the_owner_choose_a_password,
);
