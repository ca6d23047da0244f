const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The words about polls, a part of words.ts that is fetched with the first one. */
export const pollWords = {
  votes: (count: number) => plural(count, 'vote', 'votes'),
  voters: (count: number) => (count === 0 ? 'No votes yet' : plural(count, 'person voted', 'people voted')),
  share: (percent: number) => `${percent}%`,
  option: (text: string, votes: number, percent: number) =>
    `${text}, ${plural(votes, 'vote', 'votes')}${votes > 0 ? `, ${percent}%` : ''}`,
  by: (names: readonly string[], rest: number) => {
    const all = rest > 0 ? [...names, plural(rest, 'other', 'others')] : names;
    return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
  },
  mine: 'Your choice',
  several: 'Choose any',
  one: 'Choose one',
  anonymous: 'Anonymous',
  closes: (time: string) => `Closes ${time}`,
  closed: 'Closed',
  close: 'Close poll',
  voted: (text: string) => `Your vote: ${text}`,
  takenBack: 'Your vote is taken back',
} as const;
