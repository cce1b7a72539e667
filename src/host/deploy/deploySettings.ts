// How VS Code calls what a person can do about a deployment that fails. Knows no cluster.
import type { DeployWords } from '../../build/deploy/deployWords.ts';

export const deployWords: DeployWords = {
  context: 'name it in the setting dataflowGraph.deploy.context',
  withoutKubectl: 'apply the resource where it is',
  parameter: 'enter one',
};
