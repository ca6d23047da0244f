/** How long IndexedDB may take, in ms: some browsers' neither answers nor fails until they are started anew. */
const patience = 3_000;

/** What a task comes to, or null when it takes too long. */
export async function withinPatience<Result>(task: Promise<Result>): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  try {
    return await Promise.race([task, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
