/** The skin tones of Unicode, lightest first (UTS #51, 2.4); the first is none. */
export const skinTones = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'] as const;

/** An emoji that has skin tones in one of them. */
export function withTone(text: string, tone: number): string {
  const modifier = skinTones[tone] ?? '';
  return modifier === '' ? text : text.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${modifier}`);
}
