// Which module an operation runs, chosen from what the workspace has, and what is known of it.
import type { ReactElement } from 'react';
import type { ModuleOperationType } from '../../../src/graph/model.ts';
import type { CanvasModule, CanvasOperation } from '../../../src/protocol/canvas.ts';
import { ComboBox } from '../../controls/ComboBox.tsx';
import { Tag } from '../../controls/Tag.tsx';
import { whyNotModule } from './checkTexts.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { findModule, formatSize, rankModules, shortDigest } from './modules.ts';

export interface ModuleFieldProps {
  readonly inspected: Inspected;
  readonly index: number;
  readonly operation: CanvasOperation;
  readonly type: ModuleOperationType;
}

export function ModuleField({ inspected, index, operation, type }: ModuleFieldProps): ReactElement {
  const { workspace, canEdit } = inspected;
  const { module = '' } = operation;
  const found = module === '' ? undefined : findModule(workspace.modules, module);
  return (
    <>
      <ComboBox
        label="Module"
        value={module}
        isFreeText
        isDisabled={!canEdit}
        placeholder="name:version"
        propose={(text) =>
          rankModules(workspace.modules, type, text).map(({ reference, detail }) => ({
            value: reference,
            detail,
          }))
        }
        validate={whyNotModule}
        onCommit={(text) =>
          commitGesture(inspected, {
            kind: 'set-module',
            operation: index,
            module: text.trim() === '' ? undefined : text.trim(),
          })
        }
      />
      {module !== '' && <ModuleFacts module={found} type={type} />}
    </>
  );
}

const languageWords = { rust: 'Rust', python: 'Python', javascript: 'JavaScript' };

function ModuleFacts({
  module,
  type,
}: {
  readonly module: CanvasModule | undefined;
  readonly type: ModuleOperationType;
}): ReactElement {
  if (!module) return <p className="inspector-hint">Neither the workspace nor the cache has this module.</p>;
  const { types, isBuilt, damage, origin, sizeBytes, digest, sourceLanguage } = module;
  return (
    <div className="inspector-facts">
      <div className="inspector-tags">
        {types.map((exported) => (
          <Tag key={exported}>{exported}</Tag>
        ))}
      </div>
      <div className="control-detail">
        {[
          origin === 'workspace' ? 'in the workspace' : 'in the cache',
          sourceLanguage && languageWords[sourceLanguage],
          sizeBytes !== undefined && formatSize(sizeBytes),
        ]
          .filter(Boolean)
          .join(', ')}
        {digest !== undefined && (
          <>
            , <span title={digest}>digest {shortDigest(digest)}</span>
          </>
        )}
      </div>
      {damage !== undefined && <p className="inspector-warning">It cannot be used: {damage}</p>}
      {!isBuilt && <p className="inspector-warning">It is not built yet.</p>}
      {types.length > 0 && !types.includes(type) && (
        <p className="inspector-warning">It exports no operator for the type {type}.</p>
      )}
    </div>
  );
}
