/** The words of asking a poll, a part of words.ts that is fetched with it. */
export const newPollWords = {
  title: 'New poll',
  question: 'Question',
  option: (number: number) => `Answer ${number}`,
  remove: (number: number) => `Remove answer ${number}`,
  add: 'Add answer',
  multiple: 'Several answers',
  multipleHint: 'People may choose more than one.',
  anonymous: 'Anonymous',
  anonymousHint: 'Nobody is shown who chose what.',
  end: 'Closes at',
  endHint: 'Left empty, it is open until you close it.',
  ask: 'Ask',
  noQuestion: 'Write a question.',
  fewOptions: 'Write at least two answers.',
  sameOptions: 'Two answers are the same.',
  past: 'Choose a time to come.',
} as const;
