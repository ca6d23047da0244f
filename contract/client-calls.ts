import type { Answer, OperationInput, OperationName, OperationOutput } from './operations.ts';

/** The client's calls as Socket.IO types them. */
export type ClientToServer = {
  [Name in OperationName]: (
    input: OperationInput<Name>,
    acknowledge: (answer: Answer<OperationOutput<Name>>) => void,
  ) => void;
};
