// What texts with problems are made from, and the shape of a case: «the range that must be reported» is marked.
// Texts are made from two valid fixtures, so a case shows nothing but its mistake.
import { readFileSync } from 'node:fs';
import type { ProblemCode } from '../../../src/graph/problem.ts';

/** A text with problems. */
export interface ProblemCase {
  readonly title: string;
  /** With « and » around the place of the problem. */
  readonly text: string;
  /** Codes that are reported besides, each as often as it stands here. */
  readonly besides?: readonly ProblemCode[];
  /** What stands at the related places, in order. */
  readonly related?: readonly string[];
  /** A part of the text after the suggested fix; without it no fix is suggested. */
  readonly fixed?: string;
}

/** Texts with the problem, and texts that come near and have no problem at all. */
export interface ProblemCases {
  readonly bad: readonly ProblemCase[];
  readonly good?: readonly string[];
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/graphs/${name}`, import.meta.url), 'utf8');

export const graph: string = fixture('thermostats.yaml');
export const deployment: string = fixture('deployment.yaml');

/** `text` with each old part, which must occur exactly once, replaced by the new one. */
export function change(
  text: string,
  ...changes: readonly (readonly [oldPart: string, newPart: string])[]
): string {
  return changes.reduce((result, [oldPart, newPart]) => {
    if (result.split(oldPart).length !== 2) throw new Error(`Not exactly one occurrence: ${oldPart}`);
    return result.replace(oldPart, () => newPart);
  }, text);
}

export const inGraph = (...changes: readonly (readonly [string, string])[]): string =>
  change(graph, ...changes);
export const inDeployment = (...changes: readonly (readonly [string, string])[]): string =>
  change(deployment, ...changes);

/** Codes that need more than one document's text: an expected kind, modules or schemas; tested on their own. */
export const otherCodes: readonly ProblemCode[] = [
  'DOCUMENT_EMPTY',
  'DOCUMENT_WRONG_KIND',
  'DOCUMENT_SURPLUS',
  'MODULE_OPERATOR_MISSING',
  'MODULE_API_MISMATCH',
  'MODULE_TOO_LARGE',
  'MODULE_LARGE',
  'MODULE_UNUSABLE',
  'FEATURE_MISSING',
  'FEATURE_UNUSED',
  'SCHEMA_NOT_FOUND',
  'SCHEMA_FILE_NAME',
];
