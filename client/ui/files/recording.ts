/** How long a voice message may be, in ms. */
const longest = 15 * 60_000;

export interface Recorded {
  blob: Blob;
  /** Milliseconds. */
  duration: number;
  /** Of its name. */
  ending: string;
}

/** What browsers record, the smallest first, and how such a file ends. */
const kinds = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg;codecs=opus', 'ogg'],
] as const;

/**
 * Asks for the microphone and records until it is stopped, or for fifteen minutes; nothing is recorded after the signal.
 * Gives what stops it; rejects where there is no microphone, or none for this page.
 */
export async function startRecording(
  signal: AbortSignal,
  onRecorded: (recorded: Recorded) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) release();
  signal.throwIfAborted();
  const [mimeType, ending] = kinds.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? ['', 'bin'];
  const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  const started = Date.now();
  const stop = () => recorder.state === 'inactive' || recorder.stop();
  const timer = setTimeout(stop, longest);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(timer);
    release();
    const blob = new Blob(parts, { type: recorder.mimeType.replace(/;.*/, '') });
    if (!signal.aborted) onRecorded({ blob, ending, duration: Date.now() - started });
  };
  signal.addEventListener('abort', stop);
  recorder.start();
  return stop;
}
