let context: AudioContext | null = null;

/** Two soft tones, a fifth of a second each. Browsers play nothing before the page was touched: then it is silent. */
export function playSound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  for (const [nth, frequency] of [587, 880].entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = currentTime + nth * 0.12;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
    tone.connect(volume).connect(destination);
    tone.start(start);
    tone.stop(start + 0.24);
  }
}
