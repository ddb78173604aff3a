// Passkeys (WebAuthn): the server's options as JSON → the browser's answer as JSON.

import { decode, encode } from "./base64url.js";

const NUMERIC = /^[\d.]+$|:/; // an address of numbers, which can have no passkeys

/** Whether this browser, at this address, has passkeys at all. */
export function havePasskeys() {
  return window.isSecureContext && "PublicKeyCredential" in window && !NUMERIC.test(location.hostname);
}

async function create(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  return toJSON(credential, {
    clientDataJSON: encode(credential.response.clientDataJSON),
    attestationObject: encode(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

/** Make a passkey for whoever is signed in, and give it to the server. label: what it will be called there. */
export async function register(api, label) {
  const credential = await create(await api.post("/api/passkeys/register/options"));
  return api.post("/api/passkeys/register", { credential, label });
}

/** Show that one has a passkey. options: request options as JSON. */
export async function get(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { response } = credential;
  return toJSON(credential, {
    clientDataJSON: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    userHandle: response.userHandle ? encode(response.userHandle) : null,
  });
}

function descriptors(list = []) {
  return list.map((one) => ({ ...one, id: decode(one.id) }));
}

function toJSON(credential, response) {
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}
