// Moves the keyboard back to the canvas, when what it was on goes. Knows no graph.

/** To the node that the Tab key comes to; the picture stays where it is. */
export function focusCanvas(): void {
  const stop = document.querySelector<HTMLElement>('.canvas [tabindex="0"]');
  (stop ?? document.querySelector<HTMLElement>('.canvas'))?.focus({ preventScroll: true });
}
