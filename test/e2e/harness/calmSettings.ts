// Settings that keep a window still: nothing asks, welcomes, updates, animates or changes files by itself.
// Must not know any test.

export type Settings = Readonly<Record<string, unknown>>;

const nothingAsksOrWelcomes: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.editor.empty.hint': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'accessibility.verbosity.emptyEditorHint': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'window.confirmBeforeClose': 'never',
  'extensions.ignoreRecommendations': true,
};

const nothingReachesOut: Settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'npm.autoDetect': 'off',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
};

const nothingMovesByItself: Settings = {
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'window.restoreWindows': 'none',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
};

const tasksAndDebugging: Settings = {
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.shellIntegration.enabled': false,
  'terminal.integrated.enablePersistentSessions': false,
  'task.reconnection': false,
  'task.allowAutomaticTasks': 'on',
  'task.saveBeforeRun': 'never',
  'debug.onTaskErrors': 'debugAnyway',
  'debug.saveBeforeStart': 'none',
  'debug.openDebug': 'openOnSessionStart',
  'debug.internalConsoleOptions': 'neverOpen',
};

/** User settings of every window; a test's own settings come on top. */
export const calmSettings: Settings = {
  ...nothingAsksOrWelcomes,
  ...nothingReachesOut,
  ...nothingMovesByItself,
  ...tasksAndDebugging,
};
