/** The words that only the components of `ui/account` need, in English. */
export const account = {
  reauthenticateTitle: 'Confirm that it is you',
  reauthenticateText: 'Before you go on, confirm once more that it is you.',
  currentPassword: 'Current password',
  changePassword: 'Change password',
  passwordChanged: 'The new password is set. All other devices have been signed out.',
  wrongPassword: 'The password is wrong.',
  newEmail: 'New email address',
  emailChangeSent: 'We have sent a link to {email}. Open it to change the address.',
  deleteAccount: 'Delete account',
  deleteAccountText: 'The account and all its chats are deleted for good.',
};
