// Colours for what is drawn on canvas elements, as the theme in use has them: those of nodes.css. Knows no graph.
import type { OperationType } from '../../../src/graph/model.ts';
import type { Severity } from '../../../src/graph/problem.ts';
import { pictureColors } from '../pictures/pictureColors.ts';

/** CSS colours, resolved. */
export interface DrawColors {
  readonly background: string;
  readonly nodeBackground: string;
  readonly nodeBorder: string;
  readonly text: string;
  readonly faintText: string;
  readonly edge: string;
  readonly accents: Readonly<Record<OperationType, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  /** Around what is selected. */
  readonly selection: string;
  readonly breakpoint: string;
  readonly badge: string;
  readonly badgeText: string;
  readonly testPassed: string;
  readonly testFailed: string;
  readonly stopped: string;
  /** Over the parts of the overview that are out of sight. */
  readonly shade: string;
  /** CSS family of fonts. */
  readonly font: string;
}

/** Of the theme around the canvas of `context`. */
export function readColors(context: CanvasRenderingContext2D): DrawColors {
  const element = context.canvas;
  const style = getComputedStyle(element);
  const read = (...names: readonly string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value) return value;
    }
    return '#888888';
  };
  const foreground = read('foreground');
  const background = read('editor-background');
  const isHighContrast = element.closest('.vscode-high-contrast') !== null;
  const mixed = (percent: number): string =>
    compute(context, `color-mix(in srgb, ${foreground} ${String(percent)}%, ${background})`);
  const error = read('editorError-foreground');
  return {
    background,
    nodeBackground: isHighContrast ? background : mixed(5),
    nodeBorder: isHighContrast ? read('contrastBorder') : mixed(35),
    text: read('editorWidget-foreground', 'foreground'),
    faintText: read('descriptionForeground'),
    edge: read('charts-lines', 'foreground'),
    accents: pictureColors((name) => style.getPropertyValue(name)).accents,
    severities: {
      error,
      warning: read('editorWarning-foreground'),
      info: read('editorInfo-foreground'),
      hint: read('descriptionForeground'),
    },
    selection: read('contrastActiveBorder', 'focusBorder'),
    breakpoint: read('debugIcon-breakpointForeground'),
    badge: read('badge-background'),
    badgeText: read('badge-foreground'),
    testPassed: read('testing-iconPassed', 'charts-green'),
    testFailed: read('testing-iconFailed', 'errorForeground'),
    stopped: read('debugIcon-pauseForeground', 'focusBorder'),
    shade: read('scrollbarSlider-background'),
    font: style.fontFamily,
  };
}

/** Mixed once, and not for every node of every frame. */
function compute(context: CanvasRenderingContext2D, color: string): string {
  context.fillStyle = color;
  return context.fillStyle;
}
