//! What is done to users by their name.

use super::{Pool, attributes};
use crate::identity::cognito::fault::Fault;
use aws_sdk_cognitoidentityprovider::types::MessageActionType;
use durbar_domain::account::{Account, Role};
use strum::VariantArray as _;

impl Pool {
    /// Makes a user whose address needs no confirming.
    pub async fn create(
        &self,
        account: &Account,
        password: &str,
        initial: bool,
    ) -> Result<(), Fault> {
        let username = account.account_id.to_string();
        let call = self
            .client
            .admin_create_user()
            .user_pool_id(&self.user_pool_id)
            .username(&username)
            .message_action(MessageActionType::Suppress)
            .temporary_password(password)
            .set_user_attributes(Some(attributes(account, true)?));
        call.send()
            .await
            .map_err(|e| Fault::of("AdminCreateUser", e))?;
        if initial {
            return Ok(());
        }
        let call = self
            .client
            .admin_set_user_password()
            .user_pool_id(&self.user_pool_id)
            .username(&username)
            .password(password)
            .permanent(true);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminSetUserPassword", e))
    }

    pub async fn delete(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .admin_delete_user()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        match call
            .send()
            .await
            .map_err(|e| Fault::of("AdminDeleteUser", e))
        {
            Ok(_) | Err(Fault::UserNotFound) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    pub async fn set_enabled(&self, username: &str, enabled: bool) -> Result<(), Fault> {
        if enabled {
            let call = self.client.admin_enable_user();
            let call = call.user_pool_id(&self.user_pool_id).username(username);
            return call
                .send()
                .await
                .map(drop)
                .map_err(|e| Fault::of("AdminEnableUser", e));
        }
        let call = self.client.admin_disable_user();
        let call = call.user_pool_id(&self.user_pool_id).username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminDisableUser", e))
    }

    /// Ends every session that the pool knows of.
    pub async fn sign_out_everywhere(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .admin_user_global_sign_out()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminUserGlobalSignOut", e))
    }

    /// Puts a user into the group of a role, and out of those of the others.
    pub async fn set_role(&self, username: &str, role: Role) -> Result<(), Fault> {
        let call = self
            .client
            .admin_list_groups_for_user()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        let listed = call
            .send()
            .await
            .map_err(|e| Fault::of("AdminListGroupsForUser", e))?;
        let groups = listed.groups.unwrap_or_default();
        let is_in = |role: Role| groups.iter().any(|it| it.group_name() == Some(role.key()));
        if !is_in(role) {
            let call = self
                .client
                .admin_add_user_to_group()
                .user_pool_id(&self.user_pool_id)
                .username(username)
                .group_name(role.key());
            call.send()
                .await
                .map_err(|e| Fault::of("AdminAddUserToGroup", e))?;
        }
        for other in Role::VARIANTS
            .iter()
            .filter(|it| **it != role && is_in(**it))
        {
            let call = self
                .client
                .admin_remove_user_from_group()
                .user_pool_id(&self.user_pool_id)
                .username(username)
                .group_name(other.key());
            call.send()
                .await
                .map_err(|e| Fault::of("AdminRemoveUserFromGroup", e))?;
        }
        Ok(())
    }
}
