import { apiWords } from './api-words.ts';

const command = (origin: string) => `curl ${origin}/api/v1/users/me \\
  -H "Authorization: Bearer $PARLEY_TOKEN"

curl ${origin}/api/v1/conversations/$ID/messages \\
  -H "Authorization: Bearer $PARLEY_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d "{\\"clientId\\": \\"$(uuidgen)\\", \\"body\\": \\"The build is green.\\"}"`;

/** The way in: a token, and the first two requests. */
export function ApiStart({ origin }: { origin: string }) {
  return (
    <section aria-labelledby="begin" className="flex flex-col gap-3 rounded-card border border-border p-4">
      <h2 id="begin" className="font-semibold">
        {apiWords.begin}
      </h2>
      <ol className="flex list-decimal flex-col gap-1 ps-5">
        {apiWords.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <pre className="rounded-control border border-border bg-sunken px-3 py-2 font-mono text-small leading-5 whitespace-pre-wrap wrap-anywhere">
        {command(origin)}
      </pre>
    </section>
  );
}
