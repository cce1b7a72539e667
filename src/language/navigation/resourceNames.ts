// The names in the tree of a DataflowGraph resource: nodes, artifacts and configuration keys. Knows nothing about graph
// definitions.
import { getItems, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import type { FoundName, ReportName } from './foundName.ts';
import { reportText } from './graphNames.ts';

/** Reports the names in `root`, the tree of a DataflowGraph resource that may lack any part. */
export function collectResourceNames(root: YamlNode, report: ReportName): void {
  const spec = getValue(root, 'spec') ?? root;
  for (const item of getItems(spec, 'nodes')) {
    const settings = getValue(item, 'graphSettings');
    reportText(report, item, item, 'name', 'node', 'definition');
    reportText(report, item, settings, 'artifact', 'artifact', 'reference');
    for (const entry of getItems(settings, 'configuration'))
      reportText(report, item, entry, 'key', 'configuration', 'reference');
  }
  for (const item of getItems(spec, 'nodeConnections')) {
    const reportSource: ReportName = (found) => report(cutOutput(found));
    reportText(reportSource, item, getValue(item, 'from'), 'name', 'node', 'reference');
    reportText(report, item, getValue(item, 'to'), 'name', 'node', 'reference');
  }
}

/** `name.output.true` is the node `name`; format of DataflowGraph, `nodeConnections[].from.name`. */
function cutOutput(found: FoundName): FoundName {
  const { name, suffix } = /^(?<name>[^.]+)(?<suffix>\.output\..*)$/s.exec(found.name)?.groups ?? {};
  return name === undefined || suffix === undefined ? found : { ...found, name, suffix };
}
