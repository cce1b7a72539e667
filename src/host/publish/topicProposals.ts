// Topics that a person may mean to publish to in a run. Knows no view.
import type { SessionRun } from '../debug/runSessions.ts';

const MAX_PROPOSALS = 100;

/** Those that contain `text`: what the run's sources read, what was published to before (`used`), what its broker has seen. */
export async function proposeTopics(
  run: SessionRun,
  used: readonly string[],
  text: string,
): Promise<string[]> {
  const sources = run.info.sourceTopics.map((filter) => filter.replace(/\/?[+#].*$/, ''));
  let seen: string[] = [];
  try {
    // What is known because the topic view is open; to propose topics, watching does not begin.
    const { topics } = await run.request('readTopics', { since: 0, limit: 500, isPeek: true });
    seen = topics.map(({ topic }) => topic);
  } catch {
    // The run has ended meanwhile.
  }
  const all = new Set([...sources, ...used, ...seen].filter((topic) => topic !== ''));
  return [...all].filter((topic) => topic.includes(text)).slice(0, MAX_PROPOSALS);
}
