// What can be created: languages, SDKs for Rust, and what the template of each type does and reads. Knows no files.
import type { ModuleOperationType } from '../../graph/model.ts';
import type { OperatorLanguage } from '../operatorLanguages.ts';

/** How Rust reaches the host: through the crate that Azure IoT Operations provides, or by bindings from the WIT files. */
export const rustSdks = ['wasm_graph_sdk', 'wit-bindgen'] as const;
export type RustSdk = (typeof rustSdks)[number];

/** What is made when nobody says otherwise. */
export const defaultKind: {
  readonly language: OperatorLanguage;
  readonly type: ModuleOperationType;
  readonly sdk: RustSdk;
} = { language: 'rust', type: 'map', sdk: 'wasm_graph_sdk' };

/** A parameter that a template reads, as the graph's `moduleConfigurations` tells it. */
export interface TemplateParameter {
  readonly name: string;
  readonly description: string;
  readonly default: string;
}

/** What the template of a type does, in a few words, and the parameters it reads. */
export interface OperatorTemplate {
  readonly summary: string;
  /** What the operator is called where nobody says otherwise: what the template does. */
  readonly operatorName: string;
  readonly parameters: readonly TemplateParameter[];
}

const decimals: TemplateParameter = {
  name: 'decimals',
  description: 'Digits after the point, 0 to 9',
  default: '1',
};

export const operatorTemplates: Readonly<Record<ModuleOperationType, OperatorTemplate>> = {
  map: { summary: 'changes each message', operatorName: 'celsius', parameters: [decimals] },
  filter: {
    summary: 'lets messages pass or drops them',
    operatorName: 'bounds',
    parameters: [
      { name: 'lower_bound', description: 'Lowest temperature that passes', default: '0' },
      { name: 'upper_bound', description: 'Highest temperature that passes', default: '100' },
    ],
  },
  branch: {
    summary: 'sends each message one of two ways',
    operatorName: 'warm',
    parameters: [
      { name: 'threshold', description: 'Temperatures above it take the arm "True"', default: '70' },
    ],
  },
  accumulate: {
    summary: 'makes one message of all in a time window',
    operatorName: 'average',
    parameters: [decimals],
  },
  delay: {
    summary: 'moves messages to a later logical time',
    operatorName: 'window',
    parameters: [
      { name: 'window_seconds', description: 'Length of a time window, in seconds', default: '10' },
    ],
  },
};
