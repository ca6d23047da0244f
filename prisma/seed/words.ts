import type { Random } from './random.ts';

const lists = {
  service: [
    'calendar-sync',
    'reminder-worker',
    'billing',
    'search-index',
    'auth',
    'importer',
    'webhooks',
    'booking-api',
  ],
  feature: [
    'waitlist',
    'recurring bookings',
    'partner API',
    'group bookings',
    'mobile check-in',
    'invoice export',
    'calendar sharing',
    'text reminders',
    'opening hours editor',
  ],
  screen: [
    'booking page',
    'week view',
    'settings page',
    'invoice list',
    'customer card',
    'sign-up flow',
    'day view',
  ],
  customer: [
    'Café Lumen',
    'Hillside Dental',
    'Riverside Yoga',
    'Studio Marlowe',
    'Kita Sonnenblume',
    'Padaria Aurora',
    'Museum of Tides',
    'Fjord Rentals',
    'Osaka Strings',
    'Bluebird Physio',
    'Maple Street Library',
    'Atelier Verdun',
    'Green Door Climbing',
    'Northside Barbers',
  ],
  browser: ['Safari', 'Firefox', 'Chrome', 'Edge'],
  device: ['an iPad', 'a Pixel', 'an old iPhone', 'a Galaxy tablet', 'a Windows laptop'],
  weekday: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  city: ['Lisbon', 'Berlin', 'Lagos', 'Osaka', 'Haifa', 'Wellington', 'Marseille', 'Malmö', 'Accra', 'Kyiv'],
  dish: [
    'jollof rice',
    'ramen',
    'pastel de nata',
    'falafel',
    'käsespätzle',
    'borscht',
    'masala dosa',
    'okonomiyaki',
  ],
  fruit: ['plums', 'mangoes', 'apricots', 'pears', 'figs', 'quinces'],
  band: [
    'The Paper Lanterns',
    'Harbour Choir',
    'Nine Small Rivers',
    'Mina & the Tides',
    'Glass Orchard',
    'Slow Ferry',
  ],
  album: [
    'Winter Harbour',
    'Letters from the Pier',
    'Half Light',
    'Low Water',
    'A Room with Two Doors',
    'Salt',
  ],
  book: [
    'The Quiet Cartographer',
    'Salt Roads',
    'Twelve Bridges',
    'The Orchard Clock',
    'A Field Guide to Rain',
  ],
  animal: ['cat', 'dog', 'parrot', 'rabbit'],
  room: ['the green room', 'the big table', 'the attic', 'room 2', 'the kitchen'],
  wiki: ['onboarding', 'on-call', 'naming', 'style-guide', 'retention', 'pricing', 'research', 'glossary'],
  candidate: [
    'M. Duarte',
    'S. Weiss',
    'the candidate from Accra',
    'K. Iyer',
    'R. Laurent',
    'H. Nakamura',
    'T. Olsen',
  ],
  position: ['backend', 'support', 'design', 'data', 'front-end'],
  thanks: [
    'Thanks!',
    'Thank you 🙏',
    'thanks a lot',
    'Great, thanks.',
    'Perfect, thank you',
    'ty!',
    'You are the best 💛',
  ],
  ok: [
    'ok',
    'Sounds good',
    'On it',
    'will do',
    'Done ✅',
    'Yes, gladly',
    '👍',
    'Sure',
    'got it',
    'Makes sense',
  ],
  party: ['🎉', '🎉🎉🎉', '🙌', 'Wonderful 👏', 'Yes!! 🥳', 'So good 🚀', 'Brilliant!'],
  laugh: ['😂', 'haha', '😄', 'ha, yes', '🤣🤣', 'I laughed out loud'],
} as const;

const figures: Record<string, (random: Random) => string> = {
  percent: (random) => `${random.integer(3, 48)}%`,
  few: (random) => String(random.integer(2, 9)),
  count: (random) => String(random.integer(12, 480)),
  ms: (random) => String(random.integer(9, 180) * 10),
  minutes: (random) => String(random.integer(1, 9) * 5),
  ticket: (random) => `NB-${random.integer(1200, 4890)}`,
  pr: (random) => `#${random.integer(800, 3900)}`,
  version: (random) => `4.${random.integer(11, 38)}.${random.integer(0, 6)}`,
  hour: (random) => `${random.integer(9, 17)}:${random.pick(['00', '15', '30', '45'])}`,
  hex: (random) => Buffer.from(random.bytes(4)).toString('hex').slice(0, 7),
  euros: (random) => `€${random.integer(2, 96) * 10}`,
};

/** Said anew each time; all other words stay the same within one dialogue. */
const fresh = ['thanks', 'ok', 'party', 'laugh'];

/**
 * Fills what stands in braces: `{this|or that}`, the name of somebody (`{b}`) or a word of the lists above, which
 * `{customer2}` takes once more. Other braces are code and stay.
 */
export function fill(text: string, said: Map<string, string>, random: Random): string {
  return text.replace(/\{([^{}\n]*\|[^{}\n]*|[a-z]+\d?)\}/g, (braces, inside: string) => {
    if (inside.includes('|')) return random.pick(inside.split('|'));
    const known = said.get(inside);
    if (known !== undefined) return known;
    const word = newWord(inside, [...said.values()], random);
    if (word === null) return braces;
    if (!fresh.includes(inside)) said.set(inside, word);
    return word;
  });
}

function newWord(slot: string, taken: string[], random: Random): string | null {
  const name = slot.replace(/\d$/, '');
  const figure = figures[name];
  if (figure) return figure(random);
  if (!isListed(name)) return null;
  const words: readonly string[] = lists[name];
  return random.pick(fresh.includes(name) ? words : words.filter((word) => !taken.includes(word)));
}

function isListed(name: string): name is keyof typeof lists {
  return Object.hasOwn(lists, name);
}
