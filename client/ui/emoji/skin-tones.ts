/** The skin tones of Unicode, lightest first (UTS #51, 2.4); the first is none. */
export const skinTones = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'] as const;

/** An emoji, without a skin tone, and whether it has them. */
export interface Tonable {
  text: string;
  hasTones: boolean;
}

/** An emoji in a skin tone, if it has them. */
export function inTone({ text, hasTones }: Tonable, tone: number): string {
  const modifier = skinTones[tone] ?? '';
  if (!hasTones || modifier === '') return text;
  return text.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${modifier}`);
}
