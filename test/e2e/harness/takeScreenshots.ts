// Plays scenes in all four themes and writes a picture of each. Must not know Vitest.
import { join } from 'node:path';
import type { Scene } from '../scenes.ts';
import { launchChromium } from './chromium.ts';
import { themeNames } from './themes.ts';
import { startServer, type VscodeInstallation } from './vscodeServer.ts';
import { openWorkbench } from './workbench.ts';
import { makeFolder } from './workspaceFolders.ts';

export interface ScreenshotOptions {
  readonly installation: VscodeInstallation;
  /** Path of the browser. */
  readonly chromium: string;
  /** Absolute path of the extension under development. */
  readonly extensionPath: string;
  /** Folder for the pictures, `<scene>-<theme>.png`. */
  readonly target: string;
  readonly scenes: Readonly<Record<string, Scene>>;
  /** Told of each picture. */
  readonly onPicture: (path: string) => void;
}

/** All, or the one that THEME names. */
const themes = themeNames.filter((name) => (process.env['THEME'] ?? name) === name);

/** Without the bar that would tell that this is a test. */
const pictureSettings = { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false };

/** Resolves when every picture is there. Rejects with the first scene that cannot be played. */
export async function takeScreenshots(options: ScreenshotOptions): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  for (const { prepare } of Object.values(options.scenes)) if (prepare) undo.push(await prepare());
  const server = await startServer(options.installation);
  try {
    const browser = await launchChromium(options.chromium);
    try {
      for (const [name, scene] of Object.entries(options.scenes))
        for (const theme of themes) {
          const folder = makeFolder(scene.folder);
          const { extensionPath } = options;
          const size = scene.size ?? { width: 1280, height: 800 };
          const workbench = await openWorkbench(browser, server, {
            ...{ folder: folder.path, extensionPath, theme, size, settings: pictureSettings },
          });
          const path = join(options.target, `${name}-${theme}.png`);
          try {
            await scene.play(workbench);
            await workbench.screenshot(path);
          } finally {
            await workbench.close();
            folder.remove();
          }
          options.onPicture(path);
        }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    for (const step of undo) await step();
  }
}
