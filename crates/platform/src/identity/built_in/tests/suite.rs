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
    takes_another_code,
    replaces_a_forgotten_password,
    changes_a_password,
    asks_for_the_second_factor,
    takes_a_recovery_code_once,
    removes_the_second_factor,
    keeps_sessions,
    replaces_a_session,
    ends_all_sessions,
    notices_a_refresh_token_used_twice,
    disables_and_enables,
    makes_the_owner_choose_a_password,
    notes_a_role,
);
