import { Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';

/** One line of a Dockerfile, as a step to carry out. */
export type Step =
  | { keyword: 'COPY'; from: string | null; sources: string[]; target: string }
  | { keyword: 'RUN'; command: string }
  | { keyword: 'ENV'; values: Record<string, string> }
  | { keyword: 'CMD' | 'HEALTHCHECK'; command: string[] }
  | { keyword: 'OTHER'; text: string };

/** A stage with its name (empty: the last one, which is the image) and what it does, in order. */
export interface Stage {
  name: string;
  steps: Step[];
}

/** The stages of a Dockerfile. */
export function readStages(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    if (instruction.getKeyword() === 'FROM') {
      const as = words.findIndex((word) => word.toUpperCase() === 'AS');
      stages.push({ name: as < 0 ? '' : (words[as + 1] ?? ''), steps: [] });
    } else stages.at(-1)?.steps.push(toStep(instruction, words));
  }
  return stages;
}

function toStep(instruction: Instruction, words: string[]): Step {
  const content = instruction.getArgumentsContent() ?? '';
  switch (instruction.getKeyword()) {
    case 'COPY': {
      const from = instruction instanceof Copy ? (instruction.getFromFlag()?.getValue() ?? null) : null;
      return { keyword: 'COPY', from, sources: words.slice(0, -1), target: words.at(-1) ?? '' };
    }
    case 'RUN':
      return { keyword: 'RUN', command: content };
    case 'ENV':
      return { keyword: 'ENV', values: Object.fromEntries(words.map((word) => word.split('=', 2))) };
    case 'CMD':
    case 'HEALTHCHECK':
      return {
        keyword: instruction.getKeyword() === 'CMD' ? 'CMD' : 'HEALTHCHECK',
        command: JSON.parse(content.slice(content.indexOf('['))),
      };
    default:
      return { keyword: 'OTHER', text: `${instruction.getKeyword()} ${content}` };
  }
}
