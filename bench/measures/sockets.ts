import type { Measure } from '#bench/measure.ts';
import { connections } from './connections.ts';
import { deliveryDelay, fanOutBusy, fanOutCalm } from './fan-out.ts';
import { sendsInMany, sendsInOne } from './sends.ts';

/** What is measured over sockets. */
export const socketMeasures: Measure[] = [
  fanOutBusy,
  fanOutCalm,
  deliveryDelay,
  sendsInOne,
  sendsInMany,
  connections,
];
