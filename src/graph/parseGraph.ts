// The front door of this folder: text in, models and every problem that the text alone can show out. Never throws.
// Knows nothing about files or editors.
import type { Range } from '../base/position.ts';
import { checkStructure } from './checkStructure.ts';
import { kindOfDocument, type DocumentKind } from './documentKind.ts';
import type { EditedText } from './edits.ts';
import type { Comment } from './findComments.ts';
import { readFaultItems } from './faults.ts';
import type { TestCaseFile } from './generated/testCaseFile.generated.ts';
import {
  validateDataflowGraph,
  validateFaults,
  validateGraphDefinition,
  validateRegistryEndpoint,
  validateResponders,
  validateTestCase,
} from './generated/validators.generated.ts';
import type { GraphDefinition } from './model.ts';
import { parseYaml, type YamlDocument, type YamlFile } from './parseYaml.ts';
import { hasErrors, makeProblem, sortProblems, type Problem } from './problem.ts';
import { readGraph } from './readGraph.ts';
import { readDataflowGraph, readDeploymentFacts, readRegistryEndpoint } from './readResource.ts';
import type { DataflowGraphResource, DeploymentFacts, RegistryEndpoint } from './resource.ts';
import { checkConfigurations } from './rules/checkConfigurations.ts';
import { checkConnections } from './rules/checkConnections.ts';
import { checkOperations } from './rules/checkOperations.ts';
import { checkPaths } from './rules/checkPaths.ts';
import { checkRegistryEndpoint, checkResourceNames } from './rules/checkResourceNames.ts';
import { checkResourceNodes } from './rules/checkResourceNodes.ts';
import { checkResourceTopics } from './rules/checkResourceTopics.ts';
import { checkVersions } from './rules/checkVersions.ts';
import { makeContext, type GraphRule } from './rules/graphRule.ts';
import { checkSuppressions } from './suppressions.ts';
import { getItems, toPlainData, type YamlNode } from './yamlTree.ts';

/** One examined document of a file. What it holds is there as far as it could be read, also when it has problems. */
export interface GraphDocument {
  readonly kind: DocumentKind;
  readonly range: Range;
  /** Its tree; absent when there is nothing but comments. */
  readonly root?: YamlNode;
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** With kind `graph-definition`. */
  readonly graph?: GraphDefinition;
  /** With kind `dataflow-graph`. */
  readonly resource?: DataflowGraphResource;
  /** With kind `registry-endpoint`. */
  readonly endpoint?: RegistryEndpoint;
  /** With kind `test-case`, when it has no errors. */
  readonly testCase?: TestCaseFile;
}

/** A file of one or more documents: one version of its text, examined once. */
export interface GraphFile extends EditedText {
  readonly documents: readonly GraphDocument[];
  /** Those that may suppress problems; suppressions.ts reads them. */
  readonly comments: readonly Comment[];
  /** All problems, those of the documents included; sorted by place. Suppressed ones are among them. */
  readonly problems: readonly Problem[];
}

const graphRules: readonly GraphRule[] = [
  checkVersions,
  checkOperations,
  checkConnections,
  checkPaths,
  checkConfigurations,
];

/**
 * Examines every document of `text`, each by its kind; documents of other kinds are only checked as YAML. `facts` adds
 * to what DataflowEndpoint and DataflowProfile documents of the file tell.
 */
export function parseGraphFile(text: string, facts?: DeploymentFacts): GraphFile {
  const file = parseYaml(text);
  return joinDocuments(file, examineAll(file, facts));
}

/**
 * Reads `text` as one graph definition. `graph` is absent when there is nothing to read, or something else. Problems of
 * further documents are included, and that they are there.
 */
export function parseGraphDefinition(text: string): {
  graph?: GraphDefinition;
  problems: readonly Problem[];
} {
  const { documents, problems } = parseAs(text, 'graph-definition');
  const graph = documents.find((document) => document.graph)?.graph;
  return { ...(graph ? { graph } : {}), problems };
}

