// Made by `npm run types` from docs/openapi.json.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that verify access tokens */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened
         * @description The security events of everybody, the newest first.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with another key from now on
         * @description The key is published at once and signs some minutes later, when every verifier has it. If one
         *     waits already, that is it. Nobody is signed out.
         */
        post: operations["rotate_signing_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of mails
         * @description The newest first, without what they say.
         */
        get: operations["list_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/mail/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a dead mail again
         * @description At once, and as if it had never been tried. A mail that is not dead is answered like one that is
         *     not there.
         */
        post: operations["retry_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Without a query the newest first, with one by what was found.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Ask somebody in
         * @description Makes an account that has no password and whose mailbox is not proven, and mails its owner a
         *     link that changes both. It works for seven days.
         */
        post: operations["invite_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an account
         * @description The `ETag` is the version of the account, and whether it is suspended: a suspension may end by
         *     itself.
         */
        get: operations["read_user"];
        put?: never;
        post?: never;
        /**
         * Delete an account
         * @description At once and for good, with everything that belongs to it; the address is free again.
         */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description All of it takes effect, or none. Another role, or a suspension, ends every session of the
         *     account; a suspension also ends its mailed links, and is told by mail. What is said of a
         *     suspension takes the place of an earlier one.
         */
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/admin/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail somebody a link that sets a new password
         * @description An older link is dead afterwards. The password until now goes on working.
         */
        post: operations["start_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where is somebody signed in
         * @description The live sessions of an account, the one that was used last first. They are few, so there is
         *     one page.
         */
        get: operations["list_user_sessions"];
        put?: never;
        post?: never;
        /** End somebody's sessions */
        delete: operations["revoke_user_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/anonymous": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look around without an account
         * @description Makes a visitor: a user without an address, in the role `anonymous`, who is forgotten after being
         *     away for long. Register or log in with the visitor's access token, and what is the visitor's
         *     comes along. A page must be of an allowed origin.
         */
        post: operations["start_anonymous"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another address
         * @description Mails a link to the new address that confirms it, and one to the old address, if its mailbox
         *     is proven, that takes the change back for seven days. The answer is the same whether the new address has an account or
         *     not. The password must have been proven within ten minutes: log in or reauthenticate first.
         */
        post: operations["request_email_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email-change/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove the new address
         * @description Works once. Every session of the account ends, and none is opened.
         */
        post: operations["confirm_email_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email-change/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the old address back
         * @description Works once, for seven days, also before the change was confirmed. Every session of the account
         *     ends and so does its password; a link that sets a new one is mailed to the old address.
         */
        post: operations["revert_email_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitation/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Works once. The account has its name and its password, and its mailbox is proven. Nobody is
         *     signed in.
         */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description A page must be of an allowed origin. With the transport `cookie`, the refresh token stands in a
         *     cookie that no script reads, and not in the body. What is a visitor's comes along who logs in with
         *     the own access token; the visitor is gone then.
         *
         *     After some wrong passwords in a row for one address, wherever they were given, the next is not
         *     looked at for a while, which grows: the answer is 429, and `limit` is `failed_passwords`. A new
         *     password by a mailed link ends that at once.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the sessions that the refresh token and the access token are of, or all of the user's. A
         *     credential that is dead already is answered like a live one, and ends nothing else. A cookie is
         *     taken away whatever comes of it, if a page of an allowed origin sent it.
         */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a one-time code
         * @description A page must be of an allowed origin. What is a visitor's comes along who does it with the own
         *     access token. Somebody new has an account afterwards, with a proven mailbox and without a
         *     password. An account that is there already is linked if the provider vouches for its address and
         *     its mailbox is proven; if that is not proven, whoever registered it loses password and sessions.
         *     What is refused leaves the code as it was.
         */
        post: operations["exchange_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description For the provider alone. Nobody is signed in by it: what the provider said of the person is kept
         *     for a minute, for whoever has the one-time code and what it is bound to.
         */
        get: operations["complete_authorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to a provider
         * @description To be navigated to, not fetched: the browser is sent on to the provider, with a cookie that lets
         *     no other browser come back in its place. In the end it arrives at the page of the front end, with
         *     `#code=…` or with `#error=…` behind the address: `SIGN_IN_CANCELLED`, `PROVIDER_UNAVAILABLE`,
         *     `PROVIDER_FAILED` or `INVALID_STATE`. What is refused here at once, it learns there as well.
         */
        get: operations["start_authorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password with the old one
         * @description Every other session of the account ends.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description The answer is the same whatever is known of the address. An older link is dead afterwards.
         */
        post: operations["request_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by a mailed link
         * @description Works once. Every session of the account ends, and none is opened.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-strength": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask how strong a password is
         * @description The answer is the one that registering, or setting a new password, would give, so that a form can
         *     show it while somebody types. The password is neither kept nor logged, and the address is not
         *     looked up.
         */
        post: operations["rate_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove once more who I am
         * @description By the password, or by signing in at a linked provider once more and bringing the one-time code
         *     here. Gives new tokens for the same session, with a fresh `auth_time`. Take both: the new access token
         *     goes with the newest refresh token, which is another one if an answer to a refresh was lost.
         *
         *     If the cookie is there, from a page of an allowed origin, the refresh token does not stand in
         *     the body. If it is the cookie of this session, it is set anew.
         */
        post: operations["reauthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the next tokens
         * @description Many requests at once with one token get one and the same successor. A token whose successor is
         *     in use ends its session. A token that came in the cookie, from a page of an allowed origin, is
         *     answered by the cookie.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an account
         * @description Where verification is required, a mail with a link is sent and the answer is the same whether
         *     the address has an account or not. Where it is optional, the account is signed in at once.
         *     A page must be of an allowed origin. A visitor who registers with the own access token becomes the
         *     user when the mailbox is proven, and stays a visitor until then.
         *     Mails are written in the most preferred language of `Accept-Language`, as far as it is known.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether anybody is signed in
         * @description By the access token, or by the cookie from a page of an allowed origin; not by both. Without a
         *     credential the answer is `unauthenticated`; a bad one is refused. It never rotates anything. A
         *     visitor is told how much may still be asked.
         */
        get: operations["session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove a mailbox
         * @description Works once. It signs nobody in: whoever follows the link is not always whoever registered.
         */
        post: operations["verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the verification mail again
         * @description The answer is the same whatever is known of the address. An older link is dead afterwards.
         */
        post: operations["resend_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List chats
         * @description Those with the latest activity first: only a new message moves a chat. Pages fit together although
         *     chats move while they are read.
         */
        get: operations["list_chats"];
        put?: never;
        /**
         * Start a chat
         * @description One with the same id that is the caller's already stays as it is and is answered with 200. To
         *     start a chat together with its first message, append the message with `createChat`.
         */
        post: operations["start_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/bulk-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete several chats
         * @description At once and for good, with their messages. An id of somebody else's chat is passed over, like one
         *     of a chat that is not there.
         */
        post: operations["delete_chats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim a visitor's chats
         * @description What is not the visitor's is left out, so a request whose answer was lost can be sent again. The
         *     visitor stays one.
         */
        post: operations["claim_chats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search chats
         * @description Titles and text parts, on all branches, without regard to case and accents; what was added last
         *     comes first.
         */
        get: operations["search_chats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{chatId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a chat
         * @description Without its messages. The `ETag` is the version of the chat. A chat of somebody else is answered
         *     like one that is not there.
         */
        get: operations["read_chat"];
        put?: never;
        post?: never;
        /**
         * Delete a chat
         * @description At once and for good, with its messages.
         */
        delete: operations["delete_chat"];
        options?: never;
        head?: never;
        /**
         * Update a chat
         * @description What is absent stays, and null takes away. A change that changes nothing leaves the version as it
         *     was, and none moves the chat in the list.
         */
        patch: operations["update_chat"];
        trace?: never;
    };
    "/api/v1/chats/{chatId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a chat
         * @description As a file. A body that ends before it is whole ends abruptly.
         */
        get: operations["export_chat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{chatId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages
         * @description Pages of the active branch go on along the branch that the first began, wherever the head is by
         *     then.
         */
        get: operations["list_messages"];
        put?: never;
        /**
         * Append messages
         * @description All or none. What is there already, by its id, is answered with `created: false`, so a request
         *     whose answer was lost can be sent again. Whatever answers 201 or 200 is kept, unless it says
         *     `"stored": false`.
         */
        post: operations["append_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{chatId}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a message */
        get: operations["read_message"];
        /**
         * Create or replace a message
         * @description Whether it is there or not: a checkpoint of an answer that streams. It takes the place of what the
         *     message said; the message and the chat stay where they are. What comes late, not complete where the
         *     message is, changes nothing. An `id` in the body is that of the path. Where the user wants no history
         *     the answer is the same as to an append.
         */
        put: operations["put_message"];
        post?: never;
        /**
         * Delete a message
         * @description At once and for good. What follows it follows its parent from then on; if it was the head, its
         *     parent is, or without one the message that came last.
         */
        delete: operations["delete_message"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{chatId}/messages/{messageId}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give feedback on a message
         * @description In place of what was said before. It changes neither the message nor its chat.
         */
        put: operations["give_feedback"];
        post?: never;
        /** Delete the feedback on a message */
        delete: operations["take_feedback_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{chatId}/messages/{messageId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a message
         * @description To the moderators, who see it and the messages around it. While one report of a message is open, a
         *     further one is answered with that.
         */
        post: operations["report_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a front end must know */
        get: operations["config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/moderation/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reports
         * @description The newest first, without what the messages say. That somebody looked is noted.
         */
        get: operations["list_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/moderation/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a report
         * @description With its message and those around it: the only way to read somebody else's chat. That somebody
         *     read it is noted.
         */
        get: operations["read_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/moderation/reports/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve a report
         * @description `remove_message` deletes the message for good; `suspend_author` suspends the account that holds
         *     the chat until somebody reinstates it, and ends its sessions. To settle a report once more in the
         *     same way changes nothing.
         */
        post: operations["resolve_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which access tokens have become worthless
         * @description For services that verify access tokens by themselves: which sessions have ended, and which users
         *     have changed, for as long as an access token lives. Only where a key for it is configured.
         */
        get: operations["list_revocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where am I signed in
         * @description The caller's live sessions, the one that was used last first. They are few, so there is one page.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** End all my other sessions */
        delete: operations["revoke_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of my sessions
         * @description Also the one that the request is made in. A session of somebody else is answered like one that
         *     is not there.
         */
        delete: operations["revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description The `ETag` is the version of the account.
         */
        get: operations["read_own_account"];
        put?: never;
        post?: never;
        /**
         * Delete my account
         * @description At once and for good, with everything that belongs to it; the address is free again. The
         *     password must have been proven within ten minutes. If a page of an allowed origin sent the
         *     cookie of the account along, it is taken away.
         */
        delete: operations["delete_account"];
        options?: never;
        head?: never;
        /**
         * Change my name, picture and words
         * @description What is absent stays, and null takes away. A change that changes nothing leaves the version as
         *     it was.
         */
        patch: operations["update_profile"];
        trace?: never;
    };
    "/api/v1/users/me/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to my account
         * @description The security events of the account, the newest first.
         */
        get: operations["list_own_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is held about me
         * @description One JSON object a line; its member `type` is `account`, `preferences`, `emailChange`, `session`,
         *     `chat`, `message`, `report`, `mail` or `event`. A body that ends before it is whole ends abruptly. It may be had twice a day.
         */
        get: operations["export_own_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How can I sign in
         * @description The ways are few, so there is one page.
         */
        get: operations["list_identities"];
        put?: never;
        /**
         * Sign in by a provider from now on
         * @description Takes the one-time code of a way to a provider that began like a sign-in. The caller must have
         *     proven who it is within ten minutes; the owner is told by mail. What is refused
         *     leaves the code as it was.
         */
        post: operations["link_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/identities/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign in by a provider no longer
         * @description `password` takes the password away. The caller must have proven who it is within ten minutes. All other sessions end, and the owner is told by mail.
         */
        delete: operations["unlink_identity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How do I want things
         * @description Everything is there, also what was never chosen. The `ETag` is the version of the preferences.
         */
        get: operations["read_preferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how I want things
         * @description What is absent stays, what is null goes back to its default, and objects merge with objects
         *     (RFC 7396). Mails follow `language` and `timezone` from now on.
         */
        patch: operations["update_preferences"];
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be answered */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What the link of an invitation carries, and what its reader chose. */
        AcceptInvitationBody: {
            /** @description What stands behind `#token=` in the link. */
            token: string;
            /**
             * @description What you want to be called.
             * @example Ada Lovelace
             */
            name: string;
            /**
             * Format: password
             * @description At least 8 characters, at most 71 bytes, and not easily guessed.
             * @example correct horse battery staple
             */
            password: string;
        };
        /** @description An account, as those see it who look after accounts. */
        AdminUser: components["schemas"]["User"] & {
            /** @description Whether it may be used. */
            status: components["schemas"]["UserStatus"];
            suspension: components["schemas"]["Suspension"] | null;
            /** @description Whether the account has a password. */
            hasPassword: boolean;
        };
        /** @description Who may look around without an account. */
        AnonymousConfig: {
            /** @description Whether anybody may. */
            enabled: boolean;
            /**
             * Format: int32
             * @description How many questions a visitor may ask on a rolling day.
             * @example 20
             */
            messagesPerDay: number;
        };
        /** @description What is to be there. */
        AppendMessagesBody: {
            /** @description The messages, one after the other. */
            messages: components["schemas"]["NamedMessage"][];
            /**
             * @description Whether to start the chat if it is not there; if nothing is said, it is not.
             * @example true
             */
            createChat?: boolean | null;
        };
        /** @description What came of an append. */
        Appended: {
            /**
             * @description False if the user wants no history (`preferences.chat.saveHistory`): then nothing is kept.
             * @example true
             */
            stored: boolean;
            chat: components["schemas"]["Chat"] | null;
            /** @description The messages that were asked for, in their order, each with whether it is new. */
            messages: components["schemas"]["Message"][];
        };
        /** @description Somebody is signed in. */
        AuthOutcome: {
            /** @description Always `authenticated`. */
            status: string;
            /** @description Who. */
            user: components["schemas"]["User"];
            /** @description In which session. */
            session: components["schemas"]["Session"];
            /** @description The tokens of the session. */
            tokens: components["schemas"]["Tokens"];
            /** @description What came along from the visitor who signed in or became the user; absent if nothing did. */
            linked?: components["schemas"]["Linked"];
        };
        /** @description The password until now and from now on. */
        ChangePasswordBody: {
            /**
             * Format: password
             * @description The password until now.
             * @example correct horse battery staple
             */
            currentPassword: string;
            /**
             * Format: password
             * @description At least 8 characters, at most 71 bytes, and not easily guessed.
             * @example another horse battery staple
             */
            newPassword: string;
        };
        /** @description A chat, without its messages. */
        Chat: {
            /**
             * Format: uuid
             * @description Stays the same for good.
             */
            id: string;
            /**
             * @description What it is called; null until there is a question.
             * @example How do PID loops work?
             */
            title: string | null;
            /** @description `auto`: from the first question. `generated`: from a model. `user`: from its owner. */
            titleSource: components["schemas"]["TitleSource"];
            /** @description Whether the owner pinned it. */
            pinned: boolean;
            /** @description Whether the owner archived it. */
            archived: boolean;
            /** @description What the owner puts it in order with. */
            tags: string[];
            /** @description Whatever a front end wants to remember with it. */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Format: int32
             * @description How many messages it has, on all branches.
             * @example 4
             */
            messageCount: number;
            /**
             * @description The newest message; null if there is none.
             * @example msg_9f2k
             */
            headMessageId: string | null;
            /**
             * Format: date-time
             * @description When the last message came, or the chat if none did. RFC 3339, UTC.
             */
            lastMessageAt: string;
            /**
             * @description The beginning of the newest message, on one line.
             * @example A PID loop…
             */
            lastMessagePreview: string | null;
            /**
             * Format: int32
             * @description Raised by every change: the `ETag`.
             * @example 7
             */
            version: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            updatedAt: string;
        };
        /** @description A chat with all its messages. */
        ChatExport: {
            /** @description The chat. */
            chat: components["schemas"]["Chat"];
            /** @description All messages by their numbers, each with its parent. */
            messages: components["schemas"]["Message"][];
        };
        /** @description How somebody wants chats to be answered and kept. */
        ChatPreferences: {
            /** @description The name of a model; null where the back end chooses. */
            model: string | null;
            /**
             * Format: double
             * @description How freely the model chooses its words, from 0 to 2.
             */
            temperature: number | null;
            /**
             * Format: int32
             * @description How long an answer may become, in tokens.
             */
            maxTokens: number | null;
            /**
             * @description Whether messages are kept.
             * @example true
             */
            saveHistory: boolean;
            /**
             * @description Whether answers show what they rest on.
             * @example true
             */
            showSources: boolean;
        };
        /** @description Changes to how somebody wants chats to be answered and kept. */
        ChatPreferencesPatch: {
            model?: string | null;
            /** Format: double */
            temperature?: number | null;
            /** Format: int32 */
            maxTokens?: number | null;
            saveHistory?: boolean | null;
            showSources?: boolean | null;
        };
        /** @description How much of everything there may be in chats. */
        ChatRules: {
            /**
             * Format: int32
             * @description Chats of a user.
             */
            maxPerUser: number;
            /**
             * Format: int32
             * @description Messages of a chat.
             */
            maxMessages: number;
            /** @description Messages in one request. */
            maxMessagesPerRequest: number;
            /** @description Parts of a message. */
            maxParts: number;
            /** @description Bytes of JSON of the parts of a message. */
            maxPartsBytes: number;
            /** @description Bytes of JSON of the metadata of a message, or of a chat. */
            maxMetadataBytes: number;
            /** @description Characters of a title. */
            maxTitleLength: number;
            /** @description Tags of a chat. */
            maxTags: number;
            /** @description Characters of a tag. */
            maxTagLength: number;
            /** @description Characters of a comment on a message, and of the note on a report. */
            maxCommentLength: number;
        };
        /** @description Whose chats to take over. */
        ClaimChatsBody: {
            /**
             * @description The visitor's own access token, which must still work.
             * @example eyJ…
             */
            anonymousToken: string;
            /** @description Which chats; if nothing is said, all of them. */
            chatIds?: components["schemas"]["Id"][] | null;
        };
        /** @description What is the caller's from now on. */
        ClaimedChats: {
            /**
             * @description How many chats.
             * @example 2
             */
            linked: number;
            /** @description Their ids. */
            chatIds: components["schemas"]["Id"][];
        };
        /** @description Which chats are to go. */
        DeleteChatsBody: {
            /** @description Their ids. */
            chatIds: components["schemas"]["Id"][];
        };
        /** @description How many chats were deleted. */
        DeletedChats: {
            /**
             * Format: int64
             * @description The number.
             * @example 2
             */
            deleted: number;
        };
        /** @description What the link of a mail about a change of address carries. */
        EmailChangeTokenBody: {
            /** @description What stands behind `#token=` in the link. */
            token: string;
        };
        /** @description An account has this address now. */
        EmailChanged: {
            /**
             * Format: email
             * @description The address.
             */
            email: string;
        };
        /** @description A mailbox is proven. */
        EmailVerified: {
            /**
             * Format: email
             * @description Which.
             */
            email: string;
        };
        /** @description A security event, as an admin sees it. */
        Event: {
            /**
             * Format: uuid
             * @description Its own id.
             */
            id: string;
            /**
             * @description What happened.
             * @example authn_login_success
             */
            type: string;
            /**
             * Format: date-time
             * @description When. RFC 3339, UTC.
             */
            at: string;
            /**
             * Format: uuid
             * @description Who did it, as far as that is proven.
             */
            actorId: string | null;
            /**
             * Format: uuid
             * @description Whose account it concerns.
             */
            targetId: string | null;
            /**
             * Format: uuid
             * @description In which session it was done, or which it concerns.
             */
            sessionId: string | null;
            /** @description Where the request came from. */
            ipAddress: string | null;
            /**
             * @description The browser or device by name; null if it is none that is known.
             * @example Chrome 156 on Linux
             */
            device: string | null;
            /** @description What the browser or program called itself. */
            userAgent: string | null;
            /** @description Names the request in the service's log. */
            requestId: string | null;
            /** @description What was changed. */
            changes: components["schemas"]["FieldChange"][];
        };
        /** @description What a one-time code is exchanged for. */
        ExchangeBody: {
            /**
             * @description The code that the browser brought from the provider.
             * @example bp_oc_…
             */
            code: string;
            /**
             * Format: password
             * @description The random text whose SHA-256 was given at the start: 43 to 128 unreserved characters
             *     (RFC 7636, 4.1).
             * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
             */
            codeVerifier: string;
            transport?: components["schemas"]["Transport"] | null;
        };
        /** @description What the owner of a chat thinks of a message. */
        Feedback: {
            /** @description Whether it was of use. */
            rating: components["schemas"]["Rating"];
            /** @description In the owner's words. */
            comment: string | null;
            /**
             * Format: date-time
             * @description Since when. RFC 3339, UTC.
             */
            updatedAt: string;
        };
        /** @description A field that was changed. Its values are told only where they tell nothing about a person. */
        FieldChange: {
            /**
             * @description Which field.
             * @example role
             */
            field: string;
            /**
             * @description What it was before.
             * @example user
             */
            from: string | null;
            /**
             * @description What it is now.
             * @example moderator
             */
            to: string | null;
        };
        /** @description One wrong field. */
        FieldError: {
            /**
             * @description The path of the field.
             * @example password
             */
            field: string;
            /**
             * @description What is wrong, as a word to switch on.
             * @example PASSWORD_TOO_SHORT
             */
            code: string;
            /**
             * @description A sentence for a person.
             * @example the password is too short
             */
            message: string;
            /** @description The numbers of the broken rule. */
            params: {
                [key: string]: number;
            };
        };
        /** @description What a message was worth. */
        GiveFeedbackBody: {
            /** @description Whether it was of use. */
            rating: components["schemas"]["Rating"];
            /**
             * @description In the owner's words.
             * @example That is it.
             */
            comment?: string | null;
        };
        /** @enum {string} */
        GivenRole: "user" | "moderator" | "admin";
        /** @enum {string} */
        GivenTitleSource: "generated" | "user";
        /** @description How the service is. */
        Health: {
            /** @description `ok`. */
            status: string;
        };
        /** Format: uuid */
        Id: string;
        /** @description One way to sign in. */
        Identity: {
            /**
             * @description Who vouches for it: a provider by its name, or `password` for the address and a password.
             * @example google
             */
            provider: string;
            /**
             * @description The address that the provider told when the identity was linked; null for the password.
             * @example ada@example.com
             */
            email: string | null;
            /**
             * Format: date-time
             * @description When it was linked. RFC 3339, UTC; null for the password.
             */
            createdAt: string | null;
        };
        /** @description Whose account was taken over. */
        InvitationAccepted: {
            /**
             * Format: email
             * @description Its address.
             */
            email: string;
        };
        /** @description Who is asked in. */
        InviteUserBody: {
            /**
             * Format: email
             * @description Where the invitation goes.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description What they are called until they say so themselves.
             * @example Ada Lovelace
             */
            name?: string | null;
            role?: components["schemas"]["GivenRole"] | null;
            /**
             * @description The language of their mails (BCP 47).
             * @example de-AT
             */
            language?: string | null;
            /**
             * @description The time zone in which their mails tell moments (IANA).
             * @example Europe/Vienna
             */
            timezone?: string | null;
        };
        /** @description One Ed25519 key (RFC 8037). */
        Jwk: {
            /** @description Always `OKP`. */
            kty: string;
            /** @description Always `Ed25519`. */
            crv: string;
            /** @description Always `EdDSA`. */
            alg: string;
            /** @description Always `sig`. */
            use: string;
            /** @description Names the key in a token's header. */
            kid: string;
            /** @description The public key, base64url. */
            x: string;
        };
        /** @description The keys that verify access tokens (RFC 7517). */
        JwkSet: {
            keys: components["schemas"]["Jwk"][];
        };
        /** @description A limit by its name, or as a number. */
        Limit: string | number;
        /** @description What came along from a visitor. */
        Linked: {
            /**
             * Format: int64
             * @description How many chats.
             * @example 2
             */
            chats: number;
        };
        /** @description What logging in asks for. */
        LogInBody: {
            /**
             * Format: email
             * @description The address, in any spelling.
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @description The password.
             * @example correct horse battery staple
             */
            password: string;
            transport?: components["schemas"]["Transport"] | null;
        };
        /** @description What logging out takes; an access token in the header or the cookie does as well. */
        LogOutBody: {
            /** @description Any refresh token of the session, spent or not. */
            refreshToken?: string | null;
            /** @description Whether to end every session of the user. */
            everywhere?: boolean | null;
        };
        /** @description A mail as an operator sees it: without what it says. */
        Mail: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What became of it. */
            status: components["schemas"]["MailStatus"];
            /**
             * @description Which mail it is.
             * @example verify_email
             */
            kind: string;
            /**
             * Format: email
             * @description Where it goes.
             */
            to: string;
            /**
             * Format: int32
             * @description How often sending was begun, but for the times when the provider could not be reached.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was written. RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Not to be sent before this, if it is owed. RFC 3339, UTC.
             */
            dueAt: string;
            /**
             * Format: date-time
             * @description When it was sent or given up. RFC 3339, UTC.
             */
            endedAt: string | null;
            /** @description What the provider said the last time that it did not take the mail. */
            lastError: string | null;
        };
        /** @enum {string} */
        MailStatus: "owed" | "sent" | "dead";
        /**
         * @description A message: the AI SDK's `UIMessage`, whose `id`, `role`, `parts` and `metadata` are as they were
         *     sent, and more.
         */
        Message: {
            /**
             * @description Unique in its chat.
             * @example msg_9f2k
             */
            id: string;
            /**
             * Format: uuid
             * @description The chat.
             */
            chatId: string;
            /**
             * @description The message that it follows; null for a root.
             * @example u_71
             */
            parentId: string | null;
            /**
             * Format: int32
             * @description Its number in the chat: the order in which messages came.
             * @example 4
             */
            seq: number;
            /** @description Who speaks. */
            role: components["schemas"]["MessageRole"];
            /** @description How far it is; what has been `streaming` for ten minutes without a write is `incomplete`. */
            status: components["schemas"]["MessageStatus"];
            /** @description What it says: objects with a `type`, byte for byte as they were sent. */
            parts: components["schemas"]["MessagePart"][];
            /**
             * @description The text of its text parts, joined.
             * @example A PID loop…
             */
            content: string;
            /** @description Whatever was sent along, byte for byte; absent if nothing was. */
            metadata?: unknown;
            feedback: components["schemas"]["Feedback"] | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            updatedAt: string;
            /** @description Whether it is new; only in the answer to an append. */
            created?: boolean;
        };
        /** @description A page of messages. */
        MessagePage: {
            /** @description The messages in the order that was asked for. */
            data: components["schemas"]["Message"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
            /**
             * @description The newest message of the chat when the page was asked for; null if there is none.
             * @example msg_9f2k
             */
            headMessageId: string | null;
        };
        MessagePart: {
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        MessageRole: "system" | "user" | "assistant";
        /** @enum {string} */
        MessageStatus: "streaming" | "complete" | "incomplete" | "error";
        /** @description What a name must be. */
        NameRules: {
            /** @description In characters. */
            maxLength: number;
        };
        /** @description What is said in a message, which may name itself. */
        NamedMessage: {
            /** @description Who speaks. */
            role: components["schemas"]["MessageRole"];
            /**
             * @description What it says: at most 200 parts, 256 KiB of JSON in all. They are kept byte for byte, those
             *     of unknown types too. Required unless there is `content`.
             */
            parts?: components["schemas"]["MessagePart"][] | null;
            /**
             * @description Short for one text part.
             * @example How do PID loops work?
             */
            content?: string | null;
            /** @description Whatever is to be remembered with it: at most 16 KiB of JSON, kept byte for byte. */
            metadata?: unknown;
            status?: components["schemas"]["MessageStatus"] | null;
            /**
             * @description What it follows; null for a new root. If it is absent: the message before it in the same
             *     request, or the head of the chat. What is there already stays where it is.
             * @example u_71
             */
            parentId?: string | null;
            /**
             * @description 1 to 64 of `A-Z a-z 0-9 _ -`, unique in the chat; if nothing is said, it is given one, and a
             *     retry adds another message.
             * @example msg_9f2k
             */
            id?: string | null;
        };
        /** @description What somebody wants to be told of. */
        Notifications: {
            /**
             * @description Whether mail may tell of it at all.
             * @example true
             */
            email: boolean;
            /** @description Chats that were left unfinished. */
            chatReminders: boolean;
            /** @description What is new in the product. */
            featureUpdates: boolean;
            /**
             * @description What concerns the safety of the account.
             * @example true
             */
            securityAlerts: boolean;
        };
        /** @description Changes to what somebody wants to be told of. */
        NotificationsPatch: {
            email?: boolean | null;
            chatReminders?: boolean | null;
            featureUpdates?: boolean | null;
            securityAlerts?: boolean | null;
        };
        /** @description A one-time code, and what it is bound to. */
        OneTimeCodeBody: {
            /**
             * @description The code that the browser brought from the provider.
             * @example bp_oc_…
             */
            code: string;
            /**
             * Format: password
             * @description The random text whose SHA-256 was given at the start: 43 to 128 unreserved characters
             *     (RFC 7636, 4.1).
             * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
             */
            codeVerifier: string;
        };
        /** @description A security event, as the owner of the account sees it. */
        OwnEvent: {
            /**
             * Format: uuid
             * @description Its own id.
             */
            id: string;
            /**
             * @description What happened.
             * @example authn_login_success
             */
            type: string;
            /**
             * Format: date-time
             * @description When. RFC 3339, UTC.
             */
            at: string;
            /** @description Whether it was the owner who did it, as far as that is proven. */
            self: boolean;
            /**
             * Format: uuid
             * @description In which session it was done, or which it concerns; null if somebody else did it.
             */
            sessionId: string | null;
            /** @description Where the request came from; null if it came from somebody else who is known. */
            ipAddress: string | null;
            /**
             * @description The browser or device by name; null if it is none that is known, or somebody else's.
             * @example Chrome 156 on Linux
             */
            device: string | null;
            /** @description Names the request in the service's log. */
            requestId: string | null;
            /** @description What was changed. */
            changes: components["schemas"]["FieldChange"][];
        };
        /** @description A report of a message, as whoever made it sees it. */
        OwnReport: {
            /**
             * Format: uuid
             * @description Its own id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The chat.
             */
            chatId: string;
            /**
             * @description The message.
             * @example msg_9f2k
             */
            messageId: string;
            /** @description What is wrong with it. */
            reason: components["schemas"]["ReportReason"];
            /** @description The same in the reader's words. */
            comment: string | null;
            /** @description How far it is. */
            status: components["schemas"]["ReportStatus"];
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
        };
        /** @description A page of a list. */
        Page_AdminUser: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["AdminUser"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Chat: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Chat"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Event: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Event"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Identity: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Identity"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Mail: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Mail"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_OwnEvent: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["OwnEvent"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Report: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Report"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_SearchHit: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["SearchHit"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description A page of a list. */
        Page_Session: {
            /** @description The items in the order of the list. */
            data: components["schemas"]["Session"][];
            /** @description Where the next page begins; null on the last. */
            nextCursor: string | null;
        };
        /** @description The password. */
        PasswordBody: {
            /**
             * Format: password
             * @description The password.
             * @example correct horse battery staple
             */
            password: string;
        };
        /** @description Why a password would not be accepted: what `errors` would say of the field. */
        PasswordProblem: {
            /**
             * @description What is wrong, as a word to switch on.
             * @example PASSWORD_TOO_SHORT
             */
            code: string;
            /**
             * @description A sentence for a person.
             * @example the password is too short
             */
            message: string;
            /** @description The numbers of the broken rule. */
            params: {
                [key: string]: number;
            };
        };
        /** @description What a new password must be. */
        PasswordRules: {
            /** @description In characters. */
            minLength: number;
            /** @description In bytes of UTF-8, after NFKC. */
            maxBytes: number;
            /**
             * Format: int32
             * @description The least score by zxcvbn, 0 to 4.
             */
            minScore: number;
        };
        /** @description What the service thinks of a password. */
        PasswordStrength: {
            /**
             * Format: int32
             * @description How hard it is to guess, from 0 to 4. What is empty, too long or has a NUL is not estimated and
             *     has 0.
             * @example 4
             */
            score: number;
            /**
             * Format: int32
             * @description The least score that is accepted.
             * @example 3
             */
            minScore: number;
            /** @description Whether it would be accepted. */
            acceptable: boolean;
            problem: components["schemas"]["PasswordProblem"] | null;
        };
        /** @description A password that somebody thinks of, and whose it would be. */
        PasswordStrengthBody: {
            /**
             * Format: password
             * @description The password as it has been typed so far.
             * @example correct horse battery staple
             */
            password: string;
            /**
             * @description The owner's address, which an attacker would try first. What is no address yet counts for
             *     nothing.
             * @example ada@example.com
             */
            email?: string | null;
            /**
             * @description The owner's name, for the same reason.
             * @example Ada Lovelace
             */
            name?: string | null;
        };
        /** @description How somebody wants things. */
        Preferences: {
            /** @description How pages look. */
            theme: components["schemas"]["Theme"];
            /**
             * @description The language of mails (BCP 47); null if nothing was said.
             * @example de-AT
             */
            language: string | null;
            /**
             * @description The time zone in which mails tell moments (IANA); null if nothing was said.
             * @example Europe/Vienna
             */
            timezone: string | null;
            notifications: components["schemas"]["Notifications"];
            chat: components["schemas"]["ChatPreferences"];
            /** @description Whatever else a front end wants to remember: at most 8 KiB of JSON. */
            custom: {
                [key: string]: unknown;
            };
        };
        /** @description What is to be different (RFC 7396): what is absent stays, null goes back to the default. */
        PreferencesPatch: {
            theme?: components["schemas"]["Theme"] | null;
            /**
             * @description The language of mails (BCP 47).
             * @example de-AT
             */
            language?: string | null;
            /**
             * @description The time zone in which mails tell moments (IANA).
             * @example Europe/Vienna
             */
            timezone?: string | null;
            notifications?: components["schemas"]["NotificationsPatch"] | null;
            chat?: components["schemas"]["ChatPreferencesPatch"] | null;
            /** @description Merges with what is there; at most 8 KiB of JSON then. */
            custom?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description Problem details (RFC 9457). */
        Problem: {
            /**
             * @description A name of this kind of problem.
             * @example urn:bookplate:problem:validation-error
             */
            type: string;
            /**
             * @description What the status says.
             * @example Unprocessable Entity
             */
            title: string;
            /**
             * Format: int32
             * @description The status.
             * @example 422
             */
            status: number;
            /**
             * @description A sentence for a person.
             * @example Some fields are wrong.
             */
            detail: string;
            /**
             * @description What a client switches on.
             * @example VALIDATION_ERROR
             */
            code: string;
            /** @description Names the request in the service's log. */
            requestId: string;
            /** @description Every wrong field. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int64
             * @description Seconds until it may be tried again.
             */
            retryAfter?: number;
            /**
             * @description The limit that was reached: its name in the configuration where tries are counted
             *     (`RATE_LIMIT_EXCEEDED`), else how much there may be.
             */
            limit?: components["schemas"]["Limit"];
        };
        /** @description Somebody outside who may say who somebody is: a button on the page for signing in. */
        Provider: {
            /**
             * @description What it is called in paths.
             * @example google
             */
            name: string;
            /**
             * @description `google`, `github` or `oidc`: which sign the button has.
             * @example google
             */
            kind: string;
            /**
             * @description What people call it.
             * @example Google
             */
            title: string;
        };
        /** @description What a front end must know. */
        PublicConfig: {
            registration: components["schemas"]["RegistrationConfig"];
            passwords: components["schemas"]["PasswordRules"];
            names: components["schemas"]["NameRules"];
            anonymous: components["schemas"]["AnonymousConfig"];
            providers: components["schemas"]["Provider"][];
            chats: components["schemas"]["ChatRules"];
        };
        /** @description The message, or that nothing is kept. */
        PutMessageAnswer: components["schemas"]["Message"] | components["schemas"]["Appended"];
        /** @enum {string} */
        Rating: "up" | "down";
        /** @description Whether requests can be answered, and what that depends on. */
        Readiness: {
            /** @description `ok`. */
            status: string;
            /** @description How each thing is that it depends on. */
            checks: components["schemas"]["ReadinessChecks"];
        };
        /** @description How each thing is that readiness depends on. */
        ReadinessChecks: {
            /** @description `ok`: it can be read and written. */
            database: string;
            /** @description `ok`: the newest one that this version knows was applied. */
            migrations: string;
            /** @description `ok`: this node has the key that signs, and can open it. */
            keys: string;
            /**
             * @description `ok`, or `late`: a mail has been owed for more than five minutes, which keeps nobody from
             *     being answered.
             */
            outbox: string;
        };
        /** @description The password, once more; or a one-time code of a provider whose identity is linked. */
        ReauthenticateBody: components["schemas"]["PasswordBody"] | components["schemas"]["OneTimeCodeBody"];
        /** @description What refreshing asks for, unless the cookie is there. */
        RefreshBody: {
            /** @description The newest refresh token of the session. */
            refreshToken?: string | null;
        };
        /** @description The next tokens of a session. */
        Refreshed: {
            session: components["schemas"]["Session"];
            tokens: components["schemas"]["Tokens"];
        };
        /** @description What registering asks for. */
        RegisterBody: {
            /**
             * Format: email
             * @description The address; it will be proven by mail.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description What you want to be called.
             * @example Ada Lovelace
             */
            name: string;
            /**
             * Format: password
             * @description At least 8 characters, at most 71 bytes, and not easily guessed.
             * @example correct horse battery staple
             */
            password: string;
            transport?: components["schemas"]["Transport"] | null;
        };
        /** @description Who may have an account. */
        RegistrationConfig: {
            /** @description Whether anybody may register. */
            open: boolean;
            /** @description `required` or `optional`. */
            emailVerification: string;
        };
        /** @description A report of a message, as moderators see it. */
        Report: components["schemas"]["OwnReport"] & {
            /**
             * Format: uuid
             * @description Who holds the chat, and reported the message.
             */
            userId: string;
            resolution: components["schemas"]["Resolution"] | null;
        };
        /** @enum {string} */
        ReportAction: "dismiss" | "remove_message" | "suspend_author";
        /** @description What is wrong with a message. */
        ReportMessageBody: {
            /** @description What is wrong with it. */
            reason: components["schemas"]["ReportReason"];
            /**
             * @description The same in the reader's words.
             * @example There is no such chapter.
             */
            comment?: string | null;
        };
        /** @enum {string} */
        ReportReason: "spam" | "harassment" | "hate" | "sexual" | "violence" | "self_harm" | "illegal" | "incorrect" | "other";
        /** @enum {string} */
        ReportStatus: "open" | "resolved";
        /** @description A report, and what it is about. */
        ReportedMessage: {
            /** @description The report. */
            report: components["schemas"]["Report"];
            message: components["schemas"]["Message"] | null;
            /** @description At most three messages before it and three after it, by their numbers. */
            neighbours: components["schemas"]["Message"][];
        };
        /** @description Which address is wanted. */
        RequestEmailChangeBody: {
            /**
             * Format: email
             * @description The address from now on; it will be proven by mail.
             * @example ada@example.org
             */
            email: string;
        };
        /** @description Whose password is lost. */
        RequestPasswordResetBody: {
            /**
             * Format: email
             * @description The address of the account.
             * @example ada@example.com
             */
            email: string;
        };
        /** @description Who waits for the mail. */
        ResendVerificationBody: {
            /**
             * Format: email
             * @description The address that was registered.
             * @example ada@example.com
             */
            email: string;
        };
        /** @description What the link of a reset mail carries, and what its reader chose. */
        ResetPasswordBody: {
            /** @description What stands behind `#token=` in the link. */
            token: string;
            /**
             * Format: password
             * @description At least 8 characters, at most 71 bytes, and not easily guessed.
             * @example another horse battery staple
             */
            password: string;
        };
        /** @description What came of a report. */
        Resolution: {
            /** @description What was done. */
            action: components["schemas"]["ReportAction"];
            /**
             * Format: uuid
             * @description Who decided; null if that account is gone.
             */
            by: string | null;
            /**
             * Format: date-time
             * @description When. RFC 3339, UTC.
             */
            at: string;
            /** @description Why, for other moderators. */
            note: string | null;
        };
        /** @description What is to be done about a report. */
        ResolveReportBody: {
            /** @description What to do. */
            action: components["schemas"]["ReportAction"];
            /**
             * @description Why, for other moderators.
             * @example A matter of taste.
             */
            note?: string | null;
        };
        /** @description Which access tokens are worthless. */
        Revocation: {
            /**
             * Format: uuid
             * @description `sid` of the tokens.
             */
            sessionId: string;
            /**
             * Format: date-time
             * @description When. RFC 3339, UTC.
             */
            at: string;
            /** @enum {string} */
            type: "session";
        } | {
            /**
             * Format: uuid
             * @description `sub` of the tokens.
             */
            userId: string;
            /**
             * Format: int64
             * @description Tokens with a smaller `iat` are worthless. One that is issued in the same second as the
             *     change counts as older: refresh once more a second later.
             * @example 1795253400
             */
            issuedBefore: number;
            /**
             * Format: date-time
             * @description When. RFC 3339, UTC.
             */
            at: string;
            /** @enum {string} */
            type: "user";
        };
        /** @description What made access tokens worthless before they expired. */
        RevocationList: {
            /** @description The oldest first. Some may have been in an earlier answer. */
            data: components["schemas"]["Revocation"][];
            /** @description For the next request, which gives what is not in this answer. */
            nextCursor: string;
            /** @description Whether more is there already; if not, ask again in a few seconds. */
            more: boolean;
        };
        /** @description How many sessions were ended. */
        RevokedSessions: {
            /**
             * Format: int64
             * @description The number.
             * @example 2
             */
            revoked: number;
        };
        /** @enum {string} */
        Role: "anonymous" | "user" | "moderator" | "admin";
        /** @description Where words were found: in the title of a chat, or in a message. */
        SearchHit: {
            /**
             * Format: uuid
             * @description The chat.
             */
            chatId: string;
            /**
             * @description What it is called.
             * @example How do PID loops work?
             */
            chatTitle: string | null;
            /**
             * @description The message; null if they were found in the title.
             * @example msg_9f2k
             */
            messageId: string | null;
            role: components["schemas"]["MessageRole"] | null;
            /**
             * @description A piece of the title or of the message's text, unchanged.
             * @example A PID loop…
             */
            text: string;
            /** @description Where the words stand in that piece. */
            ranges: components["schemas"]["TextRange"][];
            /**
             * Format: date-time
             * @description When the message came, or the chat. RFC 3339, UTC.
             */
            createdAt: string;
        };
        /** @description A session of the caller. */
        Session: {
            /**
             * Format: uuid
             * @description `sid` in the access token.
             */
            id: string;
            /** @description Whether it is the one that the request was made in. */
            current: boolean;
            /**
             * @description The browser or device by name; null if it is none that is known.
             * @example Chrome 156 on Linux
             */
            device: string | null;
            /** @description Where it was opened from. */
            ipAddress: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            lastActiveAt: string;
            /**
             * Format: date-time
             * @description When it ends if it is not refreshed. RFC 3339, UTC.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When the password was last proven. RFC 3339, UTC.
             */
            authTime: string;
        };
        /** @description Whether anybody is signed in, and who. */
        SessionState: {
            /** @description `unauthenticated`, `anonymous` or `authenticated`. */
            status: string;
            /** @description Who, if anybody. */
            user?: components["schemas"]["User"];
            /** @description In which session, if any. */
            session?: components["schemas"]["Session"];
            /** @description How much a visitor may still ask; absent for everybody else. */
            limits?: components["schemas"]["VisitorLimits"];
        };
        /** @description The key that will sign next. */
        SigningKey: {
            /** @description Names the key in the published keys and in a token's header. */
            kid: string;
            /**
             * Format: date-time
             * @description When it was made, and published. RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it begins to sign. RFC 3339, UTC.
             */
            activeAt: string;
        };
        /** @description What a visit may ask for; the body may be missing. */
        StartAnonymousBody: {
            transport?: components["schemas"]["Transport"] | null;
        };
        /** @description What a chat begins with; all of it may be left out. */
        StartChatBody: {
            /**
             * Format: uuid
             * @description Any UUID; if nothing is said, it is given one.
             */
            id?: string | null;
            /**
             * @description What it is called; if nothing is said, that comes of the first question.
             * @example How do PID loops work?
             */
            title?: string | null;
            /** @description Whatever a front end wants to remember with it: at most 16 KiB of JSON. */
            metadata?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description That nobody may use an account. */
        Suspension: {
            /**
             * Format: date-time
             * @description Since when. RFC 3339, UTC.
             */
            at: string;
            /**
             * Format: date-time
             * @description Until when; null if it does not end by itself. RFC 3339, UTC.
             */
            until: string | null;
            /**
             * @description Why.
             * @example spam
             */
            reason: string;
        };
        Tag: string;
        /** @description From one place in a text to another, in UTF-16 code units: what `text.slice(start, end)` takes. */
        TextRange: {
            /**
             * @description Where it begins.
             * @example 2
             */
            start: number;
            /**
             * @description Behind its end.
             * @example 5
             */
            end: number;
        };
        /** @enum {string} */
        Theme: "light" | "dark" | "system";
        /** @enum {string} */
        TitleSource: "auto" | "generated" | "user";
        /** @description The tokens of a session. */
        Tokens: {
            /** @description Always `Bearer`. */
            tokenType: string;
            /** @description For the `Authorization` header. */
            accessToken: string;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             * @example 900
             */
            expiresIn: number;
            /** @description Gets the next two tokens, once. Absent where it travels in the cookie. */
            refreshToken?: string;
            /**
             * Format: int64
             * @description Seconds until the refresh token expires.
             * @example 604800
             */
            refreshExpiresIn: number;
        };
        /** @enum {string} */
        Transport: "body" | "cookie";
        /** @description What is to be different (RFC 7396): what is absent stays. */
        UpdateChatBody: {
            /**
             * @description What to call it; null takes the title away until the next question.
             * @example PID loops
             */
            title?: string | null;
            /**
             * @description Only with a title. `user` (if nothing is said), or `generated`: then a title that the user
             *     chose stays.
             */
            titleSource?: components["schemas"]["GivenTitleSource"];
            /**
             * @description Whether it is pinned.
             * @example true
             */
            pinned?: boolean;
            /** @description Whether it is archived. */
            archived?: boolean;
            /**
             * @description What to put it in order with.
             * @example [
             *       "control"
             *     ]
             */
            tags?: components["schemas"]["Tag"][] | null;
            /** @description Merges with what is there; at most 16 KiB of JSON then. */
            metadata?: {
                [key: string]: unknown;
            };
        };
        /** @description What is to be different (RFC 7396): what is absent stays. */
        UpdateProfileBody: {
            /**
             * @description What to be called. It cannot be taken away.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * Format: uri
             * @description The URL of a picture, of http or https; null takes it away.
             * @example https://example.com/ada.png
             */
            image?: string | null;
            /**
             * @description A few words about themselves; null takes them away.
             * @example Writes the first programs.
             */
            bio?: string | null;
        };
        /** @description What is to be different: what is absent stays. */
        UpdateUserBody: {
            /**
             * @description What to be called.
             * @example Ada Lovelace
             */
            name?: string;
            /** @description What its owner may do. */
            role?: components["schemas"]["GivenRole"];
            /** @description Whether it may be used. */
            status?: components["schemas"]["UserStatus"];
            /**
             * @description Why, for those who look after accounts. Required with `suspended`, and only there.
             * @example spam
             */
            suspensionReason?: string;
            /**
             * Format: date-time
             * @description Until when (RFC 3339); only with `suspended`, which does not end by itself otherwise.
             * @example 2999-11-21T09:30:00.000Z
             */
            suspendedUntil?: string | null;
        };
        /** @description A user, as the owner sees it. */
        User: {
            /**
             * Format: uuid
             * @description Stays the same for good.
             */
            id: string;
            /**
             * Format: email
             * @description The address as its owner wrote it; null for a visitor.
             */
            email: string | null;
            /** @description Whether the mailbox is proven. */
            emailVerified: boolean;
            /**
             * @description Null for a visitor.
             * @example Ada Lovelace
             */
            name: string | null;
            /** @description The URL of a picture. */
            image: string | null;
            /** @description A few words about themselves. */
            bio: string | null;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
            /**
             * Format: int32
             * @description Raised by every change.
             */
            version: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            updatedAt: string;
        };
        /** @enum {string} */
        UserStatus: "active" | "suspended";
        /** @description A mail is on its way. */
        VerificationRequired: {
            /** @description Always `verification_required`. */
            status: string;
            /**
             * Format: email
             * @description The address that the mail goes to.
             */
            email: string;
            /**
             * Format: int64
             * @description Seconds to wait before offering to send the mail again.
             * @example 60
             */
            resendAfter: number;
        };
        /** @description What the link of a verification mail carries. */
        VerifyEmailBody: {
            /** @description What stands behind `#token=` in the link. */
            token: string;
        };
        /** @description How much a visitor may still ask. */
        VisitorLimits: {
            /**
             * Format: int32
             * @description How many questions a visitor has on a rolling day.
             * @example 20
             */
            messagesPerDay: number;
            /**
             * Format: int32
             * @description How many are left now.
             * @example 17
             */
            remaining: number;
            /**
             * Format: date-time
             * @description When the next one comes back; null if none is spent. RFC 3339, UTC.
             */
            nextAt: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /**
                 * @description Only what this user did, or what concerns the account.
                 * @example 01890000-0000-7000-8000-000000000000
                 */
                userId?: string;
                /**
                 * @description Only events of this type.
                 * @example authn_login_fail
                 */
                type?: "user_registration_started" | "user_registration_refused" | "user_verification_requested" | "user_visitor_created" | "user_visitor_merged" | "user_created" | "user_invited" | "user_invitation_accepted" | "user_email_verified" | "user_updated" | "user_suspended" | "user_reinstated" | "user_deleted" | "user_exported" | "authn_login_success" | "authn_login_fail" | "authn_identity_link" | "authn_sign_in_method_remove" | "authn_account_disowned" | "authn_reauthentication_success" | "authn_reauthentication_fail" | "authn_password_reset_request" | "authn_password_reset" | "authn_password_change" | "authn_token_reuse" | "authn_email_change_request" | "authn_email_change" | "authn_email_change_revert" | "authz_change" | "authz_fail" | "session_logout" | "session_revoked" | "chats_claimed" | "moderation_message_reported" | "moderation_reports_listed" | "moderation_report_read" | "moderation_report_resolved" | "mail_dropped" | "mail_retried" | "signing_key_rotated" | "signing_key_revoked";
                /**
                 * @description Only events at this moment or later. RFC 3339.
                 * @example 2026-11-21T09:30:00Z
                 */
                from?: string;
                /**
                 * @description Only events before this moment. RFC 3339.
                 * @example 2999-11-21T09:30:00Z
                 */
                to?: string;
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Event"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_signing_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key that will sign next. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKey"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mail: {
        parameters: {
            query?: {
                /**
                 * @description What became of them.
                 * @example dead
                 */
                status?: "owed" | "sent" | "dead";
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Mail"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is owed again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /**
                 * @description The beginning of an address, of a name, or of a later word of a name.
                 * @example ada
                 */
                query?: string;
                /**
                 * @description What they may do.
                 * @example user
                 */
                role?: "anonymous" | "user" | "moderator" | "admin";
                /**
                 * @description Whether they may be used.
                 * @example active
                 */
                status?: "active" | "suspended";
                /**
                 * @description Whether the mailbox is proven.
                 * @example true
                 */
                verified?: boolean;
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AdminUser"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "language": "de-AT",
                 *       "name": "Grace Hopper",
                 *       "role": "moderator"
                 *     }
                 */
                "application/json": components["schemas"]["InviteUserBody"];
            };
        };
        responses: {
            /** @description The account; a mail is on its way. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address has an account (`EMAIL_EXISTS`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Versions that are known. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
            /** @description It has a version that is known. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it still has a version of these. */
                "If-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such account any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No active admin would be left (`LAST_ADMIN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it still has a version of these. */
                "If-Match"?: string;
            };
            path: {
                /** @description Whose. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Another",
                 *       "status": "suspended",
                 *       "suspensionReason": "spam"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateUserBody"];
                /**
                 * @example {
                 *       "name": "Another",
                 *       "status": "suspended",
                 *       "suspensionReason": "spam"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["UpdateUserBody"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No active admin would be left (`LAST_ADMIN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description To whom. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), or the account is suspended (`ACCOUNT_SUSPENDED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All have ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedSessions"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_anonymous: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "transport": "body"
                 *     }
                 */
                "application/json": components["schemas"]["StartAnonymousBody"];
            };
        };
        responses: {
            /** @description A visitor, signed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthOutcome"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Visitors are not let in here (`FORBIDDEN`); or the page is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_email_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.org"
                 *     }
                 */
                "application/json": components["schemas"]["RequestEmailChangeBody"];
            };
        };
        responses: {
            /** @description If the address can be had, a mail is on its way to it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), or the last proof of the password is too old (`REAUTH_REQUIRED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_email_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["EmailChangeTokenBody"];
            };
        };
        responses: {
            /** @description The account has its new address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChanged"];
                };
            };
            /** @description The token is unknown or was used (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revert_email_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["EmailChangeTokenBody"];
            };
        };
        responses: {
            /** @description The account has its old address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChanged"];
                };
            };
            /** @description The token is unknown or was used (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Lovelace",
                 *       "password": "correct horse battery staple",
                 *       "token": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["AcceptInvitationBody"];
            };
        };
        responses: {
            /** @description The account is ready; log in now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationAccepted"];
                };
            };
            /** @description The token is unknown or was used (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["LogInBody"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthOutcome"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address or the password is wrong (`INVALID_CREDENTIALS`). No access token is fine, but not one that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The password is right, but the mailbox is not proven (`EMAIL_NOT_VERIFIED`), or the account is suspended (`ACCOUNT_SUSPENDED`); or the page is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refreshToken": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["LogOutBody"];
            };
        };
        responses: {
            /** @description Logged out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no credential at all (`UNAUTHORIZED`); or the header has no access token (`ACCESS_TOKEN_INVALID`), or there are two cookies (`REFRESH_TOKEN_INVALID`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchange_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "bp_oc_dGhpcyBpcyBubyBjb2RlIG9mIGFueWJvZHk",
                 *       "codeVerifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                 *     }
                 */
                "application/json": components["schemas"]["ExchangeBody"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthOutcome"];
                };
            };
            /** @description The code is unknown, was used, is older than a minute, or belongs to another `codeVerifier` (`INVALID_TOKEN`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No access token is fine, but not one that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The provider does not vouch for the address, and the identity is linked to no account (`PROVIDER_EMAIL_UNVERIFIED`); the account is suspended (`ACCOUNT_SUSPENDED`), or its mailbox is not proven (`EMAIL_NOT_VERIFIED`); nobody new is let in (`REGISTRATION_DISABLED`); or the page is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The account of the address is linked to another identity of this provider (`PROVIDER_ALREADY_LINKED`), or the address is kept for an account that had it a short while ago (`EMAIL_EXISTS`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete_authorization: {
        parameters: {
            query?: {
                /** @description Names the way that the browser is on. */
                state?: string;
                /** @description The provider's code. */
                code?: string;
                /** @description The issuer (RFC 9207). */
                iss?: string;
                /** @description Why there is no code (RFC 6749, 4.1.2.1). */
                error?: string;
            };
            header?: never;
            path: {
                /**
                 * @description One of `providers` in `GET /config`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page of the front end, with `#code=…` or `#error=…` behind its address. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such provider, or none is linked. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_authorization: {
        parameters: {
            query: {
                /**
                 * @description The SHA-256, in base64url without padding, of a random text that the front end keeps for
                 *     itself until it uses the one-time code (`S256`, RFC 7636, 4.2).
                 * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
                 */
                codeChallenge: string;
                /**
                 * @description The page that the browser goes to in the end: one of those that are configured, to the
                 *     letter; the first of them if nothing is said.
                 * @example https://app.example.com/signed-in
                 */
                redirectTo?: string;
                /**
                 * @description What the provider is asked to do, whoever is signed in there: have the person sign in once
                 *     more, or choose an account. Not every provider does it.
                 * @example select_account
                 */
                prompt?: "login" | "select_account";
            };
            header?: never;
            path: {
                /**
                 * @description One of `providers` in `GET /config`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider; or to the page of the front end, with `#error=PROVIDER_UNAVAILABLE` or `#error=PROVIDER_FAILED`. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description To the page of the front end, with the `code` of the problem behind `#error=`: where a browser navigates, in place of all that is below. It is the page that `redirectTo` names, if that is one of them, or the first. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such provider, or none is linked. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "correct horse battery staple",
                 *       "newPassword": "another horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["ChangePasswordBody"];
            };
        };
        responses: {
            /** @description The password is set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`), or a wrong password (`INVALID_CREDENTIALS`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["RequestPasswordResetBody"];
            };
        };
        responses: {
            /** @description If the address has an account, a mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "another horse battery staple",
                 *       "token": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordBody"];
            };
        };
        responses: {
            /** @description The password is set; log in now. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The token is unknown or was used (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rate_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada Lovelace",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordStrengthBody"];
            };
        };
        responses: {
            /** @description What is thought of it, be it good or bad. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordStrength"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reauthenticate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["ReauthenticateBody"];
            };
        };
        responses: {
            /** @description Proven. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refreshed"];
                };
            };
            /** @description The code is unknown, was used, is older than a minute, or belongs to another `codeVerifier` (`INVALID_TOKEN`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`), or a wrong password, or an identity that is not linked to the account (`INVALID_CREDENTIALS`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`); or there are two cookies (`REFRESH_TOKEN_INVALID`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), or the cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refreshToken": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshBody"];
            };
        };
        responses: {
            /** @description The next two tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refreshed"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No refresh token (`UNAUTHORIZED`); or one that is none (`REFRESH_TOKEN_INVALID`), was used twice (`REFRESH_TOKEN_REUSED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada Lovelace",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterBody"];
            };
        };
        responses: {
            /** @description Signed in; verification is optional here. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthOutcome"];
                };
            };
            /** @description A mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationRequired"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No access token is fine, but not one that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody may register here (`REGISTRATION_DISABLED`); or the page is of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address has an account (`EMAIL_EXISTS`); only where verification is optional. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, if anybody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
            /** @description Both an access token and the cookie (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential is fine, but not an access token that is none (`ACCESS_TOKEN_INVALID`) or has expired (`ACCESS_TOKEN_EXPIRED`), nor a refresh token that is none (`REFRESH_TOKEN_INVALID`) or was used twice (`REFRESH_TOKEN_REUSED`), nor one of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyEmailBody"];
            };
        };
        responses: {
            /** @description The mailbox is proven; log in now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailVerified"];
                };
            };
            /** @description The token is unknown or was used (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ResendVerificationBody"];
            };
        };
        responses: {
            /** @description If something waits for it, a mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_chats: {
        parameters: {
            query?: {
                /**
                 * @description Whether they are archived.
                 * @example false
                 */
                archived?: boolean;
                /**
                 * @description Whether they are pinned.
                 * @example true
                 */
                pinned?: boolean;
                /**
                 * @description One of their tags.
                 * @example control
                 */
                tag?: string;
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Chat"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "01890000-0000-7000-8000-000000000000",
                 *       "title": "How do PID loops work?"
                 *     }
                 */
                "application/json": components["schemas"]["StartChatBody"];
            };
        };
        responses: {
            /** @description It was there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description The chat. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else's chat has the id (`CHAT_ID_TAKEN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_chats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "chatIds": [
                 *         "01890000-0000-7000-8000-000000000000"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DeleteChatsBody"];
            };
        };
        responses: {
            /** @description They are gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedChats"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim_chats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "anonymousToken": "eyJ…"
                 *     }
                 */
                "application/json": components["schemas"]["ClaimChatsBody"];
            };
        };
        responses: {
            /** @description They are the caller's. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimedChats"];
                };
            };
            /** @description The token is none of a visitor who is signed in (`INVALID_TOKEN`), or has expired (`TOKEN_EXPIRED`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_chats: {
        parameters: {
            query: {
                /**
                 * @description Words, all of which must be there; the last one may be a beginning. At most 10, and 200
                 *     characters.
                 * @example pid loo
                 */
                q: string;
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SearchHit"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_chat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Versions that are known. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description It has a version that is known. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_chat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it still has a version of these. */
                "If-Match"?: string;
            };
            path: {
                /** @description Which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such chat any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_chat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it still has a version of these. */
                "If-Match"?: string;
            };
            path: {
                /** @description Which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pinned": true,
                 *       "tags": [
                 *         "control"
                 *       ],
                 *       "title": "PID loops"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateChatBody"];
                /**
                 * @example {
                 *       "pinned": true,
                 *       "tags": [
                 *         "control"
                 *       ],
                 *       "title": "PID loops"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["UpdateChatBody"];
            };
        };
        responses: {
            /** @description The chat as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_chat: {
        parameters: {
            query?: {
                /**
                 * @description `json` (if nothing is said): all messages with their parents. `markdown`: what is said on the
                 *     way from a root to the head, for people.
                 * @example json
                 */
                format?: "json" | "markdown";
            };
            header?: never;
            path: {
                /** @description Which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat, to be saved as a file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatExport"];
                    "text/markdown": string;
                };
            };
            /** @description A parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_messages: {
        parameters: {
            query?: {
                /** @description `active` (if nothing is said): those on the way from a root to the head. `all`: every branch. */
                view?: "active" | "all";
                /** @description `asc` (if nothing is said) or `desc`, by `seq`. */
                order?: "asc" | "desc";
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Of which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    append_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description To which. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "messages": [
                 *         {
                 *           "id": "msg_9f2k",
                 *           "parts": [
                 *             {
                 *               "text": "A PID loop steers by three terms.",
                 *               "type": "text"
                 *             }
                 *           ],
                 *           "role": "assistant"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AppendMessagesBody"];
            };
        };
        responses: {
            /** @description All of them were there; or the user wants no history. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appended"];
                };
            };
            /** @description They are there, and some are new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appended"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A message is there and says something else (`MESSAGE_ID_CONFLICT`), or somebody else's chat has the id (`CHAT_ID_TAKEN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A visitor has asked enough for a day (`ANONYMOUS_LIMIT_REACHED`), or messages are written too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "How do PID loops work?",
                 *       "role": "user"
                 *     }
                 */
                "application/json": components["schemas"]["NamedMessage"];
            };
        };
        responses: {
            /** @description It was there; or the user wants no history. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutMessageAnswer"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A visitor has asked enough for a day (`ANONYMOUS_LIMIT_REACHED`), or messages are written too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such message any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "That is it.",
                 *       "rating": "up"
                 *     }
                 */
                "application/json": components["schemas"]["GiveFeedbackBody"];
            };
        };
        responses: {
            /** @description The message, with what was said. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_feedback_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is said of it any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of which chat. */
                chatId: string;
                /** @description Which. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "There is no such chapter.",
                 *       "reason": "other"
                 *     }
                 */
                "application/json": components["schemas"]["ReportMessageBody"];
            };
        };
        responses: {
            /** @description The one that is open. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReport"];
                };
            };
            /** @description The report. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReport"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules of this service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicConfig"];
                };
            };
        };
    };
    list_reports: {
        parameters: {
            query?: {
                /** @description How far they are. */
                status?: "open" | "resolved";
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Report"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportedMessage"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "suspend_author",
                 *       "note": "The third time."
                 *     }
                 */
                "application/json": components["schemas"]["ResolveReportBody"];
            };
        };
        responses: {
            /** @description The report as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is settled in another way (`REPORT_RESOLVED`), or no active admin would be left (`LAST_ADMIN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). Or it is more than is kept (`LIMIT_EXCEEDED`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI 3.1 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    list_revocations: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the answer before. Without it, everything that still matters is given. */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revocations since the cursor. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationList"];
                };
            };
            /** @description The cursor is none (`INVALID_CURSOR`), or there is a parameter besides it (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not the key (`UNAUTHORIZED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key for it is configured. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All but the one that the request is made in have ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedSessions"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_own_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description Versions that are known. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's own account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description It has a version that is known. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such account any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`); or there are two cookies (`REFRESH_TOKEN_INVALID`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), the last proof of the password is too old (`REAUTH_REQUIRED`), or the cookie came from a page of an origin that is not allowed (`ORIGIN_NOT_ALLOWED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No active admin would be left (`LAST_ADMIN`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it still has a version of these. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bio": "Writes the first programs.",
                 *       "image": "https://example.com/ada.png",
                 *       "name": "Ada Lovelace"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateProfileBody"];
                /**
                 * @example {
                 *       "bio": "Writes the first programs.",
                 *       "image": "https://example.com/ada.png",
                 *       "name": "Ada Lovelace"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["UpdateProfileBody"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_events: {
        parameters: {
            query?: {
                /**
                 * @description How many items, 20 if nothing is said.
                 * @example 20
                 */
                limit?: number;
                /** @description `nextCursor` of the page before, asked for by the same caller and with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OwnEvent"];
                };
            };
            /** @description The cursor is not of this list (`INVALID_CURSOR`), or a parameter stands twice (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parameters are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_own_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything, to be saved as a file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways to sign in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Identity"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    link_identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "bp_oc_dGhpcyBpcyBubyBjb2RlIG9mIGFueWJvZHk",
                 *       "codeVerifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                 *     }
                 */
                "application/json": components["schemas"]["OneTimeCodeBody"];
            };
        };
        responses: {
            /** @description Linked. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description The code is unknown, was used, is older than a minute, or belongs to another `codeVerifier` (`INVALID_TOKEN`); or the request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), the last proof of who it is is too old (`REAUTH_REQUIRED`), or the mailbox of the account is not proven (`EMAIL_NOT_VERIFIED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another account has this identity (`IDENTITY_TAKEN`), or this one has another identity of the provider (`PROVIDER_ALREADY_LINKED`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Done or tried too often (`RATE_LIMIT_EXCEEDED`). */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlink_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of `GET /users/me/identities`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account has no such way to sign in any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`), or the last proof of the password is too old (`REAUTH_REQUIRED`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such provider, or none is linked. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is the last way to sign in (`LAST_SIGN_IN_METHOD`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_preferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description Versions that are known. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description They have a version that is known. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The condition cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_preferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if they still have a version of these. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "chat": {
                 *         "temperature": 0.5
                 *       },
                 *       "theme": "dark",
                 *       "timezone": "Europe/Vienna"
                 *     }
                 */
                "application/json": components["schemas"]["PreferencesPatch"];
                /**
                 * @example {
                 *       "chat": {
                 *         "temperature": 0.5
                 *       },
                 *       "theme": "dark",
                 *       "timezone": "Europe/Vienna"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["PreferencesPatch"];
            };
        };
        responses: {
            /** @description The preferences as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description The request cannot be understood (`MALFORMED_REQUEST`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No credential (`UNAUTHORIZED`); or an access token that is none (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this (`FORBIDDEN`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has another version than `If-Match` says. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some fields are wrong; all are named (`VALIDATION_ERROR`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too busy, or not complete; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description A fault of the service; its log has more. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description They cannot: `detail` names what fails (`database`, `migrations`, `keys`, `outbox`), or says that the node is stopping. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
