// Semantic versions (semver.org 2.0.0), as far as graphs need them: well formed, and compatible. Knows nothing else.

/** A version taken apart; what comes after the three numbers does not matter for compatibility. */
export interface SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

// semver.org 2.0.0, clauses 2, 9 and 10: no leading zeros in numbers; pre-release; build metadata.
const number = '(?:0|[1-9]\\d*)';
const preRelease = `(?:${number}|\\d*[A-Za-z-][\\dA-Za-z-]*)`;
const pattern = new RegExp(
  `^(${number})\\.(${number})\\.(${number})(?:-${preRelease}(?:\\.${preRelease})*)?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
);

/** Takes `text` apart; undefined when it is not a semantic version. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = pattern.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) } : undefined;
}

/** Whether a host of version `offered` serves a module built for `needed`: same major, and no newer minor. */
export function isCompatible(needed: SemanticVersion, offered: SemanticVersion): boolean {
  // semver.org clause 4: below 1.0.0 any minor may break.
  if (needed.major === 0) return offered.major === 0 && needed.minor === offered.minor;
  return needed.major === offered.major && needed.minor <= offered.minor;
}

/** The version probably meant by `text`: `1.0` and `v1.0.0` become `1.0.0`; undefined when there is no telling. */
export function guessSemanticVersion(text: string): string | undefined {
  const [major, minor, patch] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/i.exec(text.trim())?.slice(1) ?? [];
  if (major === undefined) return undefined;
  return [major, minor ?? '0', patch ?? '0'].map((part) => String(Number(part))).join('.');
}
