import { createRandom, type Random } from '#prisma/seed/random.ts';

// Texts that nobody wrote, with words as frequent as words are (Zipf's law), for databases of any size.

const VOCABULARY = 20_000;
const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan bel con dor'.split(' ');

/** The word of a rank, which nothing else is: 0 is the most frequent. */
export function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}

/** A word that one text alone has. */
export function ticketOf(text: number): string {
  return `ref-${100_000 + text}`;
}

/** So many texts, no two the same, of 4 to 16 words; the same ones at every run. */
export function makeTexts(count: number): string[] {
  const random = createRandom(15);
  return Array.from({ length: count }, (_, index) => {
    const words = Array.from({ length: random.integer(3, 15) }, () => wordOf(rankOf(random)));
    return `${words.join(' ')} ${ticketOf(index)}`;
  });
}

/** By Zipf's law: rank n is met 1 / n times as often as the first. */
function rankOf(random: Random): number {
  return Math.floor(Math.exp(random.next() * Math.log(VOCABULARY))) - 1;
}
