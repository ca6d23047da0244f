import { Refusal } from '#contract/errors.ts';

/** No answer came: the connection is lost, or as good as lost. What a server answers is a plain Refusal. */
export class NoAnswer extends Refusal {
  constructor(message: string) {
    super('unavailable', message);
  }
}

/** A command was given while there is no connection: it was not sent, and will not be. */
export class NotSent extends NoAnswer {
  constructor() {
    super('There is no connection: nothing was changed');
  }
}

/** One refused question is nobody else's concern; a connection that does not answer is. */
export function unlessNoAnswer(error: unknown) {
  if (error instanceof NoAnswer) throw error;
}
