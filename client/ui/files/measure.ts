import type { Chosen } from '#state/sync/uploads.ts';

/** How long a file may take to say what it is, in ms. */
const timeout = 4_000;

type Known = Pick<Chosen, 'width' | 'height' | 'duration'>;

/** What this browser finds out about a file beside its bytes; nothing of what it cannot open. */
export async function measured(blob: Blob, name: string): Promise<Chosen> {
  const known = await knownOf(blob).catch(() => ({}));
  return { blob, name, ...known };
}

async function knownOf(blob: Blob): Promise<Known> {
  const [kind] = blob.type.split('/');
  if (kind !== 'video' && kind !== 'audio') return {};
  const address = URL.createObjectURL(blob);
  try {
    return await inTime(metadataOf(document.createElement(kind), address));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function metadataOf(element: HTMLMediaElement, address: string): Promise<Known> {
  return new Promise((resolve) => {
    element.onerror = () => resolve({});
    element.onloadedmetadata = () => {
      const isVideo = element instanceof HTMLVideoElement && element.videoWidth > 0;
      resolve({
        ...(Number.isFinite(element.duration) ? { duration: Math.round(element.duration * 1_000) } : {}),
        ...(isVideo ? { width: element.videoWidth, height: element.videoHeight } : {}),
      });
      element.removeAttribute('src');
    };
    element.preload = 'metadata';
    element.src = address;
  });
}

function inTime(task: Promise<Known>): Promise<Known> {
  return Promise.race([task, new Promise<Known>((resolve) => setTimeout(resolve, timeout, {}))]);
}
