import type { PollQuestion } from './polls.ts';

/** A poll as the text of its message: what is searched, quoted, mailed, and read by whoever knows no polls. */
export function pollText({ question, options }: Pick<PollQuestion, 'question' | 'options'>): string {
  return [question, '', ...options.map((option) => `- ${option}`)].join('\n');
}
