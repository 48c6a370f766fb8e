/** Puts the focus where somebody begins; for `ref`. The attribute works in a page's first moment only. */
export function focusNow(element: HTMLElement | null): void {
  element?.focus();
}
