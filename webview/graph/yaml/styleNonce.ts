// Lets monaco make its style sheets under a strict content security policy. Knows nothing of what they say.
import type { Disposable } from '../../../src/base/disposable.ts';

/**
 * Gives every style sheet that scripts make from now on the nonce of the page's scripts. Monaco makes some as elements and has
 * no setting for a nonce; without one they would be refused. What else makes elements is not affected. Ends with `dispose`.
 */
export function giveStylesNonce(page: Document): Disposable {
  const nonce = page.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  const create = Reflect.get(page, 'createElement') as (...args: unknown[]) => HTMLElement;
  Reflect.set(page, 'createElement', (...args: unknown[]) => {
    const element = Reflect.apply(create, page, args);
    if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  });
  // Uncovers the page's own.
  return { dispose: () => void Reflect.deleteProperty(page, 'createElement') };
}
