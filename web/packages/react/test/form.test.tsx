// @vitest-environment jsdom
import { AuthError } from '@bookplate/client';
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  SignedIn,
  SignedOut,
  useForgotPasswordForm,
  useForm,
  useRegisterForm,
  useSignInForm,
  type FormOptions,
} from '../src/index.js';
import { gate, type Gate } from './support/gate.js';
import { openSite, PASSWORD, within } from './support/site.js';
import { Wire } from './support/wire.js';
import './support/quiet.js';

const site = openSite();

/** A form whose answers come when the test lets them. */
function mounted(options: FormOptions<string> = {}) {
  const answers: Gate<string>[] = [];
  const send = vi.fn((_values: { name: string; bio: string }) => {
    answers.push(gate<string>());
    return answers.at(-1)!.promise;
  });
  const { result, rerender, unmount } = renderHook(
    ({ name, onSuccess }) =>
      useForm({ name, bio: '' }, send, { ...options, ...(onSuccess && { onSuccess }) }),
    {
      wrapper: within(site.client()),
      initialProps: { name: '' } as { name: string; onSuccess?: (outcome: string) => void },
    },
  );
  return { result, rerender, unmount, send, answers };
}

it('what is wrong with fields is told by name, and forgotten when they are set', async () => {
  const { result } = renderHook(() => useRegisterForm(), { wrapper: within(site.client()) });
  act(() => result.current.set('email', 'no address'));
  await act(() => result.current.submit());
  const { error, fieldErrors, pending, outcome } = result.current;
  expect({ error, pending, outcome }).toEqual({ error: null, pending: false, outcome: null });
  expect(Object.keys(fieldErrors).sort()).toEqual(['email', 'name', 'password']);
  act(() => result.current.set('email', 'ada@example.com'));
  expect(Object.keys(result.current.fieldErrors).sort()).toEqual(['name', 'password']);
});

it('what is wrong with no field of the form is told on top', async () => {
  const wrapper = within(site.client());
  const { result } = renderHook(() => useSignInForm(), { wrapper });
  act(() => result.current.set('email', 'nobody@example.com'));
  act(() => result.current.set('password', PASSWORD));
  await act(() => result.current.submit());
  expect(result.current.error?.code).toBe('INVALID_CREDENTIALS');
  expect(result.current.fieldErrors).toEqual({});

  const errors = ['name', 'constructor'].map((field) => ({ field, code: 'REQUIRED', message: '' }));
  const refuse = async () => {
    throw new AuthError('VALIDATION_ERROR', 422, { errors: errors as never });
  };
  const mixed = renderHook(() => useForm({ name: '' }, refuse), { wrapper }).result;
  await act(() => mixed.current.submit());
  expect(Object.keys(mixed.current.fieldErrors)).toEqual(['name']);
  expect(mixed.current.error?.code).toBe('VALIDATION_ERROR');
});

it('pressing twice sends once, and what was typed in the same moment', async () => {
  const { result, send, answers } = mounted();
  const preventDefault = vi.fn();
  act(() => {
    result.current.set('name', 'Ada');
    void result.current.submit({ preventDefault });
    void result.current.submit({ preventDefault });
  });
  expect(result.current.pending).toBe(true);
  expect(preventDefault).toHaveBeenCalledTimes(2);
  await act(async () => answers[0]!.resolve('done'));
  expect(send.mock.calls).toEqual([[{ name: 'Ada', bio: '' }]]);
  expect(result.current).toMatchObject({ pending: false, outcome: 'done', error: null });
});

it('what is typed while an answer is waited for stays', async () => {
  const { result, answers } = mounted();
  act(() => void result.current.submit());
  act(() => result.current.set('bio', 'later'));
  await act(async () => answers[0]!.reject(new AuthError('NETWORK_ERROR')));
  expect(result.current.values).toEqual({ name: '', bio: 'later' });
  expect(result.current.error?.code).toBe('NETWORK_ERROR');
});

it('fields that nobody touched follow what is known', () => {
  const { result, rerender } = mounted();
  act(() => result.current.set('bio', 'mine'));
  rerender({ name: 'Ada' });
  expect(result.current.values).toEqual({ name: 'Ada', bio: 'mine' });
  act(() => result.current.set('name', ''));
  rerender({ name: 'Ada L.' });
  expect(result.current.values).toEqual({ name: '', bio: 'mine' });
  act(() => result.current.reset());
  expect(result.current.values).toEqual({ name: 'Ada L.', bio: '' });
});

it('going back to the beginning drops the answer that is waited for', async () => {
  const onSuccess = vi.fn();
  const { result, send, answers } = mounted({ onSuccess });
  act(() => result.current.set('name', 'first'));
  act(() => void result.current.submit());
  act(() => result.current.reset());
  expect(result.current).toMatchObject({ pending: false, values: { name: '', bio: '' } });
  act(() => void result.current.submit());
  await act(async () => answers[0]!.resolve('first'));
  expect(result.current).toMatchObject({ pending: true, outcome: null });
  await act(async () => answers[1]!.resolve('second'));
  expect(result.current.outcome).toBe('second');
  expect(send).toHaveBeenCalledTimes(2);
  expect(onSuccess.mock.calls).toEqual([['second']]);
});

it('a form that was taken away tells nothing', async () => {
  const onSuccess = vi.fn();
  const { result, unmount, answers } = mounted({ onSuccess });
  let submitted!: Promise<void>;
  act(() => void (submitted = result.current.submit()));
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  unmount();
  vi.runAllTimers();
  answers[0]!.resolve('too late');
  await submitted;
  expect(onSuccess).not.toHaveBeenCalled();
});

it('a success that takes its own form away is told', async () => {
  const ada = await site.person();
  const onSuccess = vi.fn();
  function SignIn() {
    const form = useSignInForm({ onSuccess });
    return (
      <button
        onClick={() => {
          form.set('email', ada.email);
          form.set('password', ada.password);
          void form.submit();
        }}
      >
        sign in
      </button>
    );
  }
  const page = (
    <>
      <SignedOut>
        <SignIn />
      </SignedOut>
      <SignedIn>welcome</SignedIn>
    </>
  );
  render(page, { wrapper: within(site.client()) });
  (await screen.findByText('sign in')).click();
  await screen.findByText('welcome');
  await waitFor(() => expect(onSuccess).toHaveBeenCalledTimes(1));
  expect(onSuccess.mock.calls[0]![0].user.email).toBe(ada.email);
});

it('the newest listener hears of a success, and what it throws is its own', async () => {
  const { result, rerender, answers } = mounted();
  let submitted!: Promise<void>;
  act(() => void (submitted = result.current.submit()));
  rerender({
    name: '',
    onSuccess: () => {
      throw new Error('of the page');
    },
  });
  const thrown = expect(submitted).rejects.toThrow('of the page');
  await act(async () => answers[0]!.resolve('done'));
  await thrown;
  expect(result.current).toMatchObject({ outcome: 'done', error: null, pending: false });
});

it('without a network the form says so, and can be sent again', async () => {
  const wire = new Wire();
  const wrapper = within(site.client({ fetch: wire.fetch }));
  const { result } = renderHook(() => useForgotPasswordForm(), { wrapper });
  act(() => result.current.set('email', 'ada@example.com'));
  wire.cut = true;
  await act(() => result.current.submit());
  expect(result.current).toMatchObject({ error: { code: 'NETWORK_ERROR' }, wait: 0 });
  wire.cut = false;
  await act(() => result.current.submit());
  expect(result.current).toMatchObject({ error: null, outcome: { email: 'ada@example.com' } });
});
