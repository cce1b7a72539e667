// Tells assistive technology about a field inside a toolkit element. Its real control is in a shadow tree, where ids of the
// page mean nothing, so that the words are given instead of references to them.
import { type RefObject, useLayoutEffect } from 'react';

/** An element of the toolkit that wraps a native control. */
interface WrappingElement extends HTMLElement {
  readonly control: HTMLElement;
}

/** `description` is read after the label; undefined and false remove what was said. */
export function useDescribedControl(
  ref: RefObject<WrappingElement | null>,
  description: string | undefined,
  isInvalid: boolean,
): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // The toolkit names the outer element too, which is no control and must not have a name.
    element.removeAttribute('aria-label');
    // The reference is filled when the element is drawn first, which has happened by now.
    setOrRemove(element.control, 'aria-description', description);
    setOrRemove(element.control, 'aria-invalid', isInvalid ? 'true' : undefined);
  });
}

function setOrRemove(element: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
