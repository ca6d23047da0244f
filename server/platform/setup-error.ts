/** Something the operator has to mend before Parley can start. The message is one sentence for them to read. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
