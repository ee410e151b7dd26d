import { configure } from '@testing-library/react';

// The real service takes its time for passwords.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has no modal dialogs: this is what of them the components rely on, without the top layer.
const before = new WeakMap<HTMLDialogElement, Element | null>();

HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  if (this.open || !this.isConnected) throw new DOMException('not now', 'InvalidStateError');
  before.set(this, document.activeElement);
  this.open = true;
  this.querySelector<HTMLElement>('button, input')?.focus();
};

HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  if (!this.open) return;
  this.open = false;
  // Browsers give the focus back only from what is still in the page.
  if (this.isConnected) (before.get(this) as HTMLElement | null)?.focus();
  queueMicrotask(() => this.dispatchEvent(new Event('close')));
};
