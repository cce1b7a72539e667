// What the view says while there is nothing to look at, and what can be done about it.
import type { ReactElement } from 'react';
import { Button } from '../controls/Button.tsx';
import { useModel } from './modelContext.ts';

export function NoRun(): ReactElement {
  const model = useModel();
  return (
    <main className="trace empty" aria-label="Trace">
      <h2>No run yet</h2>
      <p>
        Debug a graph, and every message that enters it is listed here with its whole way: where it went, how
        long it took, what each operation made of it, and where and why it ended.
      </p>
      <div className="actions">
        <Button isPrimary onPress={() => model.debugGraph()}>
          Debug the Graph in Front
        </Button>
        <Button onPress={() => model.openRecorded()}>Open a Recorded Trace…</Button>
      </div>
    </main>
  );
}
