/** The words that only the pages of `ui/arrivals` need, in English. */
export const arrivals = {
  emailChangeText: 'After the change you sign in with the address that got this link.',
  emailChange: 'Change address',
  emailChanged: 'Your address is now {email}.',
  emailChangeGone: 'This link does not work any more. Ask for another one in your account.',
  emailRevertTitle: 'Keep your old email address',
  emailRevertText:
    'If you did not change it. All devices are signed out, and a link for a new password is mailed to you.',
  emailRevert: 'Take it back',
  emailReverted:
    'Your address is {email}. All devices have been signed out. A link for a new password is on its way.',
  invitationTitle: 'Set up your account',
  invitationDone: 'The account of {email} is ready.',
  returnTitle: 'Sign-in',
  linked: 'You can sign in this way, too, from now on.',
  proven: 'Thank you. Now repeat what you were about to do.',
};
