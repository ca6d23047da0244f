const id = '424242';

/** An ordinary call after everything else: its answer, or the end of the connection, must come. */
export const probe = `42${id}["user:me",{}]`;
export const isProbeAnswer = (packet: string) => packet.startsWith(`43${id}[`);
