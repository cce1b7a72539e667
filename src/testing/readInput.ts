// Reads a folder of messages to publish, for runs outside of test cases. Knows nothing about runs.
import { stat } from 'node:fs/promises';
import { AppError, describeError } from '../base/errors.ts';
import { type CaseProblem, formatCaseProblem } from './caseProblem.ts';
import { defaultInputTopic, type InputMessage, readInputMessages } from './inputMessages.ts';
import { nodeFiles } from './nodeFiles.ts';

/**
 * The messages of the folder at `path`; those that name no topic get `topic`. `warn` is told what is odd about the files.
 * Errors: FILE_UNREADABLE (also for a message file that is not in its form).
 */
export async function readInput(
  path: string,
  topic: string,
  warn: (message: string) => void,
): Promise<InputMessage[]> {
  await checkFolder(path);
  const start = { line: 0, character: 0 };
  const { messages, problems } = await readInputMessages(path, nodeFiles, {
    file: path,
    range: { start, end: start },
  });
  // What is wrong with the folder itself has no line.
  const tell = (problem: CaseProblem): string =>
    problem.file === path ? problem.message : formatCaseProblem(problem);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new AppError('FILE_UNREADABLE', errors.map(tell).join('\n'));
  for (const problem of problems) warn(tell(problem));
  return messages.map((message) => (message.topic === defaultInputTopic ? { ...message, topic } : message));
}

async function checkFolder(path: string): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    const message = `Cannot read the input folder ${path}: ${describeError(cause)}. Check the path and its rights.`;
    throw new AppError('FILE_UNREADABLE', message, { cause });
  }
  if (!isFolder)
    throw new AppError('FILE_UNREADABLE', `${path} is a file. Name a folder with one file per message.`);
}
