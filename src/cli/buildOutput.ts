// Keeps apart what builds print that go on at a time: one is shown as it comes, the others when it has ended. Knows no terminal.

export class BuildOutput {
  readonly #print: (line: string) => void;
  /** What is told of each build, by its name, in order of their starts. The first is shown already. */
  readonly #open: Map<string, { lines: string[]; isEnded: boolean }> = new Map<
    string,
    { lines: string[]; isEnded: boolean }
  >();

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  start(name: string): void {
    this.#open.set(name, { lines: [], isEnded: false });
  }

  add(name: string, line: string): void {
    this.#open.get(name)?.lines.push(line);
    this.#flush();
  }

  end(name: string): void {
    const build = this.#open.get(name);
    if (build) build.isEnded = true;
    this.#flush();
  }

  #flush(): void {
    for (const [name, build] of this.#open) {
      for (const line of build.lines.splice(0)) this.#print(line);
      if (!build.isEnded) return;
      this.#open.delete(name);
    }
  }
}
