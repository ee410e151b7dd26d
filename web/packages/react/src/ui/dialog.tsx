import { useCallback, useId, useRef, type ReactNode } from 'react';
import { useMessages } from './words.js';

export interface DialogProps {
  open: boolean;
  /** Called when somebody closes it, by the keyboard too. */
  onClose: () => void;
  title: string;
  /** What is in it lives as long as it is open: what was typed is gone after. */
  children?: ReactNode | undefined;
}

/**
 * A modal dialog: the browser's own, which keeps the focus inside and gives it back. A press beside
 * it does not close it: that is a slip more often than a wish to lose what was typed.
 */
export function Dialog(props: DialogProps): ReactNode {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, title, children }: DialogProps): ReactNode {
  const { close, dir, locale } = useMessages();
  const label = useId();
  const shown = useRef<HTMLDialogElement>(null);

  // An effect would end too late: only what is still in the page gives the focus back.
  const show = useCallback((dialog: HTMLDialogElement | null) => {
    shown.current?.close();
    shown.current = dialog;
    dialog?.showModal();
    // The first thing in it is the button that closes it.
    dialog?.querySelector<HTMLElement>('input:not([hidden]), textarea, select')?.focus();
  }, []);

  return (
    <dialog
      ref={show}
      className="bp bp-dialog"
      aria-labelledby={label}
      dir={dir}
      lang={locale}
      onCancel={(event) => {
        // That nothing was chosen for a file is told in the same way.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // Browsers close it themselves when Escape is pressed twice.
      onClose={(event) => {
        if (event.target === event.currentTarget && !event.currentTarget.open) onClose();
      }}
    >
      <div className="bp-dialog-content">
        <div className="bp-dialog-header">
          <h2 id={label}>{title}</h2>
          <button type="button" className="bp-icon-button" aria-label={close} onClick={onClose}>
            <span aria-hidden="true">×</span>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
