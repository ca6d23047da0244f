/** Somebody who works at the company of the seed. */
export interface SeedUser {
  name: string;
  /** What the others call them, and their address before @example.com. */
  short: string;
  /** The languages besides English in which they chat. */
  language: 'ar' | 'de' | 'es' | 'fr' | 'he' | 'ja' | 'pt' | 'zh' | null;
  team: 'engineering' | 'design' | 'support' | 'marketing' | 'operations' | 'product' | 'people';
}

/** The first one is the owner. */
export const users: readonly [SeedUser, ...SeedUser[]] = [
  { name: 'Ada Okafor', short: 'Ada', language: null, team: 'product' },
  { name: 'Tomás Ferreira', short: 'Tomás', language: 'pt', team: 'engineering' },
  { name: 'Beatriz Nogueira', short: 'Beatriz', language: 'pt', team: 'support' },
  { name: 'Lena Vogel', short: 'Lena', language: 'de', team: 'design' },
  { name: 'Jonas Krüger', short: 'Jonas', language: 'de', team: 'engineering' },
  { name: 'Yusuf Haddad', short: 'Yusuf', language: 'ar', team: 'operations' },
  { name: 'ليلى منصور', short: 'Layla', language: 'ar', team: 'support' },
  { name: 'Noa Levi', short: 'Noa', language: 'he', team: 'product' },
  { name: 'Eitan Barak', short: 'Eitan', language: 'he', team: 'engineering' },
  { name: '王小雨', short: 'Xiaoyu', language: 'zh', team: 'engineering' },
  { name: 'Chen Meiling', short: 'Meiling', language: 'zh', team: 'marketing' },
  { name: 'Misaki Tanaka', short: 'Misaki', language: 'ja', team: 'design' },
  { name: 'Kenji Sato', short: 'Kenji', language: 'ja', team: 'operations' },
  { name: 'Priya Raman', short: 'Priya', language: null, team: 'product' },
  { name: 'Amélie Rousseau', short: 'Amélie', language: 'fr', team: 'marketing' },
  { name: 'Søren Lindqvist', short: 'Søren', language: 'de', team: 'engineering' },
  { name: 'Kwame Mensah', short: 'Kwame', language: 'fr', team: 'support' },
  { name: 'Oksana Kovalenko', short: 'Oksana', language: null, team: 'engineering' },
  { name: 'Diego Álvarez', short: 'Diego', language: 'es', team: 'operations' },
  { name: 'Aroha Ngata', short: 'Aroha', language: 'es', team: 'people' },
];

/** `Søren` is soren@example.com. */
export function emailOf(user: SeedUser): string {
  const plain = user.short.normalize('NFD').replace(/\p{M}/gu, '').replace('ø', 'o');
  return `${plain.toLowerCase()}@example.com`;
}

/** People by what the others call them. */
export function called(...shorts: string[]): SeedUser[] {
  return shorts.map((short) => {
    const user = users.find((each) => each.short === short);
    if (!user) throw new Error(`Nobody is called ${short}`);
    return user;
  });
}

/** Everyone in these teams, and those named besides. */
export function teams(names: SeedUser['team'][], ...shorts: string[]): SeedUser[] {
  const besides = called(...shorts);
  return users.filter((user) => names.includes(user.team) || besides.includes(user));
}
