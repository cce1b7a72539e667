// Colours of a picture, as the theme in use has them. Knows VS Code's names of colours and no graph.
import type { OperationType } from '../../../src/graph/model.ts';
import type { PictureColors } from './drawSvg.ts';

/** Gives the value of a CSS variable such as `--vscode-foreground`; empty when it has none. */
export type ReadVariable = (name: string) => string;

/** Variables in the order in which they are asked, then what a light theme has. */
type Choice = readonly [...string[], string];

const accents: Readonly<Record<OperationType, Choice>> = {
  source: ['--vscode-charts-green', '#388a34'],
  map: ['--vscode-charts-blue', '#1a85ff'],
  // The orange of charts is translucent in newer versions of VS Code.
  filter: ['--vscode-symbolIcon-classForeground', '#d18616'],
  branch: ['--vscode-charts-purple', '#652d90'],
  concatenate: ['--vscode-charts-foreground', '--vscode-foreground', '#616161'],
  accumulate: ['--vscode-charts-yellow', '#bf8803'],
  delay: ['--vscode-descriptionForeground', '#717171'],
  sink: ['--vscode-charts-red', '#e51400'],
};

export function pictureColors(read: ReadVariable): PictureColors {
  const pick = (choice: Choice): string => {
    for (const name of choice) {
      const color = name.startsWith('--') ? read(name).trim() : name;
      if (color) return color;
    }
    return '#888888';
  };
  const entries = Object.entries(accents) as [OperationType, Choice][];
  return {
    background: pick(['--vscode-editor-background', '#ffffff']),
    nodeBackground: pick(['--vscode-editorWidget-background', '#f8f8f8']),
    nodeBorder: pick(['--vscode-contrastBorder', '--vscode-editorWidget-border', '#c8c8c8']),
    text: pick(['--vscode-editor-foreground', '--vscode-foreground', '#3b3b3b']),
    faintText: pick(['--vscode-descriptionForeground', '#616161']),
    edge: pick(['--vscode-editorLineNumber-activeForeground', '--vscode-foreground', '#616161']),
    accents: Object.fromEntries(
      entries.map(([type, choice]) => [type, pick(choice)]),
    ) as PictureColors['accents'],
  };
}
