import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';

/**
 * A button that shows and hides a list of buttons and links. Arrows, Home and End go through it;
 * choosing, Escape, a press elsewhere and going on with Tab close it.
 */
export function useDisclosure() {
  const [open, setOpen] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const toFirst = useRef(false);
  const items = () => [...panel.current!.querySelectorAll<HTMLElement>('button, a[href]')];

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!open) return undefined;
    if (toFirst.current) items()[0]?.focus();
    toFirst.current = false;
    const elsewhere = (event: PointerEvent) => {
      if (!event.composedPath().includes(container.current!)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [open]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && open) {
      // What is around it, a dialog for example, stays open.
      event.stopPropagation();
      close();
      return;
    }
    const all = items();
    const at = all.indexOf(event.target as HTMLElement);
    const next: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? all.length - 1 : at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = next[event.key];
    if (to === undefined || (!open && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    if (open) {
      all.at(to % all.length)?.focus();
    } else {
      toFirst.current = true;
      setOpen(true);
    }
  }

  return {
    open,
    container: {
      ref: container,
      onKeyDown,
      onBlur: ({ relatedTarget, currentTarget }: FocusEvent) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) setOpen(false);
      },
    },
    button: { ref: button, 'aria-expanded': open, onClick: () => setOpen(!open) },
    panel: {
      ref: panel,
      onClick: ({ target }: MouseEvent) => {
        if ((target as Element).closest('button, a')) close();
      },
    },
  };
}