/** Reads the first DataflowGraph resource of `text`; other documents may stand beside it and are examined too. */
export function parseDataflowGraphResource(
  text: string,
  facts?: DeploymentFacts,
): { resource?: DataflowGraphResource; problems: readonly Problem[] } {
  const { documents, problems } = parseAs(text, 'dataflow-graph', facts);
  const resource = documents.find((document) => document.resource)?.resource;
  return { ...(resource ? { resource } : {}), problems };
}

/** Reads the first RegistryEndpoint resource of `text`; other documents may stand beside it and are examined too. */
export function parseRegistryEndpoint(text: string): {
  endpoint?: RegistryEndpoint;
  problems: readonly Problem[];
} {
  const { documents, problems } = parseAs(text, 'registry-endpoint');
  const endpoint = documents.find((document) => document.endpoint)?.endpoint;
  return { ...(endpoint ? { endpoint } : {}), problems };
}

/** Reads `text` as one `*.test.yaml` file. `testCase` is absent when there are errors. */
export function parseTestCase(text: string): { testCase?: TestCaseFile; problems: readonly Problem[] } {
  const { documents, problems } = parseAs(text, 'test-case');
  const testCase = documents.find((document) => document.testCase)?.testCase;
  return { ...(testCase ? { testCase } : {}), problems };
}

/** Examines `text`, of which `wanted` is expected: anything else is a problem, and an unclear document is taken for it. */
function parseAs(text: string, wanted: DocumentKind, facts?: DeploymentFacts): GraphFile {
  const file = parseYaml(text);
  const documents = examineAll(file, facts, wanted);
  const extra: Problem[] = [];
  if (file.problems.length === 0) {
    if (documents.length === 0) extra.push(describeEmpty(file, wanted));
    else if (!documents.some(({ kind }) => kind === wanted))
      extra.push(describeWrongKind(file, documents, wanted));
    else if (wanted === 'graph-definition' || wanted === 'test-case')
      extra.push(...describeSurplus(file, documents, wanted));
  }
  return joinDocuments(file, documents, extra);
}

function joinDocuments(
  file: YamlFile,
  documents: readonly GraphDocument[],
  extra: readonly Problem[] = [],
): GraphFile {
  const problems = [
    ...file.problems,
    ...extra,
    ...documents.flatMap((document) => document.problems),
    ...checkSuppressions(file),
  ];
  const { text, lines, comments } = file;
  return { text, lines, comments, documents, problems: sortProblems(problems) };
}

function examineAll(file: YamlFile, facts?: DeploymentFacts, wanted?: DocumentKind): GraphDocument[] {
  const roots = file.documents.flatMap(({ root }) => root ?? []);
  const allFacts = readDeploymentFacts(roots, facts);
  const kinds = file.documents.map(({ root }) => kindOfDocument(root));
  const isUnclear = wanted !== undefined && !kinds.includes(wanted) && kinds[0] === 'other';
  return file.documents.map((document, index) => {
    const kind = isUnclear && index === 0 ? wanted : (kinds[index] ?? 'other');
    return examine(document, kind, file, allFacts);
  });
}

function examine(
  document: YamlDocument,
  kind: DocumentKind,
  file: EditedText,
  facts: DeploymentFacts,
): GraphDocument {
  const { root, range, hasSyntaxErrors } = document;
  if (!root) return { kind, range, problems: document.problems };
  const parts = examineRoot(root, kind, file, facts);
  // Where the text is not YAML, anything else that looks wrong may only follow from that.
  const problems = hasSyntaxErrors ? document.problems : [...document.problems, ...parts.problems];
  const graph = parts.graph && hasSyntaxErrors ? { ...parts.graph, isComplete: false } : parts.graph;
  return { ...parts, ...(graph ? { graph } : {}), root, kind, range, problems: sortProblems(problems) };
}

type ExaminedParts = Omit<GraphDocument, 'kind' | 'range' | 'root'>;

