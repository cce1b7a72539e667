// The manifest against the code, both ways: ids, settings, problem codes, and files that must be in the package.
import { listFiles, PackageManager } from '@vscode/vsce';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemCodes } from '../../../src/graph/problem.ts';
import {
  commandIds,
  contextKeys,
  debugType,
  languageId,
  moduleEditorType,
  settingNames,
  settingsSection,
  taskType,
  traceEditorType,
  visualEditorType,
  walkthroughId,
  viewIds,
} from '../../../src/host/ids.ts';
import { launchAttributes, readLaunch } from '../../../src/debug/launchArguments.ts';
import faultsSchema from '../../../schemas/faults.schema.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

const { contributes } = manifest;
const text = JSON.stringify(contributes);
const idsOf = (found: Iterable<RegExpMatchArray>): string[] => [
  ...new Set([...found].map((match) => match[1] ?? '')),
];

/** Paths of the files that go into the package. */
let packaged: readonly string[] = [];

// Asked once: the packager looks through the whole folder, installed VS Codes included.
beforeAll(async () => {
  const files = await listFiles({ packageManager: PackageManager.None });
  packaged = files.map((file) => file.replaceAll('\\', '/'));
}, 120_000);

describe('the manifest and the code have the same', () => {
  it('commands', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(
      Object.values(commandIds).sort(),
    );
  });

  it('settings', () => {
    const names = Object.values(settingNames).map((name) => `${settingsSection}.${name}`);
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual(names.sort());
  });

  it('problem codes', () => {
    const severities = contributes.configuration.properties['dataflowGraph.problems.severities'];
    expect(severities.propertyNames.enum).toEqual(problemCodes);
  });

  it('attributes of launch configurations', () => {
    const [ours] = contributes.debuggers;
    if (!ours) throw new Error('the manifest has no debugger');
    const { configurationAttributes, configurationSnippets, initialConfigurations, languages } = ours;
    const { properties } = configurationAttributes.launch;
    const attached = Object.keys(configurationAttributes.attach.properties);
    // One shape wherever faults are declared.
    expect(properties.faults.items).toEqual(faultsSchema.definitions.fault);
    expect(configurationAttributes.attach.properties.faults).toEqual(properties.faults);
    expect(languages).toEqual([languageId]);
    // VS Code sets these itself.
    const own = launchAttributes.filter((name) => name !== 'noDebug' && name !== 'cwd');
    expect(Object.keys(properties).sort()).toEqual([...own].sort());
    const launched = ['testCase', 'replay'];
    expect(attached.sort()).toEqual(own.filter((name) => !launched.includes(name)).sort());
    for (const launch of [...initialConfigurations, ...configurationSnippets.map(({ body }) => body)])
      expect(() => readLaunch(launch)).not.toThrow();
  });

  it('ids of language, view, visual editor, tasks, debugging and tour', () => {
    expect(contributes.debuggers.map(({ type }) => type)).toEqual([debugType]);

    expect(contributes.languages.map(({ id }) => id)).toEqual([languageId]);
    const views = Object.values(contributes.views).flat();
    expect(views.map(({ id }) => id).sort()).toEqual(Object.values(viewIds).sort());
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([
      visualEditorType,
      traceEditorType,
      moduleEditorType,
    ]);
    expect(contributes.taskDefinitions.map(({ type }) => type)).toEqual([taskType]);
    expect(contributes.walkthroughs.map(({ id }) => id)).toEqual([walkthroughId]);
  });
});

describe('the manifest names only what there is:', () => {
  const known = new Set<string>(Object.values(commandIds));

  it('commands in menus, keybindings, welcome texts and the tour', () => {
    const used = idsOf(text.matchAll(/"command":"([^"]+)"/g));
    const linked = idsOf(text.matchAll(/command:(dataflowGraph\.\w+)/gi));
    expect([...used, ...linked].filter((id) => !known.has(id) && id !== 'run')).toEqual([]);
    expect(linked.length).toBeGreaterThan(2);
  });

  it('context keys', () => {
    const conditions = [...text.matchAll(/"(?:when|enablement)":"([^"]+)"/g)].map((match) => match[1] ?? '');
    const keys = idsOf(conditions.join(' ').matchAll(/\b(dataflowGraph\.\w+)/g));
    const editors = [visualEditorType, traceEditorType];
    const all: string[] = [...Object.values(contextKeys), ...Object.values(viewIds), ...editors];
    expect(keys.filter((key) => !all.includes(key))).toEqual([]);
  });

  it('files that are packaged', () => {
    const named = idsOf(
      JSON.stringify({ ...contributes, icon: manifest.icon }).matchAll(
        /"(?:\.\/)?((?:media|syntaxes|docs|schemas)\/[^"]+)"/g,
      ),
    );
    expect(named.length).toBeGreaterThan(6);
    expect(named.filter((file) => !packaged.includes(file))).toEqual([]);
  });
});

it('the package holds nothing that only developers need', () => {
  expect(packaged.length).toBeGreaterThan(20);
  expect(packaged.filter((file) => /^(?:src|test|scripts|samples|node_modules|bench)\//.test(file))).toEqual(
    [],
  );
});
