// Asks a passkey to sign somebody in, alone or as the second step. Loaded by account-form.js for whoever wants that.

/**
 * Gives what a passkey answers to a challenge of the server, as JSON (Web Authentication Level 3, 5.1.8). `ask` asks the
 * server; rejects with `failed` when there is no passkey, or its owner does not want.
 */
export async function askPasskey(ticket, ask, failed) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(ticket ? { ticket } : {});
  const options = await (await ask('/api/v1/sign-in/challenge', { method: 'POST', headers, body })).json();
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge),
    allowCredentials: options.allowCredentials.map((known) => ({ ...known, id: bytesOf(known.id) })),
  };
  const passkey = await navigator.credentials.get({ publicKey }).catch(() => {
    throw failed;
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = passkey.response;
  return JSON.stringify({
    id: passkey.id,
    rawId: textOf(passkey.rawId),
    type: passkey.type,
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle?.byteLength && { userHandle: textOf(userHandle) }),
    },
  });
}

function bytesOf(base64url) {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function textOf(bytes) {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