function examineRoot(
  root: YamlNode,
  kind: DocumentKind,
  file: EditedText,
  facts: DeploymentFacts,
): ExaminedParts {
  switch (kind) {
    case 'graph-definition': {
      const read = readGraph(root);
      const context = makeContext(read, file);
      const structure = checkStructure(file, root, validateGraphDefinition);
      return { graph: read.graph, problems: [...structure, ...graphRules.flatMap((rule) => rule(context))] };
    }
    case 'dataflow-graph': {
      const resource = readDataflowGraph(root);
      // The cluster's version may know keys that this one does not.
      const structure = checkStructure(file, root, validateDataflowGraph, { unknownKeys: 'warning' });
      const rules = [
        checkResourceNames(resource),
        checkResourceNodes(resource, facts),
        checkResourceTopics(resource),
      ];
      return { resource, problems: [...structure, ...rules.flat()] };
    }
    case 'registry-endpoint': {
      const endpoint = readRegistryEndpoint(root);
      const structure = checkStructure(file, root, validateRegistryEndpoint, { unknownKeys: 'warning' });
      return { endpoint, problems: [...structure, ...checkRegistryEndpoint(endpoint)] };
    }
    case 'test-case': {
      const problems = checkStructure(file, root, validateTestCase);
      // The validator has just proved the shape.
      return hasErrors(problems) ? { problems } : { testCase: toPlainData(root) as TestCaseFile, problems };
    }
    case 'responders':
      return { problems: checkStructure(file, root, validateResponders) };
    case 'faults': {
      const problems = checkStructure(file, root, validateFaults);
      return { problems: hasErrors(problems) ? problems : [...problems, ...checkFaults(root)] };
    }
    case 'other':
    case 'other-resource':
      return { problems: [] };
  }
}

/** What a kind of fault needs, and has no use for. */
function checkFaults(root: YamlNode): Problem[] {
  const { flaws } = readFaultItems(getItems(root, 'faults'));
  return flaws.map(({ range, message }) => makeProblem('FAULT_INVALID', range, message));
}

const kindWords: Readonly<Record<DocumentKind, string>> = {
  'graph-definition': 'a graph definition',
  'dataflow-graph': 'a DataflowGraph resource',
  'registry-endpoint': 'a RegistryEndpoint resource',
  'test-case': 'a test case',
  responders: 'a list of responders',
  faults: 'a list of faults',
  'other-resource': 'another Kubernetes resource',
  other: 'something else',
};

function describeEmpty({ lines }: YamlFile, wanted: DocumentKind): Problem {
  const message = `This file is empty; ${kindWords[wanted]} is expected.`;
  return makeProblem('DOCUMENT_EMPTY', lines.rangeAt(0, 0), message);
}

function describeWrongKind(
  file: YamlFile,
  documents: readonly GraphDocument[],
  wanted: DocumentKind,
): Problem {
  const found = documents[0]?.kind ?? 'other';
  const message = `This is ${kindWords[found]}; ${kindWords[wanted]} is expected.`;
  return makeProblem('DOCUMENT_WRONG_KIND', headOf(file, 0), message);
}

/** Graph definitions and test cases stand alone in their file. */
function describeSurplus(
  file: YamlFile,
  documents: readonly GraphDocument[],
  wanted: DocumentKind,
): Problem[] {
  const used = documents.findIndex(({ kind }) => kind === wanted);
  return documents.flatMap((_document, index) => {
    if (index === used) return [];
    const message = `Only one document of this file is used as ${kindWords[wanted].replace(/^an? /, '')}; this one is not.`;
    const related = [{ message: 'This document is used.', range: headOf(file, used) }];
    return [makeProblem('DOCUMENT_SURPLUS', headOf(file, index), message, { related })];
  });
}

/** The first key of a document, to point at it without painting all of it. */
function headOf({ documents, lines }: YamlFile, index: number): Range {
  const document = documents[index];
  const root = document?.root;
  return (
    (root?.kind === 'map' ? root.pairs[0]?.keyPlace.range : root?.range) ??
    document?.range ??
    lines.rangeAt(0, 0)
  );
}
