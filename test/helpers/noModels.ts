// Models of a run without a thread for them: loading one fails.
import type { ModelOutcome } from '../../src/protocol/inference.ts';
import type { InferenceLink } from '../../src/runtime/engine/inferenceThread.ts';
import { Models } from '../../src/runtime/services/models.ts';

const failed: ModelOutcome = {
  kind: 'failed',
  code: 'unknown',
  reason: 'there is no thread for models here',
};

export const noInference: InferenceLink = { generation: 0, call: () => failed, free: () => undefined };

export function noModels(): Models {
  return new Models({ generation: 0, call: () => failed, free: () => undefined }, []);
}
