// How the program in use calls what a person can do about a deployment that fails. Knows no program.

export interface DeployWords {
  /** How to name a context of kubectl: `name it with --context`. */
  readonly context: string;
  /** What to do where there is no kubectl: `write the resource with --out and apply it elsewhere`. */
  readonly withoutKubectl: string;
  /** How to give parameters a value: `give it with --param name=value`. */
  readonly parameter: string;
}
