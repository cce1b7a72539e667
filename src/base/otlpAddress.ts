// What makes a text the base address of an OTLP receiver. Knows nothing about what is sent there.

/** Where receivers of OTLP over HTTP are by the specification, when nobody says otherwise. */
export const DEFAULT_OTLP_ADDRESS = 'http://localhost:4318';

/** A sentence that says what is wrong with `text`; undefined when nothing is. */
export function findOtlpProblem(text: string): string | undefined {
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return undefined;
  return `"${text}" is not the address of an OTLP receiver: http:// or https:// with its host and port, such as http://127.0.0.1:4318.`;
}

/** The address as it is told to people: without user, password and query, which may be secret. */
export function tellAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/$/, '');
}
