// Everything about one operation.
import { type ReactElement, useEffect, useRef } from 'react';
import { hasOperator, operationTypes } from '../../../src/graph/model.ts';
import type { EditorSnapshot } from '../state/graphEditor.ts';
import { Link } from '../../controls/Link.tsx';
import { Select } from '../../controls/Select.tsx';
import { TextField } from '../../controls/TextField.tsx';
import { whyNotName } from './checkTexts.ts';
import { ConnectionList } from './ConnectionList.tsx';
import { commitGesture, type Inspected } from './inspected.ts';
import { ModuleField } from './ModuleField.tsx';
import { findModule, undeclaredParameters } from './modules.ts';
import { ParameterList } from './ParameterList.tsx';
import { ProblemList } from './ProblemList.tsx';
import { countProblems, pickProblems } from './problems.ts';
import { Section } from './Section.tsx';
import { typeWords } from './typeWords.ts';

export interface OperationPageProps {
  readonly inspected: Inspected;
  readonly index: number;
  readonly ask: EditorSnapshot['inspectorAsk'];
}

export function OperationPage({ inspected, index, ask }: OperationPageProps): ReactElement | undefined {
  const { editor, graph, workspace, version, canEdit } = inspected;
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!ask) return;
    const part = page.current?.querySelector(`[data-part="${ask.section}"]`);
    part?.scrollIntoView({ block: 'nearest' });
    part?.querySelector<HTMLElement>('vscode-text-field, summary')?.focus();
    editor.settleInspectorAsk();
  }, [ask, editor]);
  const operation = graph.operations[index];
  if (!operation) return undefined;
  const { type, module, parameters = [], range } = operation;
  const problems = pickProblems(graph, (problem) => problem.operation === index);
  const found = module === undefined ? undefined : findModule(workspace.modules, module);
  const suggestions = hasOperator(type) ? undeclaredParameters(found, type, parameters) : [];
  return (
    <div ref={page}>
      <OperationFields inspected={inspected} index={index} />
      <p className="inspector-links">
        <Link isDisabled={!canEdit} onPress={() => editor.host.notify('revealText', { range })}>
          Show in text
        </Link>
        {found?.sourceLanguage && (
          <Link
            isDisabled={!canEdit}
            onPress={() => editor.host.notify('openModuleSource', { operation: index, version })}
          >
            Open source
          </Link>
        )}
      </p>
      {problems.length > 0 && (
        <div data-part="problems">
          <Section title="Problems" count={countProblems(problems)}>
            <ProblemList inspected={inspected} problems={problems} areFixesShown />
          </Section>
        </div>
      )}
      {(hasOperator(type) || parameters.length > 0) && (
        <Section title="Parameters" count={parameters.length}>
          <ParameterList {...{ inspected, index, operation, suggestions }} />
        </Section>
      )}
      <Section title="Connections">
        <ConnectionList {...{ inspected, index, operation }} />
      </Section>
      <Section title={`About ${type}`} isOpen={false}>
        {typeWords[type].details.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Section>
    </div>
  );
}

function OperationFields({
  inspected,
  index,
}: Pick<OperationPageProps, 'inspected' | 'index'>): ReactElement | undefined {
  const { graph, canEdit } = inspected;
  const operation = graph.operations[index];
  if (!operation) return undefined;
  const { name, type } = operation;
  const others = graph.operations.filter((other) => other !== operation).map((other) => other.name);
  return (
    <div className="inspector-body">
      <div data-part="name">
        <TextField
          label="Name"
          value={name}
          isDisabled={!canEdit}
          validate={(text) => whyNotName('an operation', text, others)}
          onCommit={(text) =>
            commitGesture(inspected, { kind: 'rename-operation', operation: index, name: text.trim() })
          }
        />
      </div>
      <Select
        label="Type"
        value={type}
        options={operationTypes.map((value) => ({ value }))}
        description={typeWords[type].summary}
        isDisabled={!canEdit}
        onCommit={(value) => {
          const chosen = operationTypes.find((known) => known === value);
          return chosen && commitGesture(inspected, { kind: 'set-type', operation: index, type: chosen });
        }}
      />
      {hasOperator(type) && <ModuleField {...{ inspected, index, operation, type }} />}
    </div>
  );
}
