// @vitest-environment jsdom
import { createChatClient, newId } from '@bookplate/client/chat';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { useChatMessages, useChats } from '../../src/index.js';
import {
  AnonymousLimitNotice,
  EmailVerificationBanner,
  LinkAnonymousChats,
} from '../../src/ui/index.js';
import '../support/quiet.js';
import { openSite, PASSWORD, within } from '../support/site.js';

const site = openSite({
  BOOKPLATE__ANONYMOUS__MESSAGES_PER_DAY: '4',
  BOOKPLATE__REGISTRATION__EMAIL_VERIFICATION: 'optional',
});

/** A visitor who asked these questions, each in a chat of its own. */
async function visitor(...questions: string[]) {
  const client = site.client({ anonymous: true });
  await client.signInAnonymously();
  for (const content of questions) {
    await createChatClient(client).append(newId(), { role: 'user', content }, { createChat: true });
  }
  return client;
}

describe('the limit of visitors', () => {
  const ID = newId();
  function Ask() {
    const { append } = useChatMessages(ID);
    return <button onClick={() => void append({ role: 'user', content: 'More?' })}>Ask</button>;
  }

  it('counts down with each question, and tells the last ones and when there will be more', async () => {
    const onRegister = vi.fn();
    const user = userEvent.setup();
    render(
      <>
        <AnonymousLimitNotice onRegister={onRegister} />
        <Ask />
      </>,
      { wrapper: within(await visitor()) },
    );
    const button = () => screen.getByRole('button', { name: 'Create account' });
    const live = async (text: string | RegExp) => (await screen.findByText(text)).ariaLive;
    expect(await live('4 questions left.')).toBe('off');
    expect(screen.queryByText(/to go on/)).toBeNull();
    button();
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    expect(await live('3 questions left.')).toBe('polite');
    for (const left of ['2 questions left.', '1 question left.', /^You have no questions/]) {
      await user.click(screen.getByRole('button', { name: 'Ask' }));
      await screen.findByText(left);
    }
    expect(screen.getByText(/^You have no questions left for now. The next one: .*\d/)).toBeTruthy();
    screen.getByText('Create an account to go on.');
    await user.click(button());
    expect(onRegister).toHaveBeenCalledOnce();
  });

  it('is hidden from users', async () => {
    const { container } = render(<AnonymousLimitNotice />, {
      wrapper: within(await site.signedIn()),
    });
    expect(container.textContent).toBe('');
  });
});

describe('chats from before signing in', () => {
  function Titles() {
    return useChats().chats.map(({ id, title }) => <p key={id}>mine: {title}</p>);
  }

  async function offered(...questions: string[]) {
    const somebody = await site.person();
    const client = await visitor(...questions);
    const { anonymousToken } = await client.signIn(somebody, { bringChats: false });
    const onDone = vi.fn();
    render(
      <>
        <LinkAnonymousChats anonymousToken={anonymousToken!} onDone={onDone} />
        <Titles />
      </>,
      { wrapper: within(client) },
    );
    return { client, onDone, user: userEvent.setup() };
  }

  it('those that are chosen come along, and lists of chats see them', async () => {
    const { onDone, user } = await offered('What is PID?', 'What is LQR?');
    await screen.findByText('You have 2 chats from before you signed in.');
    await user.click(screen.getByRole('checkbox', { name: /What is LQR/ }));
    await user.click(screen.getByRole('button', { name: 'Keep the chosen ones' }));
    await waitFor(() => expect(onDone).toHaveBeenCalledExactlyOnceWith(1));
    await screen.findByText('mine: What is PID?');
    expect(screen.queryByText('mine: What is LQR?')).toBeNull();
  });

  it('none comes along if they are left', async () => {
    const { client, onDone, user } = await offered('What is PID?');
    await user.click(await screen.findByRole('button', { name: 'Leave them' }));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(0);
    expect((await createChatClient(client).list()).data).toEqual([]);
  });

  it('nobody is asked where there are none', async () => {
    const { onDone } = await offered();
    await waitFor(() => expect(onDone).toHaveBeenCalledExactlyOnceWith(0));
    expect(screen.queryByRole('heading')).toBeNull();
  });

  it('it is told when it is too late for them', async () => {
    const onDone = vi.fn();
    render(<LinkAnonymousChats anonymousToken="too.old.now" onDone={onDone} />, {
      wrapper: within(await site.signedIn()),
    });
    await screen.findByText('It is too late to bring chats along from before.');
    await userEvent.setup().click(screen.getByRole('button', { name: 'Close' }));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(0);
  });
});

describe('the banner of an address that is not proven', () => {
  async function newcomer() {
    const client = site.client();
    const email = `${newId()}@example.com`;
    await client.register({ email, name: 'New', password: PASSWORD });
    return { client, email };
  }

  it('sends the link again, once for the moment', async () => {
    const { client, email } = await newcomer();
    const user = userEvent.setup();
    render(<EmailVerificationBanner />, { wrapper: within(client) });
    screen.getByText(`Confirm your address ${email}: we have sent you a link.`);
    await user.click(screen.getByRole('button', { name: 'Send it again' }));
    await screen.findByText('Sent. It may take a minute.');
    expect(screen.getByRole('button').ariaDisabled).toBe('true');
  });

  it('goes when the address was proven elsewhere and somebody comes back to the page', async () => {
    const { client, email } = await newcomer();
    render(<EmailVerificationBanner />, { wrapper: within(client) });
    await site.client().verifyEmail(await site.mailedToken(email));
    expect(screen.queryByRole('button')).not.toBeNull();
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  });

  it('is there for an address that was just registered, too, and not for who has proven it', async () => {
    const { rerender, unmount } = render(<EmailVerificationBanner email="new@example.com" />, {
      wrapper: within(site.client()),
    });
    screen.getByText(/new@example.com/);
    rerender(<EmailVerificationBanner />);
    expect(screen.queryByRole('button')).toBeNull();
    unmount();
    render(<EmailVerificationBanner email="new@example.com" />, {
      wrapper: within(await site.signedIn()),
    });
    expect(screen.queryByRole('button')).toBeNull();
  });
});
