// Which expected output belongs to which actual one, so that one missing output does not make all later ones look wrong.
// Knows outputs by position only.

/** A pair, or an output without a partner; positions count from 0. */
export interface Alignment {
  readonly expected?: number;
  readonly actual?: number;
}

/** How outputs are compared; both are asked many times and should be cheap. */
export interface OutputComparison {
  readonly isEqual: (expected: number, actual: number) => boolean;
  /** How much the two differ; 0 when equal. */
  readonly measure: (expected: number, actual: number) => number;
}

/** Largest table of a longest common subsequence; beyond it, outputs between the equal ends are paired in order. */
const maxTable = 4_000_000;
/** Largest table of nearest pairs, whose cells cost a comparison each. */
const maxNearestTable = 2_500;

/**
 * Pairs outputs in order: first equal ones along a longest common subsequence, then the unequal ones between them,
 * each with the most similar. The result is in order of both.
 */
export function alignOutputs(
  expectedCount: number,
  actualCount: number,
  comparison: OutputComparison,
): Alignment[] {
  let start = 0;
  const shorter = Math.min(expectedCount, actualCount);
  while (start < shorter && comparison.isEqual(start, start)) start += 1;
  let tail = 0;
  const isTailEqual = (): boolean => comparison.isEqual(expectedCount - tail - 1, actualCount - tail - 1);
  while (tail < shorter - start && isTailEqual()) tail += 1;
  const anchors = [
    ...findCommon(start, expectedCount - tail, start, actualCount - tail, comparison),
    [expectedCount - tail, actualCount - tail] as const,
  ];
  const result: Alignment[] = range(start).map((index) => ({ expected: index, actual: index }));
  let [nextExpected, nextActual] = [start, start];
  for (const [expected, actual] of anchors) {
    result.push(...pairUnequal([nextExpected, expected], [nextActual, actual], comparison));
    if (expected < expectedCount - tail) result.push({ expected, actual });
    [nextExpected, nextActual] = [expected + 1, actual + 1];
  }
  for (const index of range(tail))
    result.push({ expected: expectedCount - tail + index, actual: actualCount - tail + index });
  return result;
}

/** The pairs of a longest common subsequence of two half-open ranges. */
function findCommon(
  expectedStart: number,
  expectedEnd: number,
  actualStart: number,
  actualEnd: number,
  { isEqual }: OutputComparison,
): (readonly [number, number])[] {
  const [rows, columns] = [expectedEnd - expectedStart, actualEnd - actualStart];
  if (rows * columns > maxTable) return [];
  const width = columns + 1;
  // lengths[i * width + j]: longest common subsequence of what begins at i and j.
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = isEqual(expectedStart + i, actualStart + j)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns && at(i, j) > 0) {
    if (at(i + 1, j) === at(i, j)) i += 1;
    else if (at(i, j + 1) === at(i, j)) j += 1;
    else pairs.push([expectedStart + i++, actualStart + j++]);
  }
  return pairs;
}

type Bounds = readonly [start: number, end: number];

/** Pairs two runs of which nothing is equal; the longer run keeps what is least similar unpaired. */
function pairUnequal(
  [expectedStart, expectedEnd]: Bounds,
  [actualStart, actualEnd]: Bounds,
  { measure }: OutputComparison,
): Alignment[] {
  const [rows, columns] = [expectedEnd - expectedStart, actualEnd - actualStart];
  const isExpectedShorter = rows <= columns;
  const partners = findPartners(Math.min(rows, columns), Math.max(rows, columns), (short, long) =>
    isExpectedShorter
      ? measure(expectedStart + short, actualStart + long)
      : measure(expectedStart + long, actualStart + short),
  );
  let short = 0;
  return range(Math.max(rows, columns)).map((long) => {
    const isPaired = partners[short] === long;
    const [expected, actual] = isExpectedShorter ? [short, long] : [long, short];
    if (isPaired) short += 1;
    return {
      ...(isPaired || !isExpectedShorter ? { expected: expectedStart + expected } : {}),
      ...(isPaired || isExpectedShorter ? { actual: actualStart + actual } : {}),
    };
  });
}

/** For each of the shorter run its partner in the longer one: increasing, with the least sum of differences. */
function findPartners(
  shortCount: number,
  longCount: number,
  measure: (short: number, long: number) => number,
): number[] {
  if (shortCount === longCount || shortCount * longCount > maxNearestTable) return range(shortCount);
  // costs[s][l]: least cost of pairing everything from s on with partners from l on.
  const costs = range(shortCount + 1).map((short) =>
    new Array<number>(longCount + 1).fill(short === shortCount ? 0 : Infinity),
  );
  const cost = (short: number, long: number): number => costs[short]?.[long] ?? Infinity;
  const pairCost = range(shortCount).map((short) => range(longCount).map((long) => measure(short, long)));
  const costOfPair = (short: number, long: number): number =>
    (pairCost[short]?.[long] ?? Infinity) + cost(short + 1, long + 1);
  for (let short = shortCount - 1; short >= 0; short -= 1) {
    const row = costs[short];
    for (let long = longCount - 1; row && long >= 0; long -= 1)
      row[long] = Math.min(costOfPair(short, long), cost(short, long + 1));
  }
  const partners: number[] = [];
  for (let long = 0; partners.length < shortCount; long += 1) {
    const short = partners.length;
    if (costOfPair(short, long) <= cost(short, long + 1)) partners.push(long);
  }
  return partners;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_item, index) => index);
}
