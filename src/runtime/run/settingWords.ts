// How a run's settings are called where it was started, for errors that propose one. Knows no command line and no launch; each of
// them brings its own words.

/** Each completes "…, or …." in a sentence that says what to do. */
export interface SettingWords {
  /** Names the file of the module that is referred to as `reference`. */
  moduleFile(reference: string): string;
  /** Gives a parameter a value for one run. */
  parameter(operation: string, key: string): string;
}
